/** A closure before and after in numbers; better and worse are told by sign and word, not by colour alone. */
import { useTranslation } from "react-i18next";
import { metres } from "../shared/format";
import type { Figures } from "./types";

interface Line {
  name: string;
  before: number | null;
  after: number | null;
  unit: "" | "m";
}

/** Less than this is noise of the figures. */
const WORTH_TELLING_M = 0.5;

function shown(value: number | null, unit: Line["unit"], unknown: string): string {
  if (value === null) return unknown;
  return unit === "m" ? metres(value) : String(value);
}

/** -2, +1.5 m; nothing where nothing changes. */
export function delta({ before, after, unit }: Omit<Line, "name">): string {
  const by = (after ?? NaN) - (before ?? NaN);
  if (!Number.isFinite(by) || Math.abs(by) < (unit ? WORTH_TELLING_M : 1)) return "";
  const size = unit === "m" ? metres(Math.abs(by)) : String(Math.abs(by));
  return `${by < 0 ? "−" : "+"}${size}`;
}

export function DifferenceTable({ before, after }: { before: Figures; after: Figures }) {
  const { t } = useTranslation();
  const lines: Line[] = [
    { name: t("edit.outcome.nets"), before: before.nets, after: after.nets, unit: "" },
    { name: t("edit.outcome.net_m"), before: before.net_m, after: after.net_m, unit: "m" },
    { name: t("edit.outcome.gates"), before: before.gates, after: after.gates, unit: "" },
    { name: t("edit.outcome.emergency"), before: before.emergency, after: after.emergency, unit: "" },
    {
      name: t("edit.outcome.walk"),
      before: before.walk_mean_m ?? null,
      after: after.walk_mean_m ?? null,
      unit: "m",
    },
    { name: t("edit.outcome.assumed"), before: before.assumed_m, after: after.assumed_m, unit: "m" },
  ];
  return (
    <table className="difference">
      <thead>
        <tr>
          <td />
          <th scope="col">{t("edit.outcome.before")}</th>
          <th scope="col">{t("edit.outcome.after")}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const by = delta(line);
          return (
            <tr key={line.name} className={by ? "changes" : undefined}>
              <th scope="row">{line.name}</th>
              <td className="before">{shown(line.before, line.unit, t("edit.outcome.unknown"))}</td>
              <td>{shown(line.after, line.unit, t("edit.outcome.unknown"))}</td>
              <td className={by.startsWith("−") ? "less" : "more"}>{by}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
