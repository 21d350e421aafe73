/** One opening's tools: confirm, measure, photograph, make it the gate or not, or say that it is not there. */
import { Button, InputNumber, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { OpeningRow } from "../api/types";
import { openingState, shortId } from "../shared/labels";
import { Sign } from "../shared/Sign";
import { openingSign } from "../shared/signs";
import { record } from "./acting";
import { NARROWEST_M, WIDEST_M } from "./DraftForm";
import { newest } from "./editWords";
import { Failed } from "./Failed";
import { useHistory } from "./history";
import { PhotoField } from "./PhotoField";
import { change } from "./session";
import type { Wish } from "./types";
import { useAct } from "./useAct";

function WidthForm({ row }: { row: OpeningRow }) {
  const { t } = useTranslation();
  const { busy, failure, run } = useAct();
  const [width, setWidth] = useState<number | null>(row.width_m);
  const [height, setHeight] = useState<number | null>(null);
  return (
    <form
      className="fields"
      onSubmit={(event) => {
        event.preventDefault();
        if (width === null) return;
        run(() =>
          record({
            do: "width",
            opening: row.id,
            width_m: width,
            clear_height_m: height,
          }),
        );
      }}
    >
      <label>
        {t("edit.opening.width")}
        <InputNumber min={NARROWEST_M} max={WIDEST_M} step={0.1} value={width} onChange={setWidth} />
      </label>
      <label>
        {t("edit.opening.height")}
        <InputNumber min={1} max={20} step={0.1} value={height} onChange={setHeight} />
      </label>
      <Button htmlType="submit" loading={busy} disabled={width === null}>
        {t("edit.opening.setWidth")}
      </Button>
      <Failed why={failure} />
    </form>
  );
}

function GateChoice({ opening }: { opening: string }) {
  const { t } = useTranslation();
  const { edits } = useHistory();
  const { busy, failure, run } = useAct();
  const wish = newest(edits, "gate", (edit) => edit.opening === opening)?.wish ?? "free";
  const labels = {
    free: t("edit.opening.gateFree"),
    force: t("edit.opening.gateForce"),
    forbid: t("edit.opening.gateForbid"),
  };
  return (
    <fieldset>
      <legend>{t("edit.opening.gate")}</legend>
      <Radio.Group
        vertical
        value={wish}
        aria-busy={busy}
        onChange={(event) => {
          if (!busy) run(() => record({ do: "gate", opening, wish: event.target.value as Wish }));
        }}
        options={(["free", "force", "forbid"] as const).map((value) => ({
          value,
          label: <span data-testid={`gate-${value}`}>{labels[value]}</span>,
        }))}
      />
      <Failed why={failure} />
    </fieldset>
  );
}

function Confirm({ row }: { row: OpeningRow }) {
  const { t } = useTranslation();
  const { busy, failure, run } = useAct();
  if (row.confirmed) return <p className="good">✓ {t("edit.opening.confirmed")}</p>;
  return (
    <>
      <p className="soft">{t("edit.opening.notConfirmed")}</p>
      <Button
        loading={busy}
        onClick={() => run(() => record({ do: "confirmed", opening: row.id }))}
        data-testid="confirm"
      >
        {t("edit.opening.confirm")}
      </Button>
      <Failed why={failure} />
    </>
  );
}

function Absent({ opening }: { opening: string }) {
  const { t } = useTranslation();
  const { busy, failure, run } = useAct();
  return (
    <>
      <Button
        danger
        loading={busy}
        onClick={() => run(() => record({ do: "no-opening", opening }))}
        data-testid="absent"
      >
        {t("edit.opening.absent")}
      </Button>
      <small className="soft"> {t("edit.opening.absentHelp")}</small>
      <Failed why={failure} />
    </>
  );
}

export function OpeningTools({ row }: { row: OpeningRow }) {
  const { t } = useTranslation();
  return (
    <section className="block opening-tools" data-testid="opening-tools">
      <button type="button" className="link" onClick={() => change({ opening: null })}>
        ‹ {t("edit.opening.back")}
      </button>
      <h3>
        <Sign drawing={openingSign(row.role, row.state)} size={24} />
        {row.name || shortId(row.id, row.neighbourhood)}
        <small>{openingState(row, t)}</small>
      </h3>
      {row.gone ? <p className="note">{t("edit.opening.gone")}</p> : null}
      {row.stands ? <p className="note">{t("edit.opening.stands", { role: t(`role.${row.stands}`) })}</p> : null}
      <Confirm row={row} />
      <GateChoice opening={row.id} />
      <WidthForm key={row.id} row={row} />
      <PhotoField opening={row.id} photo={row.seen_photo ?? null} />
      <Absent opening={row.id} />
    </section>
  );
}
