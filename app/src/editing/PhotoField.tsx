/** An opening's photo, and a way to add one: shrunk here before it is sent. */
import { Button } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { type Failure, record } from "./acting";
import { Failed } from "./Failed";
import { NoPhoto, sendPhoto } from "./photo";
import { editRefusal } from "./refusals";
import { useAct } from "./useAct";

export function PhotoField({ opening, photo }: { opening: string; photo: string | null }) {
  const { t } = useTranslation();
  const { busy, failure, run } = useAct();
  const input = useRef<HTMLInputElement>(null);

  async function add(file: File): Promise<Failure> {
    try {
      return await record({ do: "photo", opening, photo: await sendPhoto(file) });
    } catch (error) {
      return error instanceof NoPhoto ? t(`edit.photoProblem.${error.problem}`) : editRefusal(error, t);
    }
  }

  return (
    <div className="photo-field">
      {photo ? (
        <a href={`/api/documents/${photo}`} target="_blank" rel="noreferrer">
          <img src={`/api/documents/${photo}`} alt={t("edit.opening.photoOf")} />
        </a>
      ) : null}
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) run(() => add(file));
          event.target.value = ""; // the same picture may be tried again
        }}
        data-testid="photo-input"
      />
      <Button loading={busy} onClick={() => input.current?.click()}>
        {busy ? t("edit.opening.photoShrinking") : t("edit.opening.addPhoto")}
      </Button>
      <Failed why={failure} />
    </div>
  );
}
