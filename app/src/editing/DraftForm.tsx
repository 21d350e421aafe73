/** The drawing in hand: what to do on the map, the same by keys, what else to say of it, and to record it. */
import { Button, Checkbox, Input, InputNumber, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { metres } from "../shared/format";
import { CornerList } from "./CornerList";
import { type Draft, type DrawingTool, lackOf } from "./draft";
import { cancelDraft, fillHole, recordDraft } from "./drawing";
import { Failed } from "./Failed";
import { lengthOf } from "./places";
import { fillIn, type Form } from "./session";
import { useAct } from "./useAct";

const HELP = {
  boundary: "edit.draft.helpBoundary",
  hole: "edit.draft.helpHole",
  wall: "edit.draft.helpWall",
  opening: "edit.draft.helpOpening",
  noWall: "edit.draft.helpNoWall",
} as const satisfies Record<DrawingTool, string>;

const RECORD = {
  boundary: "edit.draft.recordBoundary",
  hole: "edit.draft.recordHole",
  wall: "edit.draft.recordWall",
  opening: "edit.draft.recordOpening",
  noWall: "edit.draft.recordNoWall",
} as const satisfies Record<DrawingTool, string>;

export const NARROWEST_M = 0.5;
export const WIDEST_M = 60;

function WallFields({ form, draft }: { form: Form; draft: Draft }) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend>{t("edit.draft.stops")}</legend>
      <Radio.Group
        vertical
        value={form.stops}
        onChange={(event) => fillIn({ stops: event.target.value as Form["stops"] })}
        options={[
          { value: "everybody", label: t("edit.draft.stopsEverybody") },
          { value: "vehicles", label: t("edit.draft.stopsVehicles") },
        ]}
      />
      {form.stops === "everybody" ? (
        <>
          <p className="soft">{t("edit.asks.onTheWay")}</p>
          <Radio.Group
            vertical
            value={form.closes ?? "unsaid"}
            onChange={({ target }) => fillIn({ closes: target.value === "unsaid" ? null : Boolean(target.value) })}
            data-testid="wall-closes"
            options={[
              { value: "unsaid", label: t("edit.asks.unsaid") },
              { value: true, label: t("edit.asks.yes") },
              { value: false, label: t("edit.asks.no") },
            ]}
          />
        </>
      ) : null}
      {draft.places.length > 1 ? (
        <p className="soft">{t("edit.draft.length", { length: metres(lengthOf(draft.places)) })}</p>
      ) : null}
    </fieldset>
  );
}

function OpeningFields({ form }: { form: Form }) {
  const { t } = useTranslation();
  return (
    <div className="fields">
      <label>
        {t("edit.draft.width")}
        <InputNumber
          min={NARROWEST_M}
          max={WIDEST_M}
          step={0.5}
          value={form.width_m}
          onChange={(width_m) => fillIn({ width_m: width_m ?? NARROWEST_M })}
          data-testid="new-width"
        />
      </label>
      <Checkbox checked={form.vehicle} onChange={(event) => fillIn({ vehicle: event.target.checked })}>
        {t("edit.draft.vehicle")}
      </Checkbox>
      <label>
        {t("edit.draft.name")}
        <Input value={form.name} maxLength={60} onChange={(event) => fillIn({ name: event.target.value })} />
      </label>
    </div>
  );
}

export function DraftForm({ draft, form }: { draft: Draft; form: Form }) {
  const { t } = useTranslation();
  const { busy, failure, run } = useAct();
  const lack = lackOf(draft);
  return (
    <section className="block draft-form" data-testid={`draft-${draft.tool}`}>
      <h3>{t(`edit.draft.${draft.tool}`)}</h3>
      <p className="soft">{t(HELP[draft.tool])}</p>
      {draft.tool === "wall" ? <WallFields form={form} draft={draft} /> : null}
      {draft.tool === "opening" ? <OpeningFields form={form} /> : null}
      <CornerList draft={draft} />
      {lack === "crossesItself" || lack === "tooShort" ? <Failed why={t(`edit.draft.lack.${lack}`)} /> : null}
      <Failed why={failure} />
      <div className="act-row">
        <Button
          type="primary"
          loading={busy}
          disabled={lack !== null}
          onClick={() => run(recordDraft)}
          data-testid="record"
        >
          {t(RECORD[draft.tool])}
        </Button>
        {draft.tool === "hole" && draft.known ? (
          <Button loading={busy} onClick={() => run(fillHole)} data-testid="fill-hole">
            {t("edit.draft.fillHole")}
          </Button>
        ) : null}
        <Button onClick={cancelDraft}>{t("edit.draft.cancel")}</Button>
      </div>
    </section>
  );
}
