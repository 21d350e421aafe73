/** Who is signed in, and the ways from here: goods, people, looking back, messages, password, out. */
import { Button, Dropdown } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { signOut } from "../api/calls";
import { goToSignIn } from "../api/http";
import { FaultBoundary } from "../faults/FaultBoundary";
import { fetched } from "../faults/fetched";
import { signOutEverywhere } from "../people/calls";
import { sessionStore } from "../state/start";
import { useStore } from "../state/store";

const DIALOGS = {
  password: fetched(async () => (await import("../people/PasswordDialog")).default),
  messages: fetched(async () => (await import("../messages/MessagesDialog")).default),
  account: fetched(async () => (await import("../replay/AccountDialog")).default),
};
const SEES_GOODS = ["commander", "community_lead", "auditor", "lender", "crew_lead", "supplier"];
/** Who sees people, and the past. */
const READERS = ["commander", "community_lead", "auditor"];

export function AccountMenu() {
  const { t } = useTranslation();
  const [open, setOpen] = useState<keyof typeof DIALOGS | null>(null);
  const session = useStore(sessionStore, (held) => held);
  if (!session) return null;
  const leave = (how: () => Promise<unknown>) => void how().then(goToSignIn, () => undefined);
  const forReaders = [
    { key: "people", label: <a href="/people">{t("people.account.people")}</a> },
    { key: "replay", label: <a href="/replay">{t("replay.menu")}</a> },
    {
      key: "account",
      label: <span data-testid="account-menu">{t("replay.account.menu")}</span>,
      onClick: () => setOpen("account"),
    },
  ];
  const goods = { key: "goods", label: <a href="/goods">{t("goods.title")}</a> };
  const items = [
    ...(SEES_GOODS.includes(session.role) ? [goods] : []),
    ...(READERS.includes(session.role) ? forReaders : []),
    {
      key: "messages",
      label: <span data-testid="messages-menu">{t("messages.menu")}</span>,
      onClick: () => setOpen("messages"),
    },
    { key: "password", label: t("people.account.password"), onClick: () => setOpen("password") },
    { key: "everywhere", label: t("people.account.everywhere"), onClick: () => leave(signOutEverywhere) },
    {
      key: "out",
      label: <span data-testid="sign-out">{t("top.signOut")}</span>,
      onClick: () => leave(signOut),
    },
  ];
  const Dialog = open ? DIALOGS[open] : null;
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
      {Dialog ? (
        <FaultBoundary part="dialog" close={() => setOpen(null)}>
          <Dialog close={() => setOpen(null)} />
        </FaultBoundary>
      ) : null}
    </div>
  );
}
