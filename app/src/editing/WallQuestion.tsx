/** Walls drawn across ways: does the wall shut them? Somebody who has looked on the spot answers with one press. */
import { Button } from "antd";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useStore } from "../state/store";
import { answer } from "./acting";
import { Failed } from "./Failed";
import { editsOf, useHistory } from "./history";
import { useRights } from "./may";
import { lookAt, ownStore } from "./session";
import type { EditView, WayAsked } from "./types";
import { useAct } from "./useAct";

/** The ways by name, those without one by kind and how many of them. */
export function waysText(ways: readonly WayAsked[], t: TFunction): string {
  const named = [...new Set(ways.map(({ name }) => name).filter((name) => name !== ""))];
  const roads = ways.filter(({ name, vehicle }) => name === "" && vehicle).length;
  const paths = ways.filter(({ name, vehicle }) => name === "" && !vehicle).length;
  const nameless = [
    roads > 0 ? t("edit.asks.roads", { count: roads }) : "",
    paths > 0 ? t("edit.asks.paths", { count: paths }) : "",
  ];
  return [...named, ...nameless].filter(Boolean).join(t("edit.asks.comma"));
}

function Question({ view }: { view: EditView }) {
  const { t } = useTranslation();
  const { edit: mayEdit } = useRights();
  const { busy, failure, run } = useAct();
  const { edit, asked } = view;
  if (edit.do !== "wall") return null;
  return (
    <section className="block wall-question" role="group" aria-label={t("edit.asks.title")} data-testid="wall-asks">
      <h3>{t("edit.asks.title")}</h3>
      <p>
        {t("edit.asks.question", { ways: waysText(asked, t) || t("edit.asks.someWay") })}{" "}
        <button type="button" className="link" onClick={() => lookAt(edit.line)}>
          {t("edit.asks.look")}
        </button>
      </p>
      <p className="soft">{t("edit.asks.untilThen")}</p>
      {mayEdit ? (
        <div className="answers">
          <Button
            size="large"
            block
            disabled={busy}
            onClick={() => run(() => answer(view, true))}
            data-testid="wall-yes"
          >
            {t("edit.asks.yes")}
          </Button>
          <Button
            size="large"
            block
            disabled={busy}
            onClick={() => run(() => answer(view, false))}
            data-testid="wall-no"
          >
            {t("edit.asks.no")}
          </Button>
        </div>
      ) : null}
      <Failed why={failure} />
    </section>
  );
}

/** What walls near the neighbourhood ask, and those drawn just now; the newest first. */
export function WallQuestions({ neighbourhood }: { neighbourhood: string }) {
  const { edits } = useHistory();
  const own = useStore(ownStore, (ids) => ids);
  const near = new Set(editsOf(neighbourhood).map(({ id }) => id));
  const asking = edits.filter(
    ({ id, stands, asks }) => stands && (asks?.length ?? 0) > 0 && (near.has(id) || own.has(id)),
  );
  return asking.map((view) => <Question key={view.id} view={view} />);
}
