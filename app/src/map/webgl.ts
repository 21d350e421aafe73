/** Whether this browser can draw the map at all. */
let known: boolean | null = null;

/** Asks the browser once: contexts are few, and one that was made only to look is given back. */
export function drawsMaps(): boolean {
  known ??= asked();
  return known;
}

function asked(): boolean {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}
