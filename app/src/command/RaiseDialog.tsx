/** Raises a problem from the desk: somebody has called in. */
import { Button, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProblemRow } from "../api/types";
import { freshId } from "../shared/freshId";
import { useNow } from "../state/clock";
import { useBoard } from "../state/current";
import { selectionStore } from "../state/selection";
import { report } from "./calls";
import { Choices } from "./Choices";
import { closeDialog } from "./dialogs";
import { Refusal } from "./Refusal";
import { useDoing } from "./useDoing";

const REASONS: ProblemRow["reason"][] = [
  "residents_object",
  "no_material",
  "no_fitters",
  "too_few_hands",
  "car_in_the_way",
  "danger",
  "other",
];

const LEVELS: ProblemRow["level"][] = ["lead", "office"];

export default function RaiseDialog() {
  const { t } = useTranslation();
  const now = useNow();
  const rows = useBoard((board) => board.neighbourhoods);
  const openings = useBoard((board) => board.openings);
  const picked = selectionStore.get().subject;
  const opening = picked?.kind === "opening" ? picked.id : null;
  const first =
    openings.get(opening ?? "")?.neighbourhood ?? (picked?.kind === "neighbourhood" ? picked.id : undefined);
  const [place, setPlace] = useState<string | undefined>(first);
  const [reason, setReason] = useState<ProblemRow["reason"]>("residents_object");
  const [words, setWords] = useState("");
  const [level, setLevel] = useState<ProblemRow["level"]>("office");
  const { busy, refusal, run } = useDoing();
  const [problem] = useState(freshId); // sent twice it is one problem
  const body = {
    problem,
    reason,
    words,
    level,
    neighbourhood: place ?? null,
    opening: opening && openings.get(opening)?.neighbourhood === place ? opening : null,
  };
  return (
    <Modal
      open
      onCancel={closeDialog}
      title={t("command.problems.raise")}
      footer={
        <Button
          type="primary"
          loading={busy}
          disabled={!place}
          onClick={() => run(() => report("problem.raised", body, now), closeDialog)}
          data-testid="send-problem"
        >
          {t("command.problems.send")}
        </Button>
      }
    >
      <div className="form">
        <label>
          <span>{t("command.problems.where")}</span>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            value={place}
            onChange={setPlace}
            aria-label={t("command.problems.where")}
            options={[...rows.values()].map((row) => ({ value: row.id, label: row.name }))}
          />
        </label>
        <Choices
          label={t("command.problems.what")}
          values={REASONS}
          chosen={reason}
          onChoose={setReason}
          words={(name) => t(`command.reason.${name}`)}
        />
        <label>
          <span>{t("command.problems.say")}</span>
          <Input.TextArea autoSize={{ minRows: 2 }} value={words} onChange={(e) => setWords(e.target.value)} />
        </label>
        <Choices
          label={t("command.problems.toOffice")}
          values={LEVELS}
          chosen={level}
          onChoose={setLevel}
          words={(name) => t(name === "lead" ? "command.problems.toLead" : "command.problems.toOffice")}
        />
        <Refusal why={refusal} />
      </div>
    </Modal>
  );
}
