/** A sign beside words: always with a word next to it, so it is silent to screen readers. */
import { imageUrl } from "./signs";

export function Sign({ drawing, size = 18 }: { drawing: string; size?: number }) {
  return <img className="sign" src={imageUrl(drawing)} width={size} height={size} alt="" draggable={false} />;
}
