/** Shows the unsent reports as QR codes, one after the other, for another phone's camera. */
import qrcode from "qrcode-generator";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { store, usePhone } from "../current";
import { Dialog } from "../parts/Dialog";
import { toFrames } from "./frames";
import { pack } from "./parcel";

const EACH_MS = 350;

/** A code's dark squares as one path, with the quiet zone the standard asks for. */
function drawn(text: string): { path: string; side: number } {
  const code = qrcode(0, "L");
  code.addData(text, "Byte");
  code.make();
  const count = code.getModuleCount();
  let path = "";
  for (let y = 0; y < count; y += 1) {
    for (let x = 0; x < count; x += 1) if (code.isDark(y, x)) path += `M${x + 4} ${y + 4}h1v1h-1z`;
  }
  return { path, side: count + 8 };
}

export function QrShow({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("field");
  const device = usePhone((phone) => phone.device, "");
  const lender = usePhone((phone) => phone.kept?.card.crew?.lender ?? "", "");
  const [frames, setFrames] = useState<string[]>([]);
  const [k, setK] = useState(0);
  useEffect(() => {
    void pack(store, device, lender)
      .then((parcel) => (parcel.reports.length > 0 ? toFrames(JSON.stringify(parcel)) : []))
      .then(setFrames);
  }, [device, lender]);
  useEffect(() => {
    if (frames.length < 2) return;
    const timer = setInterval(() => setK((before) => (before + 1) % frames.length), EACH_MS);
    return () => clearInterval(timer);
  }, [frames]);
  const frame = frames[k];
  const code = useMemo(() => (frame ? drawn(frame) : null), [frame]);
  return (
    <Dialog title={t("outbox.handOver")} onClose={onClose}>
      {code ? (
        <>
          <svg
            className="qr"
            viewBox={`0 0 ${code.side} ${code.side}`}
            role="img"
            aria-label={t("outbox.qr")}
            data-frame={frame}
          >
            <rect width={code.side} height={code.side} fill="#fff" />
            <path d={code.path} fill="#000" />
          </svg>
          <p className="hint">{t("outbox.qrHelp", { n: k + 1, all: frames.length })}</p>
        </>
      ) : (
        <p className="hint">{t("outbox.qrNone")}</p>
      )}
    </Dialog>
  );
}
