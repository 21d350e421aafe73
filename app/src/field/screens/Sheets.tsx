/** Whichever sheet is open over the card. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Night, StepNow } from "../night/fold";
import { marksOf, placeOf } from "../night/marks";
import type { FieldCard, LonLat, SmallMap } from "../../phone/types";
import { titleOf } from "../words";
import type { Sheet } from "./Actions";
import { BlockedSheet } from "./BlockedSheet";
import { DoneSheet } from "./DoneSheet";
import { FoundSheet } from "./FoundSheet";
import { HelpSheet } from "./HelpSheet";
import { LoadSheet } from "./LoadSheet";
import { MapSheet } from "./MapSheet";
import { NightList } from "./NightList";
import { useCentre } from "./useCentre";

interface Props {
  card: FieldCard;
  night: Night;
  step: StepNow | null;
  sheet: Sheet | null;
  onClose: () => void;
  onSaid: (what: string) => void;
  onChoose: (number: number) => void;
}

/** Sheets about the step at hand. */
function StepSheet({ card, step, sheet, onClose, onSaid }: Props & { step: StepNow }) {
  const { t } = useTranslation("field");
  const crew = card.crew?.id ?? "";
  if (sheet === "loaded") {
    const vanM = card.crew?.van_m ?? 0;
    return <LoadSheet step={step} crew={crew} vanM={vanM} onClose={onClose} onDone={() => onSaid(t("act.loaded"))} />;
  }
  if (!step.job) return null;
  if (sheet === "done") {
    return <DoneSheet job={step.job} crew={crew} onClose={onClose} onDone={() => onSaid(t("act.done"))} />;
  }
  return <BlockedSheet opening={step.step.at} crew={crew} onClose={onClose} onDone={() => onSaid(t("act.blocked"))} />;
}

/** Where to look first: the step's place, else the crew's own. */
function lookAt({ card, step }: Props, centre: LonLat): LonLat {
  return (step && placeOf(step)) ?? card.crew?.place ?? centre;
}

function Map(props: Props) {
  const { t } = useTranslation("field");
  const { card, night, step, onClose } = props;
  const centre = useCentre();
  const marks = useMemo(() => marksOf(night, step), [night, step]);
  const map = card.map as SmallMap | null;
  const label = step ? titleOf(step, t) : t("map.title");
  const place = lookAt(props, centre);
  return map && <MapSheet map={map} centre={centre} place={place} marks={marks} label={label} onClose={onClose} />;
}

function Found(props: Props) {
  const { t } = useTranslation("field");
  const { card, night, step, onClose, onSaid } = props;
  const centre = useCentre();
  const marks = useMemo(() => marksOf(night, step), [night, step]);
  const work = step?.job?.job ?? card.jobs[0];
  return (
    <FoundSheet
      map={card.map as SmallMap | null}
      centre={centre}
      place={lookAt(props, centre)}
      marks={marks}
      neighbourhoods={card.neighbourhoods}
      otherwise={work?.neighbourhood ?? ""}
      crew={card.crew?.id ?? ""}
      onClose={onClose}
      onDone={() => onSaid(t("act.found"))}
    />
  );
}

function Help({ card, step, onClose, onSaid }: Props) {
  const { t } = useTranslation("field");
  const { id = "", name = "" } = card.crew ?? {};
  const done = () => onSaid(t("act.help"));
  return <HelpSheet job={step?.job ?? null} crew={id} crewName={name} onClose={onClose} onDone={done} />;
}

export function Sheets(props: Props) {
  const { card, night, step, sheet, onClose, onChoose } = props;
  if (sheet === "map") return <Map {...props} />;
  if (sheet === "found") return <Found {...props} />;
  if (sheet === "help") return <Help {...props} />;
  if (sheet === "list")
    return <NightList card={card} night={night} present={step} onClose={onClose} onChoose={onChoose} />;
  const aboutStep = sheet === "done" || sheet === "loaded" || sheet === "blocked";
  return aboutStep && step ? <StepSheet {...props} step={step} /> : null;
}
