/** Need help: raised to the community lead with what it is, and in one's own words if one likes. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { report } from "../../phone/current";
import type { JobNow } from "../night/fold";
import { Dialog } from "../../phone/parts/Dialog";
import { ReasonGrid } from "../parts/ReasonGrid";
import { freshId } from "../../phone/store/ids";
import type { ProblemReason } from "../../phone/types";
import { jobName } from "../../phone/words";

const REASONS = ["danger", "residents_object", "no_material", "too_few_hands", "no_fitters", "other"] as const;

interface Props {
  job: JobNow | null;
  crew: string;
  crewName: string;
  onClose: () => void;
  onDone: () => void;
}

export function HelpSheet({ job, crew, crewName, onClose, onDone }: Props) {
  const { t } = useTranslation("field");
  const [reason, setReason] = useState<ProblemReason | null>(null);
  const [words, setWords] = useState("");
  const send = async () => {
    await report("problem.raised", {
      problem: freshId(),
      reason: reason ?? "other",
      words: words.trim(),
      by: crewName,
      crew,
      ...(job ? { opening: job.job.opening, neighbourhood: job.job.neighbourhood } : {}),
    });
    onDone();
  };
  return (
    <Dialog
      title={t("help.title")}
      onClose={onClose}
      foot={
        <button
          type="button"
          className="big help"
          disabled={!reason && !words.trim()}
          onClick={() => void send()}
          data-testid="send-help"
        >
          {t("help.send")}
        </button>
      }
    >
      {job && (
        <p className="hint">{t("help.about", { place: `${job.job.neighbourhood_name} ${jobName(job.job, t)}` })}</p>
      )}
      <ReasonGrid reasons={REASONS} chosen={reason} onChoose={setReason} label={t("help.why")} />
      <label className="words">
        {t("help.words")}
        <textarea rows={2} value={words} maxLength={2000} onChange={(event) => setWords(event.target.value)} />
      </label>
    </Dialog>
  );
}
