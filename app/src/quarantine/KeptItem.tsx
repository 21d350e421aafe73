/** One report kept apart: who, when, from what, why, in the words it came in; and the two things to do about it. */
import { Button, Popconfirm } from "antd";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { hourMinute, instant } from "../shared/format";
import { useBoard } from "../state/current";
import { pick, type Subject } from "../state/selection";
import type { KeptView } from "./calls";
import { saidText } from "./quarantineWords";

function subjectOf(kept: KeptView): Subject | null {
  if (kept.opening) return { kind: "opening", id: kept.opening };
  if (kept.crew) return { kind: "crew", id: kept.crew };
  return kept.supplier ? { kind: "supplier", id: kept.supplier } : null;
}

interface Props {
  kept: KeptView;
  busy: boolean;
  onSettle: (how: "accept" | "leave") => void;
}

function Said({ kept }: { kept: KeptView }) {
  const { t } = useTranslation();
  const zone = useBoard((board) => board.time_zone);
  const happened = instant(kept.happened_at);
  const parts = [
    t("quarantine.said", { actor: kept.actor, at: hourMinute(Date.parse(kept.at), zone) }),
    kept.device ? t("quarantine.device", { device: kept.device }) : "",
    happened === null ? "" : t("quarantine.happened", { at: hourMinute(happened, zone) }),
    kept.settled === "left" ? t("quarantine.left", { by: kept.settled_by }) : "",
  ];
  return <p className="kept-said">{parts.filter(Boolean).join(" · ")}</p>;
}

/** Why it was kept apart, by the code the desk gives; anything else is what it could not make out. */
const WHY = { not_yours: "quarantine.why.notYours", differs: "quarantine.why.differs" } as const;

function whyKept(problem: string, t: TFunction): string {
  return problem in WHY ? t(WHY[problem as keyof typeof WHY]) : t("quarantine.why.unread", { problem });
}

export function KeptItem({ kept, busy, onSettle }: Props) {
  const { t } = useTranslation();
  const board = useBoard((held) => held);
  const subject = subjectOf(kept);
  return (
    <li className={`kept ${kept.settled}`} data-testid={`kept-${kept.id}`} data-settled={kept.settled}>
      <button type="button" className="row-button" disabled={!subject} onClick={() => pick(subject)}>
        <b>{saidText(kept, board, t)}</b>
      </button>
      <p className="kept-why">{whyKept(kept.problem, t)}</p>
      <Said kept={kept} />
      <details>
        <summary>{t("quarantine.words")}</summary>
        <pre tabIndex={0}>{kept.raw}</pre>
      </details>
      {kept.settled === "accepted" ? null : (
        <div className="actions">
          {kept.readable ? (
            <Popconfirm
              title={t("quarantine.believeHelp")}
              okText={t("quarantine.believe")}
              onConfirm={() => onSettle("accept")}
            >
              <Button size="small" type="primary" loading={busy} data-testid="believe">
                {t("quarantine.believe")}
              </Button>
            </Popconfirm>
          ) : null}
          {kept.settled === "left" ? null : (
            <Button size="small" loading={busy} onClick={() => onSettle("leave")} data-testid="leave">
              {t("quarantine.leave")}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
