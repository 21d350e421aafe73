/** The standing rule: whether replans are adopted by themselves, within which limits, and the way back. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useBoard } from "../state/current";
import { liftRule } from "./calls";
import { openDialog } from "./dialogs";
import { Refusal } from "./Refusal";
import { useCommandRights } from "./rights";
import { useDoing } from "./useDoing";

export function RuleBlock() {
  const { t } = useTranslation();
  const rule = useBoard((board) => board.standing_rule ?? null);
  const seen = useBoard((board) => board.rule_version);
  const { command } = useCommandRights();
  const { busy, refusal, run } = useDoing();
  if (!command && !rule) return null;
  return (
    <section className="block rule" aria-label={t("command.rule.title")} data-testid="rule" data-on={rule !== null}>
      <h2>
        {t("command.rule.title")}
        {command ? (
          <Button className="push" size="small" onClick={() => openDialog({ kind: "rule" })}>
            {rule ? t("command.rule.change") : t("command.rule.set")}
          </Button>
        ) : null}
        {command && rule ? (
          <Button size="small" loading={busy} onClick={() => run(() => liftRule(seen))} data-testid="lift-rule">
            {t("command.rule.lift")}
          </Button>
        ) : null}
      </h2>
      <p className="soft">
        {rule
          ? [
              t("command.rule.on", {
                share: Math.round(rule.most_moved_share * 100),
                minutes: rule.least_gain_min,
              }),
              rule.holes ? t("command.rule.onHoles") : "",
              t("command.rule.by", { by: rule.set_by }),
            ]
              .filter(Boolean)
              .join(" · ")
          : t("command.rule.off")}
      </p>
      <Refusal why={refusal} />
    </section>
  );
}
