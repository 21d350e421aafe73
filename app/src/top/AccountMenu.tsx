/** Who is signed in, and what they can do about it: people, password, the way out. */
import { Button, Dropdown } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { signOut } from "../api/calls";
import { goToSignIn } from "../api/http";
import { signOutEverywhere } from "../people/calls";
import { sessionStore } from "../state/start";
import { useStore } from "../state/store";

const PasswordDialog = lazy(() => import("../people/PasswordDialog"));
const SEES_GOODS = ["commander", "community_lead", "auditor", "lender", "crew_lead", "supplier"];
const SEES_PEOPLE = ["commander", "community_lead", "auditor"];

export function AccountMenu() {
  const { t } = useTranslation();
  const [changing, setChanging] = useState(false);
  const session = useStore(sessionStore, (held) => held);
  if (!session) return null;
  const leave = (how: () => Promise<unknown>) => void how().then(goToSignIn, () => undefined);
  const people = { key: "people", label: <a href="/people">{t("people.account.people")}</a> };
  const goods = { key: "goods", label: <a href="/goods">{t("goods.title")}</a> };
  const items = [
    ...(SEES_GOODS.includes(session.role) ? [goods] : []),
    ...(SEES_PEOPLE.includes(session.role) ? [people] : []),
    { key: "password", label: t("people.account.password"), onClick: () => setChanging(true) },
    { key: "everywhere", label: t("people.account.everywhere"), onClick: () => leave(signOutEverywhere) },
    {
      key: "out",
      label: <span data-testid="sign-out">{t("top.signOut")}</span>,
      onClick: () => leave(signOut),
    },
  ];
  const role = t(`people.role.${session.role}`);
  return (
    <div className="account">
      <Dropdown menu={{ items }} trigger={["click"]}>
        <Button
          type="text"
          size="small"
          aria-label={t("people.account.menu", { name: session.name, role })}
          data-testid="account"
        >
          {session.name} ▾
        </Button>
      </Dropdown>
      {changing ? (
        <Suspense fallback={null}>
          <PasswordDialog close={() => setChanging(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
