/** A crew's work order to print, to put into a spreadsheet, or to load into a phone's own map. */
import { useTranslation } from "react-i18next";
import "./orders.css";

export function OrderLinks({ crew }: { crew: string }) {
  const { t, i18n } = useTranslation();
  const address = (form: string) =>
    `/api/crews/${encodeURIComponent(crew)}/order.${form}?lang=${i18n.language === "zh" ? "zh" : "en"}`;
  return (
    <p className="order-links">
      <span>{t("goods.orderPaper")}</span>
      <a className="link" href={address("pdf")} target="_blank" rel="noreferrer" data-testid="order-pdf">
        PDF
      </a>
      <a className="link" href={address("xlsx")}>
        XLSX
      </a>
      <a className="link" href={address("gpx")}>
        GPX
      </a>
    </p>
  );
}
