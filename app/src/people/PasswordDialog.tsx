/** Changes one's own password. */
import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changePassword } from "./calls";
import { peopleRefusal } from "./words";

export default function PasswordDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const [present, setPresent] = useState("");
  const [next, setNext] = useState("");
  const [said, setSaid] = useState<"" | "changed" | { refusal: string }>("");
  const save = () =>
    void changePassword(present, next).then(
      () => setSaid("changed"),
      (error: unknown) => setSaid({ refusal: peopleRefusal(error, t) }),
    );
  return (
    <Modal
      open
      onCancel={close}
      title={t("people.account.password")}
      footer={
        said === "changed" ? null : (
          <Button type="primary" onClick={save} data-testid="save-password">
            {t("people.account.save")}
          </Button>
        )
      }
    >
      {said === "changed" ? (
        <p role="status">{t("people.account.changed")}</p>
      ) : (
        <div className="people-form">
          <label>
            <span>{t("people.account.present")}</span>
            <Input.Password
              value={present}
              autoComplete="current-password"
              onChange={(event) => setPresent(event.target.value)}
            />
          </label>
          <label>
            <span>{t("people.account.new")}</span>
            <Input.Password
              value={next}
              autoComplete="new-password"
              onChange={(event) => setNext(event.target.value)}
            />
            <small>{t("people.account.newHelp")}</small>
          </label>
          {said ? (
            <p className="refusal" role="alert">
              {said.refusal}
            </p>
          ) : null}
        </div>
      )}
    </Modal>
  );
}
