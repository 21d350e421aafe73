/** Neighbourhoods the map does not have: blocks between streets of a chosen rank, each to be accepted by name. */
import { Button, Input, Select } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "../state/store";
import { acceptBlock } from "./calls";
import { Failed } from "./Failed";
import { loadHistory } from "./history";
import { blocksStore, freeBlocks, loadBlocks, pickBlock } from "./lists";
import { useRights } from "./may";
import { editRefusal } from "./refusals";
import { lookAt } from "./session";
import type { BlockView, Rank } from "./types";
import { useAct } from "./useAct";

const RANKS: readonly Rank[] = ["primary", "secondary", "tertiary", "unclassified", "residential"];

function Accept({ block, rank }: { block: BlockView; rank: Rank }) {
  const { t } = useTranslation();
  const { busy, failure, run } = useAct();
  const [name, setName] = useState("");
  return (
    <form
      className="act-row"
      onSubmit={(event) => {
        event.preventDefault();
        run(async () => {
          try {
            await acceptBlock(rank, block.id, name.trim());
          } catch (error) {
            return editRefusal(error, t);
          }
          await Promise.all([loadHistory(), loadBlocks(rank)]);
          return null;
        });
      }}
    >
      <label>
        {t("edit.blocks.name")}
        <Input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} autoFocus />
      </label>
      <Button type="primary" htmlType="submit" loading={busy} disabled={name.trim() === ""} data-testid="accept-block">
        {t("edit.blocks.accept")}
      </Button>
      <Failed why={failure} />
    </form>
  );
}

function Found({ blocks, picked, rank }: { blocks: readonly BlockView[]; picked: string | null; rank: Rank }) {
  const { t } = useTranslation();
  const { edit } = useRights();
  const free = freeBlocks(blocks);
  const taken = blocks.length - free.length;
  return (
    <>
      <p className="soft" role="status">
        {free.length === 0 ? t("edit.blocks.none") : t("edit.blocks.found", { count: free.length })}{" "}
        {taken > 0 ? t("edit.blocks.taken", { count: taken }) : ""}
      </p>
      <ol className="blocks">
        {free.map((block) => (
          <li key={block.id} className={block.id === picked ? "picked" : undefined} data-testid="block">
            <button
              type="button"
              className="row-button"
              aria-expanded={block.id === picked}
              onClick={() => {
                pickBlock(block.id);
                lookAt(block.area[0] ?? []);
              }}
            >
              {t("edit.blocks.facts", { buildings: block.buildings, hectares: (block.area_m2 / 1e4).toFixed(1) })}
            </button>
            {edit && block.id === picked ? <Accept block={block} rank={rank} /> : null}
          </li>
        ))}
      </ol>
    </>
  );
}

export function BlocksBox() {
  const { t } = useTranslation();
  const shown = useStore(blocksStore, (held) => held);
  const [rank, setRank] = useState<Rank>("tertiary");
  useEffect(() => () => blocksStore.set(null), []); // dashes belong to this list alone
  const asking = shown?.asked.state === "asking";
  return (
    <section className="block blocks-box">
      <h2>{t("edit.blocks.title")}</h2>
      <p className="soft">{t("edit.blocks.lead")}</p>
      <div className="act-row">
        <label>
          {t("edit.blocks.rank")}
          <Select<Rank>
            value={rank}
            onChange={setRank}
            aria-label={t("edit.blocks.rank")}
            options={RANKS.map((value) => ({ value, label: t(`edit.blocks.rank_${value}`) }))}
          />
        </label>
        <Button loading={asking} onClick={() => void loadBlocks(rank)} data-testid="find-blocks">
          {asking ? t("edit.blocks.finding") : t("edit.blocks.find")}
        </Button>
        {shown && !asking ? <Button onClick={() => blocksStore.set(null)}>{t("edit.blocks.put")}</Button> : null}
      </div>
      {shown?.asked.state === "failed" ? <Failed why={editRefusal(shown.asked.error, t)} /> : null}
      {shown?.asked.state === "there" ? (
        <Found blocks={shown.asked.found} picked={shown.picked} rank={shown.rank} />
      ) : null}
    </section>
  );
}
