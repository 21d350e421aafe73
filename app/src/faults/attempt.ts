/** Which attempt at drawing a part this is: another value for each. */
import { createContext } from "react";

export const Attempt = createContext<object>({});
