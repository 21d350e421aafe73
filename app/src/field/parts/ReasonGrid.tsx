/** Reasons to choose from: a sign and a word each, two in a row. */
import { useTranslation } from "react-i18next";
import type { ProblemReason } from "../../phone/types";
import { Icon } from "../../phone/parts/Icon";
import { REASON_SIGNS } from "./reasonSigns";

interface Props<R extends ProblemReason> {
  reasons: readonly R[];
  chosen: R | null;
  onChoose: (reason: R) => void;
  label: string;
}

export function ReasonGrid<R extends ProblemReason>({ reasons, chosen, onChoose, label }: Props<R>) {
  const { t } = useTranslation("field");
  return (
    <div className="reasons" role="group" aria-label={label}>
      {reasons.map((reason) => (
        <button key={reason} type="button" aria-pressed={reason === chosen} onClick={() => onChoose(reason)}>
          <Icon drawing={REASON_SIGNS[reason]} />
          <span>{t(`reason.${reason}`)}</span>
        </button>
      ))}
    </div>
  );
}
