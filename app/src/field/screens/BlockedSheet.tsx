/** Blocked: why, and a word more if there is time for one. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { report } from "../../phone/current";
import { Dialog } from "../../phone/parts/Dialog";
import { ReasonGrid } from "../parts/ReasonGrid";
import { BLOCKED_REASONS, type BlockedReason } from "../../phone/types";

interface Props {
  opening: string;
  crew: string;
  onClose: () => void;
  onDone: () => void;
}

export function BlockedSheet({ opening, crew, onClose, onDone }: Props) {
  const { t } = useTranslation("field");
  const [reason, setReason] = useState<BlockedReason | null>(null);
  const [note, setNote] = useState("");
  const send = async () => {
    if (!reason) return;
    await report("opening.blocked", { opening, crew, reason, note: note.trim() });
    onDone();
  };
  return (
    <Dialog
      title={t("blocked.title")}
      onClose={onClose}
      foot={
        <button
          type="button"
          className="big blocked"
          disabled={!reason}
          onClick={() => void send()}
          data-testid="send-blocked"
        >
          {t("blocked.send")}
        </button>
      }
    >
      <ReasonGrid reasons={BLOCKED_REASONS} chosen={reason} onChoose={setReason} label={t("blocked.title")} />
      <label className="words">
        {t("blocked.note")}
        <input value={note} maxLength={500} enterKeyHint="done" onChange={(event) => setNote(event.target.value)} />
      </label>
    </Dialog>
  );
}
