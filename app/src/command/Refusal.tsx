/** Why something was not decided, beside what was pressed. */
export function Refusal({ why }: { why: string }) {
  return why ? (
    <p className="refusal" role="alert" data-testid="refusal">
      {why}
    </p>
  ) : null;
}
