/** Why a plan leaves an opening out, in the reader's language; the plan's own words where the code is newer than we are. */
import type { TFunction } from "i18next";
import type { OpeningRow } from "../api/types";
import zh from "../locales/zh.json";

type Code = keyof typeof zh.undoneWhy;

function isKnown(code: string): code is Code {
  return code in zh.undoneWhy;
}

export function undoneWhy(row: Pick<OpeningRow, "undone_code" | "undone_why">, t: TFunction): string {
  return isKnown(row.undone_code) ? t(`undoneWhy.${row.undone_code}`) : row.undone_why;
}
