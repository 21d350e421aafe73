/** The search box, loaded after the board itself. */
import { fetched } from "../faults/fetched";

export const Search = fetched(async () => (await import("./SearchBox")).default, <div className="search" />);
