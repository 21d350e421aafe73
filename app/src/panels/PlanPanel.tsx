/** The plan in force and when each neighbourhood should stand. */
import { useTranslation } from "react-i18next";
import { ProposalFacts } from "../dialogs/ProposalFacts";
import { ReplanButton } from "../dialogs/ReplanButton";
import { FaultBoundary } from "../faults/FaultBoundary";
import { fetched } from "../faults/fetched";
import { age, hourMinute, instant } from "../shared/format";
import { useNow } from "../state/clock";
import { useBoard } from "../state/current";
import { isPast } from "../state/past";
import { Facts } from "./Facts";
import { NeighbourhoodTable } from "./NeighbourhoodTable";

const RulesSection = fetched(async () => (await import("../editing/RulesSection")).default);
const VerifySection = fetched(async () => (await import("../editing/VerifySection")).default);

/** By what rules closures are planned; nothing to be set in the past. */
function Rules() {
  if (isPast()) return null;
  return (
    <FaultBoundary part="tools">
      <RulesSection />
    </FaultBoundary>
  );
}

export function PlanPanel() {
  const { t } = useTranslation();
  const now = useNow();
  const plan = useBoard((board) => board.plan);
  const proposal = useBoard((board) => board.proposal);
  const totals = useBoard((board) => board.totals);
  const zone = useBoard((board) => board.time_zone);
  if (!plan && proposal) {
    return (
      <>
        <section className="block">
          <ProposalFacts proposal={proposal} />
        </section>
        <Rules />
      </>
    );
  }
  if (!plan) {
    return (
      <>
        <section className="block nothing">
          <h2>{t("plan.none")}</h2>
          <p>{t("plan.noneHelp")}</p>
        </section>
        <Rules />
      </>
    );
  }
  const bound = instant(plan.bound_at);
  return (
    <>
      <section className="block">
        <h2>
          {t("plan.title")} <small data-testid="plan-version">{plan.version}</small>
        </h2>
        <p className="soft">
          {t("plan.version", {
            version: plan.version,
            by: plan.adopted_by,
            age: age(Date.parse(plan.adopted_at), now, t),
          })}
        </p>
        <Facts
          rows={[
            [t("plan.finish"), hourMinute(Date.parse(plan.finish_at), zone)],
            [t("plan.bound"), bound === null ? null : hourMinute(bound, zone)],
            [t("plan.undone"), String(plan.undone)],
            [t("proposal.nets"), String(totals.nets)],
            [t("proposal.gates"), String(totals.gates)],
            [t("proposal.emergency"), String(totals.emergency)],
            [t("plan.material"), `${totals.net_m_planned} m`],
          ]}
        />
        {isPast() ? null : <ReplanButton />}
      </section>
      {isPast() ? null : (
        <FaultBoundary part="tools">
          <VerifySection />
        </FaultBoundary>
      )}
      <Rules />
      <NeighbourhoodTable />
    </>
  );
}
