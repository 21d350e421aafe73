/** One enrolled phone. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { age, instant } from "../shared/format";
import { type PhoneRow, restorePhone, revokePhone } from "./calls";
import { useStore } from "../state/store";
import { fetchedStore, undoStore, useActing } from "./store";

export function PhoneLine({ phone, mayAct }: { phone: PhoneRow; mayAct: boolean }) {
  const { t } = useTranslation();
  const { busy, refusal, run } = useActing();
  const now = useStore(fetchedStore, (at) => at);
  const seen = instant(phone.seen_at);
  const heard = seen === null ? t("people.phoneNever") : t("people.phoneSeen", { age: age(seen, now, t) });
  const shutOut = () =>
    run(
      () => revokePhone(phone.id),
      () => undoStore.set({ text: t("people.didRevokePhone"), back: () => restorePhone(phone.id) }),
    );
  return (
    <li className={phone.revoked_at ? "phone out" : "phone"}>
      <span>
        {phone.label || t("people.phone")} <em>{phone.revoked_at ? t("people.phoneRevoked") : heard}</em>
      </span>
      {mayAct ? (
        <Button
          size="small"
          type="text"
          danger={!phone.revoked_at}
          loading={busy}
          onClick={phone.revoked_at ? () => run(() => restorePhone(phone.id)) : shutOut}
        >
          {phone.revoked_at ? t("people.restorePhone") : t("people.revokePhone")}
        </Button>
      ) : null}
      {refusal ? (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      ) : null}
    </li>
  );
}
