/** One large number on the wall, and what it says. */
interface Figure {
  value: string;
  of?: string;
  name: string;
  tone?: string;
}

export function WallFigure({ value, of, name, tone = "" }: Figure) {
  return (
    <div className={`wall-figure ${tone}`}>
      <b>
        {value}
        {of ? <small>/{of}</small> : null}
      </b>
      <span>{name}</span>
    </div>
  );
}
