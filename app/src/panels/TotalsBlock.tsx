/** The night in numbers. */
import { useTranslation } from "react-i18next";
import { useBoard } from "../state/current";
import { openDialog } from "../command/dialogs";
import { useCommandRights } from "../command/rights";
import { Measure } from "./Measure";

export function TotalsBlock() {
  const { t } = useTranslation();
  const totals = useBoard((board) => board.totals);
  const { command } = useCommandRights();
  return (
    <section className="totals" aria-label={t("totals.title")}>
      <div className="measures">
        <Measure
          name="neighbourhoods"
          id="neighbourhoods-closed"
          done={totals.neighbourhoods_closed}
          total={totals.neighbourhoods}
        />
        <Measure name="nets" id="nets-done" done={totals.nets_done} total={totals.nets} />
        <Measure name="gates" id="gates-done" done={totals.gates_done} total={totals.gates} />
        <Measure name="emergency" id="emergency-done" done={totals.emergency_done} total={totals.emergency} />
      </div>
      <p className="totals-foot">
        <button
          type="button"
          className="quiet"
          onClick={() => openDialog({ kind: "situation" })}
          data-testid="situation-open"
        >
          {t("command.situation.open")}
        </button>
        {command ? (
          <button
            type="button"
            className="quiet"
            onClick={() => openDialog({ kind: "worth" })}
            data-testid="worth-open"
          >
            {t("worth.open")}
          </button>
        ) : null}
        <span>
          {t("totals.standing")} <b data-testid="total-net-m-standing">{totals.net_m_standing}</b> m{" "}
          {t("totals.standingOf", { total: `${totals.net_m_planned} m` })}
        </span>
        <span className={totals.blocked > 0 ? "bad" : undefined}>
          {t("totals.blocked")} <b data-testid="total-blocked">{totals.blocked}</b>
        </span>
        <span className={totals.unplanned > 0 ? "bad" : undefined}>
          {t("totals.unplanned")} <b data-testid="total-unplanned">{totals.unplanned}</b>
        </span>
      </p>
    </section>
  );
}
