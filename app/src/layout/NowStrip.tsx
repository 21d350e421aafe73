/** The night in one line, over a phone's map. */
import { useTranslation } from "react-i18next";
import { useBoard } from "../state/current";

export function NowStrip() {
  const { t } = useTranslation();
  const totals = useBoard((board) => board.totals);
  return (
    <div className="now-strip">
      <b>{totals.neighbourhoods_closed}</b>/{totals.neighbourhoods} {t("totals.neighbourhoods")}
      <i />
      <b>{totals.nets_done}</b>/{totals.nets} {t("totals.nets")}
      <i />
      <b>{totals.gates_done}</b>/{totals.gates} {t("totals.gates")}
    </div>
  );
}
