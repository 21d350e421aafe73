/** What a person has to know or do, worst first: one line each, with its next move. */
import { type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "../../state/store";
import { store, usePhone, useTick } from "../current";
import { shouldInstall, takeUpdate } from "../shell";
import { unsaved } from "../store/outbox";
import { CLOCK_WRONG_MS } from "../sync/card";
import { statusStore } from "../sync/status";
import { since } from "../words";

function Banner({ bad, children, action }: { bad?: boolean; children: ReactNode; action?: [string, () => void] }) {
  return (
    <div className={`banner${bad ? " bad" : ""}`} role={bad ? "alert" : "status"}>
      <p>{children}</p>
      {action && (
        <button type="button" onClick={action[1]}>
          {action[0]}
        </button>
      )}
    </div>
  );
}

const SHOWN_MS = 12 * 3_600_000;

/** Of the server: who we are to it. */
function AboutUs({ unsent, onSignIn }: { unsent: number; onSignIn: () => void }) {
  const { t } = useTranslation("field");
  const { ending, code } = useStore(statusStore, (value) => value);
  const action: [string, () => void] = [t("outbox.signIn"), onSignIn];
  if (ending === "revoked") {
    return (
      <Banner bad action={action}>
        {t("banner.revoked", { count: unsent })}
      </Banner>
    );
  }
  if (ending === "sign_in") {
    return (
      <Banner bad action={action}>
        {t("banner.signIn", { count: unsent })}
      </Banner>
    );
  }
  return ending === "refused" ? <Banner bad>{t("banner.refused", { code })}</Banner> : null;
}

/** Of the phone: its clock, its room, its page. */
function AboutPhone() {
  const { t } = useTranslation("field");
  const { clockOffMs, update } = useStore(statusStore, (value) => value);
  const givenUp = usePhone((phone) => phone.photosGivenUp, 0);
  const inMemory = unsaved();
  const off = Math.abs(clockOffMs ?? 0);
  return (
    <>
      {inMemory > 0 && <Banner bad>{t("banner.memory", { count: inMemory })}</Banner>}
      {off > CLOCK_WRONG_MS && <Banner bad>{t("banner.clock", { since: since(off, t) })}</Banner>}
      {givenUp > 0 && (
        <Banner bad action={[t("outbox.seen"), () => void store.drop("photosGivenUp")]}>
          {t("banner.photosGone", { count: givenUp })}
        </Banner>
      )}
      {update && <Banner action={[t("banner.updateNow"), takeUpdate]}>{t("banner.update")}</Banner>}
      {shouldInstall() && <Banner>{t("banner.install")}</Banner>}
    </>
  );
}

export function Banners({ onSignIn, onLook }: { onSignIn: () => void; onLook: () => void }) {
  const { t } = useTranslation("field");
  const reports = usePhone((phone) => phone.reports, NOTHING);
  const journal = usePhone((phone) => phone.kept?.card.journal ?? "", "");
  const forgotten = usePhone((phone) => phone.forgotten, undefined);
  const now = useTick(60_000);
  const unsent = reports.filter((row) => row.state === "waiting");
  const kept = reports.filter((row) => row.state === "kept" || (row.state === "waiting" && row.trouble)).length;
  const foreign = unsent.filter((row) => journal && row.journal && row.journal !== journal).length;
  return (
    <div className="banners">
      <AboutUs unsent={unsent.length} onSignIn={onSignIn} />
      <AboutPhone />
      {forgotten && now - forgotten.at < SHOWN_MS && (
        <Banner bad action={[t("outbox.seen"), () => void store.drop("forgotten")]}>
          {t("banner.forgotten", { count: forgotten.reports })}
        </Banner>
      )}
      {kept > 0 && (
        <Banner bad action={[t("banner.look"), onLook]}>
          {t("banner.kept", { count: kept })}
        </Banner>
      )}
      {foreign > 0 && <Banner action={[t("banner.look"), onLook]}>{t("banner.otherBoard", { count: foreign })}</Banner>}
    </div>
  );
}

const NOTHING: never[] = [];
