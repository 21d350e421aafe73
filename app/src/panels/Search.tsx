/** The search box, loaded after the board itself. */
import { lazy, Suspense } from "react";

const SearchBox = lazy(() => import("./SearchBox"));

export function Search() {
  return (
    <Suspense fallback={<div className="search" />}>
      <SearchBox />
    </Suspense>
  );
}
