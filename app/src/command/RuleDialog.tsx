/** Sets the standing rule's limits. */
import { Button, Checkbox, InputNumber, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { boardStore, useBoard } from "../state/current";
import { setRule } from "./calls";
import { closeDialog } from "./dialogs";
import { Refusal } from "./Refusal";
import { useDoing } from "./useDoing";

export default function RuleDialog() {
  const { t } = useTranslation();
  const rule = useBoard((board) => board.standing_rule ?? null);
  const [share, setShare] = useState(Math.round((rule?.most_moved_share ?? 0.1) * 100));
  const [minutes, setMinutes] = useState(rule?.least_gain_min ?? 10);
  const [holes, setHoles] = useState(rule?.holes ?? true);
  const [seen] = useState(boardStore.get()?.rule_version ?? 0); // set on what was on the screen when it opened
  const { busy, refusal, run } = useDoing();
  return (
    <Modal
      open
      onCancel={closeDialog}
      title={t("command.rule.title")}
      footer={
        <Button
          type="primary"
          loading={busy}
          onClick={() => run(() => setRule(share / 100, minutes, holes, seen), closeDialog)}
          data-testid="save-rule"
        >
          {t("command.rule.save")}
        </Button>
      }
    >
      <div className="form">
        <label>
          <span>
            {t("command.rule.share")} <b>{share} %</b>
          </span>
          <input
            type="range"
            min={1}
            max={50}
            value={share}
            onChange={(event) => setShare(event.target.valueAsNumber)}
            data-testid="rule-share"
          />
        </label>
        <label>
          <span>{t("command.rule.minutes")}</span>
          <InputNumber
            min={0}
            max={240}
            value={minutes}
            onChange={(value) => setMinutes(value ?? 0)}
            suffix={t("command.rule.unit")}
          />
        </label>
        <Checkbox checked={holes} onChange={(event) => setHoles(event.target.checked)}>
          {t("command.rule.holes")}
        </Checkbox>
        <p className="soft">{t("command.rule.safe")}</p>
        <Refusal why={refusal} />
      </div>
    </Modal>
  );
}
