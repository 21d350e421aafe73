/** A drawing in the text's own colour, silent to screen readers: a word always stands beside it. */
export function Icon({ drawing, size = 28 }: { drawing: string; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 32 32"
      aria-hidden="true"
      dangerouslySetInnerHTML={{ __html: drawing }}
    />
  );
}
