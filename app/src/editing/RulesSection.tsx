/** By what rules closures are planned: what they mean in plain words for everybody, and changed by who may. */
import { Button, Radio, Select } from "antd";
import type { TFunction } from "i18next";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Facts } from "../panels/Facts";
import { metres } from "../shared/format";
import { useBoard } from "../state/current";
import { setClosureRules } from "./calls";
import { Failed } from "./Failed";
import { type Asked, fetchState } from "./lists";
import { useRights } from "./may";
import { editRefusal } from "./refusals";
import type { ClosureStateView, RulesSet } from "./types";
import { useAct } from "./useAct";

const SHARING = ["asked", "assumed"] as const;
const TRUST = ["ways", "ground"] as const;
/** One for none; more than a handful in one ring nobody can oversee. */
const JOINT = [1, 2, 3, 4, 5, 6] as const;

function jointWords(count: number, t: TFunction): string {
  return count < 2 ? t("edit.rules.jointNone") : t("edit.rules.jointMost", { count });
}

function Form({ state, done }: { state: ClosureStateView; done: (now: ClosureStateView | null) => void }) {
  const { t } = useTranslation();
  const [set, change] = useState<Required<RulesSet>>({ rules: state.rules, sharing: state.sharing });
  const { busy, failure, run } = useAct();
  const { trust, joint_most } = set.rules;
  const most = JOINT.some((count) => count === joint_most) ? JOINT : [...JOINT, joint_most];
  const save = async () => {
    try {
      done(await setClosureRules(set));
      return null;
    } catch (error) {
      return editRefusal(error, t);
    }
  };
  return (
    <div className="rules-form" data-testid="closure-rules-form">
      <fieldset>
        <legend>{t("edit.rules.joint")}</legend>
        <Select
          value={joint_most}
          aria-label={t("edit.rules.joint")}
          onChange={(count) => change({ ...set, rules: { ...set.rules, joint_most: count } })}
          options={most.map((count) => ({ value: count, label: jointWords(count, t) }))}
        />
      </fieldset>
      <fieldset disabled={joint_most < 2}>
        <legend>{t("edit.rules.sharing")}</legend>
        <Radio.Group
          vertical
          disabled={joint_most < 2}
          value={set.sharing}
          onChange={(event) => change({ ...set, sharing: event.target.value as ClosureStateView["sharing"] })}
          options={SHARING.map((value) => ({ value, label: t(`edit.rules.sharing_${value}`) }))}
        />
      </fieldset>
      <fieldset>
        <legend>{t("edit.rules.trust")}</legend>
        <Radio.Group
          vertical
          value={trust}
          onChange={(event) =>
            change({ ...set, rules: { ...set.rules, trust: event.target.value as (typeof TRUST)[number] } })
          }
          options={TRUST.map((value) => ({ value, label: t(`edit.rules.trust_${value}`) }))}
        />
      </fieldset>
      <p className="soft">{t("edit.rules.effect")}</p>
      <Failed why={failure} />
      <div className="act-row">
        <Button type="primary" loading={busy} onClick={() => run(save)} data-testid="save-closure-rules">
          {t("edit.rules.save")}
        </Button>
        <Button onClick={() => done(null)}>{t("edit.draft.cancel")}</Button>
      </div>
    </div>
  );
}

function InForce({ rules, sharing }: ClosureStateView) {
  const { t } = useTranslation();
  const alone = rules.joint_most < 2;
  return (
    <Facts
      rows={[
        [t("edit.rules.joint"), jointWords(rules.joint_most, t)],
        [t("edit.rules.sharing"), alone ? null : t(`edit.rules.sharing_${sharing}`)],
        [t("edit.rules.trust"), t(`edit.rules.trust_${rules.trust}`)],
        [
          t("edit.rules.fire"),
          t("edit.rules.fireFacts", {
            reach: metres(rules.fire_reach_m),
            width: metres(rules.fire_width_m),
            height: metres(rules.fire_height_m),
          }),
        ],
      ]}
    />
  );
}

/** The rules as they are now, asked for again whenever somebody sets them. */
function useRules(): [Asked<ClosureStateView>, (found: ClosureStateView) => void] {
  const set = useBoard((board) => board.happenings.find(({ kind }) => kind === "closure.rules_set")?.position);
  const [asked, show] = useState<Asked<ClosureStateView>>({ state: "asking" });
  useEffect(() => fetchState(show), [set]);
  return [asked, (found) => show({ state: "there", found })];
}

export default function RulesSection() {
  const { t } = useTranslation();
  const { adopt } = useRights();
  const [asked, show] = useRules();
  const [changing, setChanging] = useState(false);
  const state = asked.state === "there" ? asked.found : null;
  const done = (now: ClosureStateView | null) => {
    if (now) show(now);
    setChanging(false);
  };
  return (
    <section className="block rules" aria-label={t("edit.rules.title")} data-testid="closure-rules">
      <h2>
        {t("edit.rules.title")}
        {adopt && state && !changing ? (
          <Button className="push" size="small" onClick={() => setChanging(true)} data-testid="change-closure-rules">
            {t("edit.rules.change")}
          </Button>
        ) : null}
      </h2>
      {asked.state === "failed" ? <Failed why={editRefusal(asked.error, t)} /> : null}
      {state && changing ? <Form state={state} done={done} /> : null}
      {state && !changing ? <InForce {...state} /> : null}
      {adopt || !state ? null : <p className="soft">{t("edit.rules.whoMay")}</p>}
    </section>
  );
}
