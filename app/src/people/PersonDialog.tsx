/** Invites somebody, or gives somebody another role and scope. */
import { Button, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { crewLabel } from "../shared/labels";
import { useBoard } from "../state/current";
import { sessionStore } from "../state/start";
import { useStore } from "../state/store";
import { invite, NO_SCOPE, type PersonRow, reassign, type Role, type Scope } from "./calls";
import { openStore, useActing } from "./store";
import { PARTS, rolesGivenBy } from "./words";

interface Choice {
  value: string;
  label: string;
}

function useChoices(): Record<"organisation" | "neighbourhoods" | "crew" | "supplier", Choice[]> {
  const board = useBoard((held) => held);
  const named = (row: { id: string; name: string }) => ({ value: row.id, label: row.name });
  return {
    organisation: [...board.organisations.values()].map(named),
    neighbourhoods: [...board.neighbourhoods.values()].map(named),
    crew: [...board.crews.values()].map((row) => ({ value: row.id, label: crewLabel(board, row.id) })),
    supplier: [...board.suppliers.values()].map(named),
  };
}

/** The scope, without what a role has no use for. */
function cut(role: Role, scope: Scope): Scope {
  const parts = PARTS[role];
  return {
    organisation: parts.includes("organisation") ? scope.organisation : "",
    neighbourhoods: parts.includes("neighbourhoods") ? scope.neighbourhoods : [],
    crew: parts.includes("crew") ? scope.crew : "",
    supplier: parts.includes("supplier") ? scope.supplier : "",
  };
}

interface ScopeFields {
  role: Role;
  scope: Scope;
  change: (scope: Scope) => void;
}

function ScopeForm({ role, scope, change }: ScopeFields) {
  const { t } = useTranslation();
  const choices = useChoices();
  return PARTS[role].map((part) => (
    <label key={part}>
      <span>{t(`people.form.${part}`)}</span>
      {part === "neighbourhoods" ? (
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: "label" }}
          options={choices[part]}
          value={scope.neighbourhoods}
          onChange={(neighbourhoods: string[]) => change({ ...scope, neighbourhoods })}
        />
      ) : (
        <Select
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          placeholder={t("people.form.any")}
          options={choices[part]}
          value={scope[part] ? scope[part] : null}
          onChange={(value: string | null) => change({ ...scope, [part]: value ?? "" })}
          data-testid={`scope-${part}`}
        />
      )}
      {part === "neighbourhoods" ? <small>{t("people.form.neighbourhoodsHelp")}</small> : null}
    </label>
  ));
}

export function PersonDialog({ person }: { person: PersonRow | null }) {
  const { t } = useTranslation();
  const mine = useStore(sessionStore, (session) => session?.role);
  const roles = rolesGivenBy(mine);
  const [name, setName] = useState(person?.name ?? "");
  const [role, setRole] = useState<Role>(person?.role ?? "crew_lead");
  const [scope, setScope] = useState<Scope>(person?.scope ?? NO_SCOPE);
  const { busy, refusal, run } = useActing();
  const close = () => openStore.set(null);
  const make = () =>
    run(() => invite(name, role, cut(role, scope)).then((code) => openStore.set({ kind: "code", code, phone: false })));
  const save = () => run(() => reassign(name, role, cut(role, scope)), close);
  return (
    <Modal
      open
      onCancel={close}
      title={person ? t("people.change") : t("people.invite")}
      footer={
        <Button type="primary" loading={busy} onClick={person ? save : make} data-testid="save-person">
          {person ? t("people.form.save") : t("people.form.make")}
        </Button>
      }
    >
      <div className="people-form">
        <label>
          <span>{t("people.form.name")}</span>
          <Input
            value={name}
            disabled={person !== null}
            onChange={(event) => setName(event.target.value)}
            maxLength={60}
            data-testid="person-name"
          />
          {person ? null : <small>{t("people.form.nameHelp")}</small>}
        </label>
        <label>
          <span>{t("people.form.role")}</span>
          <Select
            value={role}
            onChange={(value: Role) => setRole(value)}
            options={roles.map((value) => ({ value, label: t(`people.role.${value}`) }))}
            data-testid="person-role"
          />
        </label>
        <ScopeForm role={role} scope={scope} change={setScope} />
        {refusal ? (
          <p className="refusal" role="alert">
            {refusal}
          </p>
        ) : null}
      </div>
    </Modal>
  );
}
