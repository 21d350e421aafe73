/** Before each file of tests: how long they wait for what comes by itself decides none of them. */
import { configure } from "@testing-library/react";

configure({ asyncUtilTimeout: 20_000 });
