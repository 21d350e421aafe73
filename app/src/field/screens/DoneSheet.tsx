/** Done: a photo and the width as found, both of which may be skipped. */
import { type ChangeEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { report, store } from "../../phone/current";
import type { JobNow } from "../night/fold";
import { Dialog } from "../../phone/parts/Dialog";
import { Stepper } from "../../phone/parts/Stepper";
import { digestOf, shrink } from "../photo";
import { addPhoto } from "../../phone/store/outbox";

type Trouble = "photoBad" | "photoNoRoom" | "photoInsecure";

interface Taken {
  digest: string;
  bytes: ArrayBuffer;
  url: string;
}

async function take(file: File): Promise<Taken | Trouble> {
  const bytes = await shrink(file);
  if (!bytes) return "photoBad";
  const digest = await digestOf(bytes);
  if (!digest) return "photoInsecure";
  return { digest, bytes, url: URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" })) };
}

/** Net follows the width: a gap wider than planned takes so much more, in whole metres. */
function netFor(job: JobNow, widthM: number | null): number {
  const { net_m: planned, width_m: was } = job.job;
  if (planned === 0 || widthM === null) return planned;
  return Math.max(1, planned + Math.ceil(widthM - was - 1e-6));
}

export function DoneSheet({
  job,
  crew,
  onClose,
  onDone,
}: {
  job: JobNow;
  crew: string;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation("field");
  const [width, setWidth] = useState<number | null>(null);
  const [photo, setPhoto] = useState<Taken | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const opening = job.job.opening;

  const picked = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (!file) return;
    setBusy(true);
    const taken = await take(file);
    setTrouble(typeof taken === "string" ? taken : null);
    if (typeof taken !== "string") setPhoto(taken);
    setBusy(false);
  };

  const send = async () => {
    const kept = photo !== null && (await addPhoto(store, { digest: photo.digest, bytes: photo.bytes, opening }));
    if (photo && !kept) {
      setPhoto(null); // told before the report goes, and not after
      setTrouble("photoNoRoom");
      return;
    }
    await report("opening.done", {
      opening,
      crew,
      net_m: netFor(job, width),
      ...(width === null ? {} : { width_m: width }),
      ...(kept ? { photo: photo.digest } : {}),
    });
    onDone();
  };

  return (
    <Dialog
      title={t("done.title")}
      onClose={onClose}
      foot={
        <button type="button" className="big done" disabled={busy} onClick={() => void send()} data-testid="send-done">
          {t("done.send")}
        </button>
      }
    >
      <label className={`photo-button${photo ? " has-photo" : ""}`}>
        {photo && <img src={photo.url} alt="" />}
        <span>{busy ? t("done.photoBusy") : photo ? t("done.photoAgain") : t("done.photo")}</span>
        <input type="file" accept="image/*" capture="environment" onChange={(event) => void picked(event)} />
      </label>
      {trouble && (
        <p className="warning" role="alert">
          {t(`done.${trouble}`)}
        </p>
      )}
      <Stepper
        label={t("done.width")}
        value={width ?? job.job.width_m}
        step={0.5}
        least={0.5}
        most={60}
        onChange={setWidth}
      />
      <p className="hint">{t("done.skip")}</p>
    </Dialog>
  );
}
