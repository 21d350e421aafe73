/** The small map: streets, houses, the night's openings, where the phone is. Drawn from the card, so it needs no signal. */
import { memo, type PointerEvent as Pressed, useMemo, useRef } from "react";
import { imageUrl } from "../../shared/signs";
import type { Here } from "../here";
import { type Drawing, drawMap, namesIn } from "../night/draw";
import type { Point } from "../night/geo";
import type { LonLat, SmallMap } from "../../phone/types";

export interface Mark {
  id: string;
  place: LonLat;
  /** The gap itself, where its ends are known. */
  line?: readonly LonLat[];
  sign: string;
  strong: boolean;
}

export interface View {
  /** Metres from the drawing's middle. */
  at: Point;
  /** Metres from the middle of the picture to its nearer edge. */
  halfM: number;
}

interface Props {
  map: SmallMap;
  centre: LonLat;
  view: View;
  marks: readonly Mark[];
  here: Here | null;
  headingDeg: number | null;
  label: string;
  /** The picture's sides, to draw lines and letters equally thick at any scale. */
  widthPx: number;
  heightPx: number;
  onMove?: (view: View) => void;
}

function pxPerM({ view, widthPx, heightPx }: Pick<Props, "view" | "widthPx" | "heightPx">): number {
  return Math.min(widthPx, heightPx) / 2 / view.halfM;
}

const Ground = memo(function Ground({ drawing, scale }: { drawing: Drawing; scale: number }) {
  const wide = (metres: number, least: number) => ({ strokeWidth: Math.max(metres, least / scale) });
  const { paths } = drawing;
  return (
    <g>
      <path className="m-green" d={paths.green} style={wide(0.5, 1)} />
      <path className="m-water" d={paths.water} style={wide(0.5, 1)} />
      <path className="m-canal" d={paths.canal} style={wide(4, 2.5)} />
      <path className="m-rail" d={paths.rail} style={wide(1.5, 1.5)} />
      <path className="m-house" d={paths.house} style={wide(0.3, 0.6)} />
      <path className="m-path" d={paths.path} style={wide(1.6, 1.6)} />
      <path className="m-case" d={paths.street} style={wide(6.5, 4.6)} />
      <path className="m-case" d={paths.main} style={wide(12, 7)} />
      <path className="m-street" d={paths.street} style={wide(5, 3.2)} />
      <path className="m-main" d={paths.main} style={wide(10, 5)} />
      <path className="m-wall" d={paths.wall} style={wide(0.5, 1.2)} />
    </g>
  );
});

function Names({ drawing, view, scale }: { drawing: Drawing; view: View; scale: number }) {
  const names = useMemo(() => namesIn(drawing, view.at, view.halfM, 7), [drawing, view]);
  return (
    <g className="m-names" style={{ fontSize: 12.5 / scale, strokeWidth: 3 / scale }}>
      {names.map(({ name, at, turn }) => (
        <text key={name} transform={`translate(${at.x} ${at.y}) rotate(${turn})`} textAnchor="middle" dy="0.36em">
          {name}
        </text>
      ))}
    </g>
  );
}

function MarkAt({ mark, drawing, scale }: { mark: Mark; drawing: Drawing; scale: number }) {
  const at = drawing.plane.at(mark.place);
  const size = (mark.strong ? 34 : 24) / scale;
  const ends = mark.line?.map((place) => drawing.plane.at(place)) ?? [];
  const gap = ends.map(({ x, y }, k) => `${k === 0 ? "M" : "L"}${x} ${y}`).join("");
  return (
    <g opacity={mark.strong ? 1 : 0.9}>
      {gap && <path className="m-gap" d={gap} style={{ strokeWidth: 5 / scale }} />}
      {mark.strong && (
        <circle className="m-ring" cx={at.x} cy={at.y} r={24 / scale} style={{ strokeWidth: 2.5 / scale }} />
      )}
      <image href={imageUrl(mark.sign)} x={at.x - size / 2} y={at.y - size / 2} width={size} height={size} />
    </g>
  );
}

function HereAt({
  here,
  headingDeg,
  drawing,
  scale,
}: {
  here: Here;
  headingDeg: number | null;
  drawing: Drawing;
  scale: number;
}) {
  const at = drawing.plane.at(here.place);
  const unit = 1 / scale;
  return (
    <g transform={`translate(${at.x} ${at.y})`}>
      <circle className="m-about" r={Math.min(here.accuracyM, 400)} />
      {headingDeg !== null && (
        <path className="m-heading" d="M0 -22L9 -6L-9 -6Z" transform={`scale(${unit}) rotate(${headingDeg})`} />
      )}
      <circle className="m-here" r={8 * unit} style={{ strokeWidth: 3 * unit }} />
    </g>
  );
}

/** Dragging with one finger, pinching with two. */
function useFingers(view: View, scale: number, onMove: ((view: View) => void) | undefined) {
  const fingers = useRef(new Map<number, { x: number; y: number }>());
  if (!onMove) return {};
  const apart = () => {
    const [a, b] = [...fingers.current.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };
  const up = (event: Pressed) => fingers.current.delete(event.pointerId);
  return {
    onPointerDown: (event: Pressed) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    },
    onPointerMove: (event: Pressed) => {
      const before = fingers.current.get(event.pointerId);
      if (!before) return;
      const wide = apart();
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      const closer = wide > 20 ? wide / Math.max(20, apart()) : 1;
      const share = 1 / fingers.current.size;
      onMove({
        at: {
          x: view.at.x - ((event.clientX - before.x) * share) / scale,
          y: view.at.y - ((event.clientY - before.y) * share) / scale,
        },
        halfM: Math.min(4000, Math.max(25, view.halfM * closer)),
      });
    },
    onPointerUp: up,
    onPointerCancel: up,
  };
}

export function FieldMap({ map, centre, view, marks, here, headingDeg, label, widthPx, heightPx, onMove }: Props) {
  const drawing = useMemo(() => drawMap(map, centre), [map, centre]);
  const scale = pxPerM({ view, widthPx, heightPx });
  const fingers = useFingers(view, scale, onMove);
  const [halfW, halfH] = [widthPx / 2 / scale, heightPx / 2 / scale];
  const box = [view.at.x - halfW, view.at.y - halfH, 2 * halfW, 2 * halfH].map((n) => n.toFixed(2)).join(" ");
  const sorted = useMemo(() => [...marks].sort((a, b) => Number(a.strong) - Number(b.strong)), [marks]);
  return (
    <svg
      className="field-map"
      role="img"
      aria-label={label}
      viewBox={box}
      width={widthPx}
      height={heightPx}
      {...fingers}
    >
      <Ground drawing={drawing} scale={Math.round(scale * 20) / 20 || scale} />
      <Names drawing={drawing} view={view} scale={scale} />
      {here && <HereAt here={here} headingDeg={headingDeg} drawing={drawing} scale={scale} />}
      {sorted.map((mark) => (
        <MarkAt key={mark.id} mark={mark} drawing={drawing} scale={scale} />
      ))}
    </svg>
  );
}
