/** Who is signed in, and the way out. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { signOut } from "../api/calls";
import { goToSignIn } from "../api/http";
import { sessionStore } from "../state/start";
import { useStore } from "../state/store";

export function AccountMenu() {
  const { t } = useTranslation();
  const session = useStore(sessionStore, (held) => held);
  if (!session) return null;
  const role = session.role === "commander" || session.role === "lead" ? session.role : "other";
  return (
    <div className="account">
      <span title={t("top.account", { name: session.name, role: t(`userRole.${role}`) })}>{session.name}</span>
      <Button
        type="text"
        size="small"
        onClick={() => void signOut().then(goToSignIn, () => undefined)}
        data-testid="sign-out"
      >
        {t("top.signOut")}
      </Button>
    </div>
  );
}
