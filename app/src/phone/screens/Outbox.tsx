/** Every report and what became of it; what is wrong with it and what to do; and how this phone stands. */
import { useTranslation } from "react-i18next";
import { useStore } from "../../state/store";
import { loop, store, usePhone, useTick } from "../current";
import { Dialog } from "../parts/Dialog";
import type { PagePath } from "../shell";
import { acknowledge } from "../store/outbox";
import type { ReportRow } from "../store/store";
import { statusStore } from "../sync/status";
import type { FactKind, FieldCard } from "../types";
import { age, jobName, type Words } from "../words";
import { HandOver } from "./HandOver";
import { PushBox } from "./PushBox";
import { Ways } from "./Ways";

const SHOWN_RECEIVED = 30;

/** Of goods what and how much, and who signed; names and numbers say it in any language. */
function goodsOf({ body }: ReportRow): string {
  const said = [body.amount ?? body.stock_m, body.crew, body.signed_by].filter(
    (one) => one !== undefined && one !== "",
  );
  return said.map(String).join(" · ");
}

function whereOf(row: ReportRow, card: FieldCard | undefined, t: Words): string {
  if (/^(goods|supplier|loan)\./.test(row.kind)) return goodsOf(row);
  const id = row.body.opening ?? row.body.to ?? row.body.supplier;
  if (typeof id !== "string") return "";
  const job = card?.jobs.find((one) => one.opening === id);
  if (job) return `${job.neighbourhood_name} ${jobName(job, t)}`;
  return card?.yards.find((yard) => yard.id === id)?.name ?? (id.startsWith("found-") ? "" : id);
}

function troubleWords(row: ReportRow, journal: string, t: Words): string | null {
  if (row.state === "waiting" && journal && row.journal && row.journal !== journal) return t("outbox.otherBoard");
  if (!row.trouble) return null;
  if (row.trouble.why === "not_yours") return t("outbox.notYours");
  return t(`outbox.${row.trouble.code}`, { why: row.trouble.why });
}

function Report({ row, card, now }: { row: ReportRow; card: FieldCard | undefined; now: number }) {
  const { t } = useTranslation("field");
  const device = usePhone((phone) => phone.device, "");
  const trouble = troubleWords(row, card?.journal ?? "", t);
  const [word, more] = row.kind.split(".");
  const reason = typeof row.body.reason === "string" ? ` · ${t(`reason.${row.body.reason as "other"}`)}` : "";
  const notes = [
    row.again && t("outbox.again"),
    row.origin !== device && t("outbox.fromOther", { device: row.origin }),
  ];
  return (
    <li className={`row still ${row.state}`} data-testid="report" data-state={row.state}>
      <span className="row-text">
        <b>
          {t(`kind.${row.kind as FactKind}`, { defaultValue: `${word ?? ""} ${more ?? ""}` })}
          {reason}
        </b>
        <small>{whereOf(row, card, t)}</small>
        {notes.some(Boolean) && <small>{notes.filter(Boolean).join(" · ")}</small>}
        {trouble && <small className="warn">{trouble}</small>}
      </span>
      <span className="row-end">
        <small>{age(now - row.madeAt, t)}</small>
        {row.state === "kept" && (
          <button type="button" className="tiny" onClick={() => void acknowledge(store, row.id)}>
            {t("outbox.seen")}
          </button>
        )}
      </span>
    </li>
  );
}

function Reports({
  title,
  rows,
  card,
  now,
}: {
  title: string;
  rows: ReportRow[];
  card: FieldCard | undefined;
  now: number;
}) {
  if (rows.length === 0) return null;
  return (
    <section>
      <h3>{`${title} (${rows.length})`}</h3>
      <ul className="rows">
        {rows.map((row) => (
          <Report key={row.id} row={row} card={card} now={now} />
        ))}
      </ul>
    </section>
  );
}

function ThisPhone({
  card,
  onSignIn,
  onChoose,
}: {
  card: FieldCard | undefined;
  onSignIn: () => void;
  onChoose?: (() => void) | undefined;
}) {
  const { t } = useTranslation("field");
  const { persisted } = useStore(statusStore, (value) => value);
  const device = usePhone((phone) => phone.device, "");
  const person = usePhone((phone) => phone.enrolment?.person ?? "", "");
  const sound = usePhone((phone) => phone.sound, true);
  return (
    <section>
      <h3>{t("outbox.phone")}</h3>
      <dl className="about">
        <dt>{t("outbox.device")}</dt>
        <dd>{device}</dd>
        {person && (
          <>
            <dt>{t("outbox.person")}</dt>
            <dd>{person}</dd>
          </>
        )}
        {onChoose && (
          <>
            <dt>{t("outbox.crew")}</dt>
            <dd>{card?.crew?.name ?? "–"}</dd>
          </>
        )}
        <dt>{t("outbox.position")}</dt>
        <dd>{card?.position ?? "–"}</dd>
        <dt>{t("outbox.storage")}</dt>
        <dd>{t(persisted ? "outbox.storageKept" : "outbox.storageNot")}</dd>
      </dl>
      <div className="two">
        <button type="button" className="small" onClick={() => void store.put("sound", !sound)} aria-pressed={sound}>
          {`${t("outbox.sound")}: ${t(sound ? "outbox.on" : "outbox.off")}`}
        </button>
        {onChoose && (
          <button type="button" className="small" onClick={onChoose}>
            {t("choose.change")}
          </button>
        )}
        <button type="button" className="small" onClick={onSignIn}>
          {t("outbox.signIn")}
        </button>
      </div>
    </section>
  );
}

interface Props {
  page: PagePath;
  onClose: () => void;
  onSignIn: () => void;
  /** Where the page is a crew's: to choose another. */
  onChoose?: () => void;
}

export function Outbox({ page, onClose, onSignIn, onChoose }: Props) {
  const { t } = useTranslation("field");
  const card = usePhone((phone) => phone.kept?.card, undefined);
  const reports = usePhone((phone) => phone.reports, NOTHING);
  const now = useTick();
  const unsent = reports.filter((row) => row.state === "waiting");
  const received = reports.filter((row) => row.state === "received").reverse();
  return (
    <Dialog
      title={t("outbox.title")}
      onClose={onClose}
      foot={
        <button type="button" className="big set_out" onClick={() => void loop.now()} data-testid="send-now">
          {t("outbox.now")}
        </button>
      }
    >
      <Reports title={t("outbox.trouble")} rows={reports.filter((row) => row.state === "kept")} card={card} now={now} />
      <Reports title={t("outbox.unsent")} rows={unsent} card={card} now={now} />
      {unsent.length === 0 && <p className="hint">{t("outbox.none")}</p>}
      <HandOver unsent={unsent.length} />
      <PushBox page={page} />
      <ThisPhone card={card} onSignIn={onSignIn} onChoose={onChoose} />
      <Ways page={page} />
      <Reports title={t("outbox.received")} rows={received.slice(0, SHOWN_RECEIVED)} card={card} now={now} />
    </Dialog>
  );
}

const NOTHING: never[] = [];
