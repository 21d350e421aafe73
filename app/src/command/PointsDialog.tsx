/** What to tell a neighbourhood's residents: every question answered from the plan, and a sheet to print. */
import { Button, Input, Modal } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TalkingPoints } from "../api/types";
import { shortId } from "../shared/labels";
import { useBoard } from "../state/current";
import { fetchPoints, giveKey, setTerms } from "./calls";
import { closeDialog } from "./dialogs";
import { commandRefusal } from "./refusals";
import { Refusal } from "./Refusal";
import { useCommandRights } from "./rights";
import { useDoing } from "./useDoing";

const DAY_MS = 86_400_000;

/** A day as <input type=date> has it, so many days from the deadline. */
function day(from: number, days: number): string {
  return new Date(from + days * DAY_MS).toISOString().slice(0, 10);
}

function TermsForm({ version, onSaved }: { version: number; onSaved: () => void }) {
  const { t } = useTranslation();
  const deadline = useBoard((board) => Date.parse(board.night?.deadline_at ?? board.pulse.clock.now));
  const [basis, setBasis] = useState("");
  const [signed, setSigned] = useState("");
  const [phone, setPhone] = useState("");
  const [until, setUntil] = useState(day(deadline, 14));
  const [review, setReview] = useState(day(deadline, 7));
  const { busy, refusal, run } = useDoing();
  const at = (date: string) => new Date(`${date}T08:00:00`).toISOString();
  return (
    <form
      className="form terms"
      onSubmit={(event) => {
        event.preventDefault();
        const ends = { until_at: at(until), review_at: at(review) };
        const terms = { basis, signed_by: signed, ...ends, phone, on_version: version };
        run(() => setTerms(terms), onSaved);
      }}
    >
      <div className="form-pair">
        <label>
          <span>{t("command.points.basis")}</span>
          <Input required value={basis} onChange={(e) => setBasis(e.target.value)} />
        </label>
        <label>
          <span>{t("command.points.signed")}</span>
          <Input required value={signed} onChange={(e) => setSigned(e.target.value)} />
        </label>
        <label>
          <span>{t("command.points.until")}</span>
          <Input required type="date" value={until} onChange={(e) => setUntil(e.target.value)} />
        </label>
        <label>
          <span>{t("command.points.review")}</span>
          <Input required type="date" value={review} onChange={(e) => setReview(e.target.value)} />
        </label>
        <label>
          <span>{t("command.points.phone")}</span>
          <Input required value={phone} onChange={(e) => setPhone(e.target.value)} />
        </label>
      </div>
      <div className="actions">
        <Button size="small" type="primary" htmlType="submit" loading={busy}>
          {t("command.points.save")}
        </Button>
        <small className="soft">{t("command.points.all")}</small>
      </div>
      <Refusal why={refusal} />
    </form>
  );
}

interface KeyFormProps {
  opening: string;
  name: string;
  version: number;
  onSaved: () => void;
}

function KeyForm({ opening, name, version, onSaved }: KeyFormProps) {
  const { t } = useTranslation();
  const [holder, setHolder] = useState("");
  const [phone, setPhone] = useState("");
  const { busy, refusal, run } = useDoing();
  return (
    <form
      className="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        run(() => giveKey(opening, holder, phone, version), onSaved);
      }}
    >
      <span>{t("command.points.key", { opening: name })}</span>
      <Input
        size="small"
        required
        value={holder}
        onChange={(e) => setHolder(e.target.value)}
        aria-label={t("command.points.holder")}
        placeholder={t("command.points.holder")}
      />
      <Input
        size="small"
        value={phone}
        onChange={(e) => setPhone(e.target.value)}
        aria-label={t("command.points.phone")}
        placeholder={t("command.points.phone")}
      />
      <Button size="small" htmlType="submit" loading={busy} disabled={!holder.trim()}>
        {t("command.points.save")}
      </Button>
      <Refusal why={refusal} />
    </form>
  );
}

export default function PointsDialog({ neighbourhood }: { neighbourhood: string }) {
  const { t, i18n } = useTranslation();
  const board = useBoard((held) => held);
  const [told, setTold] = useState<TalkingPoints | null>(null);
  const [failed, setFailed] = useState("");
  const [asked, setAsked] = useState(0);
  const [open, setOpen] = useState(false);
  const { command, lead } = useCommandRights();
  const zh = i18n.language === "zh";
  useEffect(() => {
    fetchPoints(neighbourhood).then(setTold, (error: unknown) => setFailed(commandRefusal(error, t)));
  }, [neighbourhood, asked, t]);
  const again = () => setAsked((count) => count + 1);
  const keys = [...board.openings.values()].filter(
    (row) => row.neighbourhood === neighbourhood && row.role === "emergency",
  );
  const page = `/api/talking-points/${encodeURIComponent(neighbourhood)}/page?lang=${zh ? "zh" : "en"}`;
  return (
    <Modal
      open
      width={640}
      onCancel={closeDialog}
      title={t("command.points.title", { name: board.neighbourhoods.get(neighbourhood)?.name ?? "" })}
      footer={
        <Button type="primary" href={page} target="_blank" rel="noreferrer" data-testid="print-points">
          {t("command.points.print")}
        </Button>
      }
    >
      <Refusal why={failed} />
      {told ? (
        <dl className="points" data-testid="points">
          {told.points.map((point) => (
            <div key={point.code}>
              <dt>{zh ? point.asked_zh : point.asked_en}</dt>
              <dd>{zh ? point.zh : point.en}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="empty">{t("command.points.loading")}</p>
      )}
      {lead
        ? keys.map((row) => (
            <KeyForm
              key={row.id}
              opening={row.id}
              name={row.name || shortId(row.id, neighbourhood)}
              version={told?.key_versions?.[row.id] ?? 0}
              onSaved={again}
            />
          ))
        : null}
      {command && !open ? (
        <p className="actions">
          <button type="button" className="link" onClick={() => setOpen(true)} data-testid="terms-open">
            {t("command.points.terms")}
          </button>
        </p>
      ) : null}
      {command && open ? (
        <TermsForm
          version={told?.terms_version ?? 0}
          onSaved={() => {
            setOpen(false);
            again();
          }}
        />
      ) : null}
    </Modal>
  );
}
