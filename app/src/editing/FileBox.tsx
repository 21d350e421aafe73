/** Edits from a file, dropped or chosen, with every problem's place in it; and the survey saved to a file. */
import { Button } from "antd";
import { type DragEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { EXPORT_PATH, sendFile } from "./calls";
import { Failed } from "./Failed";
import { loadHistory } from "./history";
import { useRights } from "./may";
import { editRefusal } from "./refusals";
import { say } from "./session";
import type { ImportProblem, ImportView } from "./types";

const KINDS = ".csv,.xlsx,.geojson,.json";
const MOST_MB = 10;

type Stage =
  | { state: "none" }
  | { state: "reading"; name: string }
  | { state: "read"; name: string; view: ImportView }
  | { state: "failed"; why: string };

function Problems({ problems }: { problems: readonly ImportProblem[] }) {
  const { t, i18n } = useTranslation();
  return (
    <table className="list problems" data-testid="import-problems">
      <thead>
        <tr>
          <th scope="col">{t("edit.file.row")}</th>
          <th scope="col">{t("edit.file.field")}</th>
          <th scope="col">{t("edit.file.problem")}</th>
        </tr>
      </thead>
      <tbody>
        {problems.map((problem, at) => (
          <tr key={at}>
            <td>{problem.row ?? "–"}</td>
            <td>{problem.field ?? "–"}</td>
            <td>{i18n.language === "zh" ? problem.zh : problem.en}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Result({ name, view }: { name: string; view: ImportView }) {
  const { t } = useTranslation();
  const { problems, taken, unchanged } = view;
  if (problems.length > 0) {
    return (
      <div role="alert">
        <Failed why={t("edit.file.bad", { name, count: problems.length })} />
        <Problems problems={problems} />
      </div>
    );
  }
  return (
    <p className="good" role="status" data-testid="import-done">
      {taken.length > 0 ? t("edit.file.done", { count: taken.length, name }) : t("edit.file.doneNone", { name })}{" "}
      {unchanged > 0 ? t("edit.file.again", { count: unchanged }) : ""}
    </p>
  );
}

export function FileBox() {
  const { t } = useTranslation();
  const { edit } = useRights();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [stage, setStage] = useState<Stage>({ state: "none" });

  async function take(file: File): Promise<void> {
    if (file.size > MOST_MB * 1e6) {
      setStage({ state: "failed", why: t("edit.file.tooLarge", { most: MOST_MB }) });
      return;
    }
    setStage({ state: "reading", name: file.name });
    try {
      const view = await sendFile(file);
      setStage({ state: "read", name: file.name, view });
      say(t("edit.file.done", { count: view.taken.length, name: file.name }));
      void loadHistory();
    } catch (error) {
      setStage({ state: "failed", why: editRefusal(error, t) });
    }
  }

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) void take(file);
  };

  return (
    <section className="block file-box">
      <h2>{t("edit.file.title")}</h2>
      {edit ? (
        <div
          className={over ? "drop over" : "drop"}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
          data-testid="drop"
        >
          <p>{over ? t("edit.file.dropNow") : t("edit.file.drop")}</p>
          <input
            ref={input}
            type="file"
            accept={KINDS}
            hidden
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file) void take(file);
              event.target.value = ""; // a mended file of the same name may follow
            }}
            data-testid="file-input"
          />
          <Button loading={stage.state === "reading"} onClick={() => input.current?.click()}>
            {stage.state === "reading" ? t("edit.file.importing", { name: stage.name }) : t("edit.file.choose")}
          </Button>
        </div>
      ) : null}
      {stage.state === "read" ? <Result name={stage.name} view={stage.view} /> : null}
      <Failed why={stage.state === "failed" ? stage.why : null} />
      <p>
        <a className="link" href={EXPORT_PATH} download data-testid="export">
          {t("edit.file.export")} ({t("edit.file.exportGeojson")})
        </a>
      </p>
    </section>
  );
}
