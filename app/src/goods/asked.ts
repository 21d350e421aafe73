/** Whether the address asks for the page of goods and loans. */
export function isGoods({ pathname }: Pick<Location, "pathname">): boolean {
  return pathname.replace(/\/+$/, "") === "/goods";
}
