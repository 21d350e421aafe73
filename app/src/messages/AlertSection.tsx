/** On a neighbourhood's card: the alert to systems of others (CAP), when it last went and by whom, and sending it. */
import "./messages.css";
import { Button } from "antd";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { FaultBoundary } from "../faults/FaultBoundary";
import { fetched } from "../faults/fetched";
import { useCommandRights } from "../command/rights";
import { age } from "../shared/format";
import { useNow } from "../state/clock";
import { type AlertRow, alertFile, fetchAlerts } from "./calls";

const AlertDialog = fetched(async () => (await import("./AlertDialog")).default);

export function AlertSection({ neighbourhood, name }: { neighbourhood: string; name: string }) {
  const { t } = useTranslation();
  const now = useNow();
  const { command } = useCommandRights();
  const [sent, setSent] = useState<AlertRow | null>(null);
  const [known, setKnown] = useState(false);
  const [asking, setAsking] = useState(false);
  const refresh = useCallback(() => {
    fetchAlerts().then(
      (rows) => {
        setSent(rows.find((row) => row.neighbourhood === neighbourhood) ?? null);
        setKnown(true);
      },
      () => setKnown(false), // nothing is said of what is not known
    );
  }, [neighbourhood]);
  useEffect(refresh, [refresh]);
  if (!known || (!sent && !command)) return null;
  return (
    <div className="alert-box" data-testid="alert">
      <p>
        {sent ? (
          <>
            {t("messages.alert.sent", { version: sent.version, by: sent.by })}
            <span className="age">{age(Date.parse(sent.sent_at), now, t)}</span>{" "}
            <a
              className="link"
              href={alertFile(neighbourhood)}
              target="_blank"
              rel="noreferrer"
              data-testid="alert-xml"
            >
              CAP XML
            </a>
          </>
        ) : (
          <span className="soft">{t("messages.alert.none")}</span>
        )}
      </p>
      {command ? (
        <Button size="small" onClick={() => setAsking(true)} data-testid="alert-open">
          {sent ? t("messages.alert.update") : t("messages.alert.send")}
        </Button>
      ) : null}
      {asking ? (
        <FaultBoundary part="dialog" close={() => setAsking(false)}>
          <AlertDialog
            neighbourhood={neighbourhood}
            name={name}
            update={sent !== null}
            close={() => setAsking(false)}
            onSent={refresh}
          />
        </FaultBoundary>
      ) : null}
    </div>
  );
}
