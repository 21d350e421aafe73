/** The ways from here to the other pages, as far as whoever holds the phone may go there. */
import { useTranslation } from "react-i18next";
import { usePhone } from "../current";
import { mayGoods, type PagePath } from "../shell";

export function Ways({ page }: { page: PagePath }) {
  const { t } = useTranslation("field");
  const role = usePhone((phone) => phone.enrolment?.role ?? null, null);
  return (
    <nav aria-label={t("ways.title")}>
      <h3>{t("ways.title")}</h3>
      <div className="two">
        {page === "/goods" && (
          <a className="small" href="/field" data-testid="way-field">
            {t("ways.field")}
          </a>
        )}
        {page === "/field" && mayGoods(role) && (
          <a className="small" href="/goods" data-testid="way-goods">
            {t("ways.goods")}
          </a>
        )}
        {role === null && (
          <a className="small" href="/" data-testid="way-board">
            {t("ways.board")}
          </a>
        )}
      </div>
    </nav>
  );
}
