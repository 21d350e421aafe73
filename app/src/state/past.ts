/** Whether this page shows the past, where nothing can be reported, decided or sent. */
let past = false;

/** This page looks back from now on; there is no way forward but to leave it. */
export function lookBack(): void {
  past = true;
}

/** True on a page that looks back. */
export function isPast(): boolean {
  return past;
}
