/** A one-time code: for a phone as a picture to scan, for a password as letters and a link. Shown once. */
import { Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { hourMinute, dayMonth } from "../shared/format";
import type { CodeView } from "./calls";
import { openStore } from "./store";

export function CodeDialog({ code, phone }: { code: CodeView; phone: boolean }) {
  const { t, i18n } = useTranslation();
  const [copied, setCopied] = useState(false);
  const name = code.person;
  const ends = Date.parse(code.ends_at);
  const at = phone ? hourMinute(ends) : `${dayMonth(ends, i18n.language)} ${hourMinute(ends)}`;
  const close = () => openStore.set(null);
  const copy = () =>
    void navigator.clipboard.writeText(code.url).then(
      () => setCopied(true),
      () => undefined, // no clipboard here: the link stands there to be marked
    );
  return (
    <Modal
      open
      mask={{ closable: false }}
      onCancel={close}
      title={phone ? t("people.code.phoneTitle", { name }) : t("people.code.passwordTitle", { name })}
      footer={
        <Button type="primary" onClick={close} data-testid="code-done">
          {t("people.code.done")}
        </Button>
      }
    >
      <div className="code">
        {phone ? (
          <img src={`data:image/svg+xml,${encodeURIComponent(code.qr)}`} alt={t("people.code.qr")} data-testid="qr" />
        ) : null}
        <b className="code-letters" data-testid="code">
          {code.code}
        </b>
        <p className="code-link">{code.url}</p>
        <Button size="small" onClick={copy}>
          {copied ? t("people.code.copied") : t("people.code.copy")}
        </Button>
        <p>{phone ? t("people.code.phoneHelp") : t("people.code.passwordHelp", { name })}</p>
        <p className="soft">{t("people.code.once", { at })}</p>
      </div>
    </Modal>
  );
}
