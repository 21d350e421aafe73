/** Giving the outbox to another phone, and taking another's: as a file or as QR codes. */
import { type ChangeEvent, lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { loop, store, usePhone } from "../current";
import { mayCarry, open, pack, takeIn } from "../handover/parcel";

const QrShow = lazy(() => import("../handover/QrShow").then((module) => ({ default: module.QrShow })));
const QrRead = lazy(() => import("../handover/QrRead").then((module) => ({ default: module.QrRead })));

async function giveFile(device: string, lender: string): Promise<void> {
  const parcel = await pack(store, device, lender);
  const name = `yipanqi-${device}-${new Date().toISOString().slice(0, 16).replaceAll(":", "")}.json`;
  const file = new File([JSON.stringify(parcel)], name, { type: "application/json" });
  const shared = { files: [file] };
  if ((navigator as { canShare?: (data: ShareData) => boolean }).canShare?.(shared)) {
    await navigator.share(shared).catch(() => undefined); // closed without sharing: nothing has happened
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function HandOver({ unsent }: { unsent: number }) {
  const { t } = useTranslation("field");
  const device = usePhone((phone) => phone.device, "");
  const lender = usePhone((phone) => phone.kept?.card.crew?.lender ?? "", "");
  const role = usePhone((phone) => phone.enrolment?.role ?? null, null);
  const [sheet, setSheet] = useState<"show" | "read" | null>(null);
  const [told, setTold] = useState("");

  const take = async (text: string) => {
    setSheet(null);
    const parcel = open(text);
    if (!parcel) {
      setTold(t("outbox.notOurs"));
      return;
    }
    if (!mayCarry(parcel, { role, lender })) {
      setTold(t("outbox.notTheirs", { lender: parcel.lender }));
      return;
    }
    const count = await takeIn(store, parcel);
    setTold(t("outbox.taken", { count, device: parcel.from }));
    void loop.now();
  };
  const picked = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = "";
    if (file) void file.text().then(take);
  };

  return (
    <section>
      <h3>{t("outbox.handOver")}</h3>
      <p className="hint">{t("outbox.handOverHelp")}</p>
      <div className="two">
        <button
          type="button"
          className="small"
          disabled={unsent === 0}
          onClick={() => void giveFile(device, lender)}
          data-testid="give-file"
        >
          {t("outbox.file")}
        </button>
        <button
          type="button"
          className="small"
          disabled={unsent === 0}
          onClick={() => setSheet("show")}
          data-testid="give-qr"
        >
          {t("outbox.qr")}
        </button>
        <label className="small file">
          {t("outbox.takeFile")}
          <input type="file" accept="application/json,.json" onChange={picked} data-testid="take-file" />
        </label>
        <button type="button" className="small" onClick={() => setSheet("read")} data-testid="take-qr">
          {t("outbox.takeQr")}
        </button>
      </div>
      <p role="status" className="hint" data-testid="handed-over">
        {told}
      </p>
      <Suspense fallback={null}>
        {sheet === "show" && <QrShow onClose={() => setSheet(null)} />}
        {sheet === "read" && <QrRead onText={(text) => void take(text)} onClose={() => setSheet(null)} />}
      </Suspense>
    </section>
  );
}
