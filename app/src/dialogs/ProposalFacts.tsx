/** What a proposal would change, beside what is in force. */
import { useTranslation } from "react-i18next";
import type { ProposalView } from "../api/types";
import { Changes } from "../command/worth/Changes";
import { age, hourMinute, instant, span } from "../shared/format";
import { useNow } from "../state/clock";
import { useBoard } from "../state/current";

interface Judged {
  finish: number;
  undone: number;
  deadline: number | null;
  zone: string | undefined;
}

/** A plan that leaves openings out is never called good, whenever the rest of it is done. */
function Verdict({ finish, undone, deadline, zone }: Judged) {
  const { t } = useTranslation();
  const late = deadline === null ? 0 : finish - deadline;
  const at = deadline === null ? "" : hourMinute(deadline, zone);
  return (
    <>
      {undone > 0 ? <p className="verdict bad">{t("proposal.leavesOut", { undone })}</p> : null}
      {late > 0 ? <p className="verdict bad">{t("proposal.misses", { deadline: at, span: span(late, t) })}</p> : null}
      {undone === 0 && late <= 0 && deadline !== null ? (
        <p className="verdict good">{t("proposal.meets", { deadline: at })}</p>
      ) : null}
    </>
  );
}

/** A count as a row; a replan tells only of what it adds. */
function counted(name: string, count: number, always: boolean, unit = ""): [string, null, string][] {
  return always || count > 0 ? [[name, null, `${count}${unit}`]] : [];
}

export function ProposalFacts({ proposal }: { proposal: ProposalView }) {
  const { t } = useTranslation();
  const now = useNow();
  const plan = useBoard((board) => board.plan);
  const night = useBoard((board) => board.night);
  const zone = useBoard((board) => board.time_zone);
  const finish = Date.parse(proposal.finish_at);
  const bound = instant(proposal.bound_at);
  const replan = proposal.kind === "replan";
  const rows: [string, string | null, string][] = [
    [t("proposal.finish"), plan ? hourMinute(Date.parse(plan.finish_at), zone) : null, hourMinute(finish, zone)],
    [t("proposal.undone"), plan ? String(plan.undone) : null, String(proposal.undone)],
    ...(bound === null ? [] : [[t("proposal.bound"), null, hourMinute(bound, zone)] satisfies [string, null, string]]),
    ...(replan ? [[t("proposal.moved"), null, String(proposal.jobs_moved)] satisfies [string, null, string]] : []),
    ...counted(t("proposal.nets"), proposal.nets, !replan),
    ...counted(t("proposal.gates"), proposal.gates, !replan),
    ...counted(t("proposal.emergency"), proposal.emergency, !replan),
    ...counted(t("proposal.material"), proposal.net_m, !replan, " m"),
  ];
  return (
    <div className="proposal">
      <Verdict finish={finish} undone={proposal.undone} deadline={instant(night?.deadline_at)} zone={zone} />
      <table>
        <thead>
          <tr>
            <th />
            {plan ? <th>{t("proposal.now")}</th> : null}
            <th>{t("proposal.proposed")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, before, after]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {plan ? <td className="before">{before ?? ""}</td> : null}
              <td>{after}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Changes proposal={proposal} />
      <small className="age">{t("proposal.made", { age: age(Date.parse(proposal.proposed_at), now, t) })}</small>
    </div>
  );
}
