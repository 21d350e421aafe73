/** Goods, amounts and contradictions in words. */
import type { TFunction } from "i18next";
import { hourMinute } from "../shared/format";
import type { Flag } from "./calls";

const KNOWN = ["net", "posts", "ties", "removable-barriers", "gate-sets", "signs"] as const;

/** What a good is called; one of somebody's own by its own name. */
export function goodName(good: string, t: TFunction): string {
  const known = KNOWN.find((key) => key === good);
  return known ? t(`goods.good.${known}`) : good;
}

/** A number with its unit: net in metres, all else in pieces. */
export function amountText(good: string, amount: number, t: TFunction): string {
  return t(good === "net" ? "goods.unit.m" : "goods.unit.piece", { amount });
}

/** A contradiction, and what to do about it; crews by their names. */
export function flagText(flag: Flag, t: TFunction, crews: readonly { id: string; name: string }[] = []): string {
  const crew = crews.find((one) => one.id === flag.facts.crew)?.name ?? flag.facts.crew;
  return t(`goods.flag.${flag.code}`, { ...flag.facts, crew });
}

/** 23:42 in the town. */
export function clock(iso: string | null | undefined, zone: string): string {
  return iso ? hourMinute(Date.parse(iso), zone || undefined) : "–";
}

const REASONS = ["loan_decided_meanwhile", "loan_withdrawn", "loan_nothing_taken", "loan_more_than_offered"] as const;

/** Why something was not recorded. */
export function failureText(code: string, t: TFunction): string {
  if (code === "unreachable") return t("goods.unreachable");
  const known = REASONS.find((key) => key === code.replaceAll(".", "_"));
  return known ? t(`goods.reasons.${known}`) : t("goods.reasons.other", { code });
}
