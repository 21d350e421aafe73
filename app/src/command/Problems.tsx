/** What was raised from the field and still waits, worst first. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useBoard } from "../state/current";
import { isPast } from "../state/past";
import { openDialog } from "./dialogs";
import { ProblemItem } from "./ProblemItem";
import { pressing } from "./problemOrder";

export function Problems() {
  const { t } = useTranslation();
  const rows = useBoard((board) => board.problems);
  const open = pressing(rows.values()).filter((row) => row.state !== "closed");
  const settled = rows.size - open.length;
  const waiting = open.filter((row) => row.state === "waiting").length;
  return (
    <section className="block" aria-label={t("command.problems.title")} data-testid="problems">
      <h2>
        {t("command.problems.title")} <span className={waiting > 0 ? "count" : "count none"}>{waiting}</span>
        {isPast() ? null : (
          <Button className="push" size="small" onClick={() => openDialog({ kind: "raise" })}>
            {t("command.problems.raise")}
          </Button>
        )}
      </h2>
      {open.length === 0 ? <p className="empty">{t("command.problems.none")}</p> : null}
      <ul className="problems">
        {open.map((row) => (
          <ProblemItem key={row.id} row={row} />
        ))}
      </ul>
      {settled > 0 ? <p className="quiet-line">{t("command.problems.settled", { count: settled })}</p> : null}
    </section>
  );
}
