/** Whether the address asks for the past. */
export function isReplay(place: Pick<Location, "pathname" | "search">): boolean {
  return place.pathname.replace(/\/+$/, "") === "/replay" || new URLSearchParams(place.search).has("replay");
}
