/** Why something was not done, beside what was pressed. */
export function Failed({ why }: { why: string | null | undefined }) {
  return why ? (
    <p className="refusal" role="alert">
      {why}
    </p>
  ) : null;
}
