/** Reads another phone's QR codes by the camera until its parcel is whole. */
import jsQR from "jsqr";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../parts/Dialog";
import { Collector } from "./frames";

const LOOK_PX = 480;

interface Detector {
  detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>;
}

/** The phone's own reader where it has one: faster, and kinder to the battery. */
function ownReader(): Detector | null {
  const Reader = (window as { BarcodeDetector?: new (options: { formats: string[] }) => Detector }).BarcodeDetector;
  return Reader ? new Reader({ formats: ["qr_code"] }) : null;
}

function readByHand(video: HTMLVideoElement, canvas: HTMLCanvasElement): string {
  const scale = Math.min(1, LOOK_PX / Math.min(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen || canvas.width === 0) return "";
  pen.drawImage(video, 0, 0, canvas.width, canvas.height);
  const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
  return jsQR(picture.data, picture.width, picture.height, { inversionAttempts: "dontInvert" })?.data ?? "";
}

export function QrRead({ onText, onClose }: { onText: (text: string) => void; onClose: () => void }) {
  const { t } = useTranslation("field");
  const video = useRef<HTMLVideoElement>(null);
  const [progress, setProgress] = useState({ got: 0, all: 0 });
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const seen = new Collector();
    const canvas = document.createElement("canvas");
    const reader = ownReader();
    let stream: MediaStream | null = null;
    let gone = false;
    const look = async (source: HTMLVideoElement): Promise<void> => {
      while (!gone) {
        const own = reader ? await reader.detect(source).catch(() => []) : [];
        const text = own[0]?.rawValue ?? readByHand(source, canvas);
        if (text && seen.take(text)) setProgress({ got: seen.got, all: seen.all });
        const whole = await seen.text();
        if (whole !== null) {
          onText(whole);
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, 90));
      }
    };
    const begin = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      const source = video.current;
      if (gone || !source) return;
      source.srcObject = stream;
      await source.play();
      await look(source);
    };
    begin().catch(() => setFailed(!gone));
    return () => {
      gone = true;
      stream?.getTracks().forEach((track) => track.stop());
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the camera is opened once, whatever the parent renders
  }, []);

  return (
    <Dialog title={t("outbox.takeQr")} onClose={onClose}>
      {failed ? (
        <p className="warning" role="alert">
          {t("outbox.noCamera")}
        </p>
      ) : (
        <>
          <video ref={video} className="camera" playsInline muted />
          <p className="hint" aria-live="polite">
            {progress.all > 0 ? t("outbox.scanned", { n: progress.got, all: progress.all }) : t("outbox.scanHelp")}
          </p>
        </>
      )}
    </Dialog>
  );
}
