/** One person: role, scope, when last heard of, phones, and what can be done. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { age, instant } from "../shared/format";
import { useBoard } from "../state/current";
import { type PersonRow, passwordCode, phoneCode, restore, revoke } from "./calls";
import { PhoneLine } from "./PhoneLine";
import { useStore } from "../state/store";
import { fetchedStore, openStore, undoStore, useActing } from "./store";
import { scopeText } from "./words";

function Heard({ person }: { person: PersonRow }) {
  const { t } = useTranslation();
  const now = useStore(fetchedStore, (at) => at);
  const revoked = instant(person.revoked_at);
  const seen = instant(person.seen_at);
  const lines = [
    revoked === null ? "" : t("people.revoked", { by: person.revoked_by, age: age(revoked, now, t) }),
    seen === null ? t("people.neverSeen") : t("people.seen", { age: age(seen, now, t) }),
    person.from_office ? t("people.office") : "",
    !person.has_password && !person.from_office ? t("people.noPassword") : "",
    person.invited_by && !person.from_office ? t("people.invitedBy", { by: person.invited_by }) : "",
  ];
  return <p className="person-heard">{lines.filter(Boolean).join(" · ")}</p>;
}

function Actions({ person, me }: { person: PersonRow; me: boolean }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useActing();
  const shutOut = () =>
    run(
      () => revoke(person.name),
      () => undoStore.set({ text: t("people.didRevoke", { name: person.name }), back: () => restore(person.name) }),
    );
  const show = (made: Promise<Awaited<ReturnType<typeof phoneCode>>>, phone: boolean) =>
    made.then((code) => openStore.set({ kind: "code", code, phone }));
  return (
    <div className="person-actions">
      {person.revoked_at ? (
        <Button size="small" loading={busy} onClick={() => run(() => restore(person.name))} data-testid="restore">
          {t("people.restore")}
        </Button>
      ) : (
        <>
          <Button
            size="small"
            loading={busy}
            onClick={() => run(() => show(phoneCode(person.name), true))}
            data-testid="enrol"
          >
            {t("people.enrol")}
          </Button>
          {person.from_office || !person.yours ? null : (
            <Button size="small" disabled={busy} onClick={() => run(() => show(passwordCode(person.name), false))}>
              {t("people.newPassword")}
            </Button>
          )}
          {person.yours ? (
            <Button size="small" disabled={busy} onClick={() => openStore.set({ kind: "change", person })}>
              {t("people.change")}
            </Button>
          ) : null}
          {person.yours && !me ? (
            <Button size="small" danger disabled={busy} onClick={shutOut} data-testid="revoke">
              {t("people.revoke")}
            </Button>
          ) : null}
        </>
      )}
      {refusal ? (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      ) : null}
    </div>
  );
}

export function PersonCard({ person, me }: { person: PersonRow; me: boolean }) {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  const mayAct = person.yours || me;
  return (
    <li className={person.revoked_at ? "person out" : "person"} data-testid={`person-${person.name}`}>
      <div className="person-who">
        <h2>
          {person.name} {me ? <small>{t("people.you")}</small> : null}
        </h2>
        <p>
          <b className={`person-role ${person.role}`}>{t(`people.role.${person.role}`)}</b>{" "}
          {scopeText(person.role, person.scope, board, t)}
        </p>
        <Heard person={person} />
      </div>
      <ul className="person-phones" aria-label={t("people.phones")}>
        {person.phones.length === 0 ? <li className="soft">{t("people.noPhone")}</li> : null}
        {person.phones.map((phone) => (
          <PhoneLine key={phone.id} phone={phone} mayAct={mayAct} />
        ))}
      </ul>
      {mayAct ? <Actions person={person} me={me} /> : null}
    </li>
  );
}
