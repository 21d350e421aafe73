/** The closure in force held against the map as it is known now: proven, or with the leak shown. */
import { Button } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Facts } from "../panels/Facts";
import { metres, percent } from "../shared/format";
import { useStore } from "../state/store";
import { Failed } from "./Failed";
import { FindingList } from "./FindingList";
import { verifiedStore, verify } from "./lists";
import { editRefusal } from "./refusals";
import { placedFindings } from "./shapes";
import type { VerifyView } from "./types";

function Verdict({ view }: { view: VerifyView }) {
  const { t } = useTranslation();
  return (
    <>
      <p className={view.holds ? "verdict good" : "verdict bad"} role="status" data-testid="verdict">
        {view.holds ? t("edit.verify.holds") : t("edit.verify.holdsNot", { count: view.findings.length })}
      </p>
      <FindingList placed={placedFindings(view.findings, view.leaks)} />
      <Facts
        rows={[
          [t("edit.verify.rings"), `${view.rings} · ${metres(view.length_m)}`],
          [t("edit.verify.confirmed"), percent(view.confirmed_share)],
          [t("edit.verify.assumed"), metres(view.assumed_m)],
        ]}
      />
    </>
  );
}

export default function VerifySection() {
  const { t } = useTranslation();
  const asked = useStore(verifiedStore, (held) => held);
  useEffect(() => () => verifiedStore.set(null), []); // the leaks on the map go with the list
  const asking = asked?.state === "asking";
  return (
    <section className="block verify">
      <h2>{t("edit.verify.title")}</h2>
      <Button size="small" loading={asking} onClick={() => void verify()} data-testid="verify">
        {asking ? t("edit.verify.running") : t("edit.verify.run")}
      </Button>
      {asked?.state === "there" ? <Verdict view={asked.found} /> : null}
      {asked?.state === "failed" ? <Failed why={`${t("edit.verify.failed")} ${editRefusal(asked.error, t)}`} /> : null}
    </section>
  );
}
