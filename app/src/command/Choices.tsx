/** A few choices as large buttons, one of them pressed. */
interface ChoicesProps<T extends string | number> {
  label: string;
  values: readonly T[];
  chosen: T;
  onChoose: (value: T) => void;
  words: (value: T) => string;
}

export function Choices<T extends string | number>({ label, values, chosen, onChoose, words }: ChoicesProps<T>) {
  return (
    <div className="choices" role="group" aria-label={label}>
      {values.map((value) => (
        <button
          key={value}
          type="button"
          className="choice"
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
          data-testid={`choose-${value}`}
        >
          {words(value)}
        </button>
      ))}
    </div>
  );
}
