/** Whether the page of people was asked for. */
export function isPeople(place: Pick<Location, "pathname">): boolean {
  return place.pathname === "/people";
}
