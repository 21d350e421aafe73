/** One supplier's yard: what is left and what was handed out. */
import { useTranslation } from "react-i18next";
import { span } from "../shared/format";
import { Sign } from "../shared/Sign";
import { supplierSign } from "../shared/signs";
import { useBoard } from "../state/current";
import { Facts } from "./Facts";

export function SupplierDetail({ id }: { id: string }) {
  const { t } = useTranslation();
  const row = useBoard((board) => board.suppliers.get(id));
  if (!row) return <p className="empty">{t("search.nothing")}</p>;
  return (
    <>
      <h2>
        <Sign drawing={supplierSign(row.short)} size={28} />
        {row.name}
      </h2>
      {row.short ? (
        <p className="state-line blocked">
          <b>{t("detail.short")}</b>
        </p>
      ) : null}
      <Facts
        rows={[
          [t("detail.stock"), row.stock_m == null ? t("detail.enough") : `${row.stock_m} m`],
          [t("detail.handedOut"), `${row.handed_out_m} m`],
          [t("detail.loading"), span(row.load_s * 1000, t)],
          [
            t("detail.phone"),
            row.phone ? (
              <a key="p" className="link" href={`tel:${row.phone}`}>
                {row.phone}
              </a>
            ) : null,
          ],
        ]}
      />
    </>
  );
}
