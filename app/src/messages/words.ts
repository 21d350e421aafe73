/** Messages in words: why something was refused, and what channels are called. */
import type { TFunction } from "i18next";
import { Refused } from "../api/http";
import { commandRefusal } from "../command/refusals";
import { NoPushService } from "./push";

const WORDS = {
  "message.push_off": "off",
  "message.endpoint_unfit": "endpoint",
  "message.not_subscribed": "notSubscribed",
  "neighbourhood.unknown": "unknownPlace",
} as const;

/** Why it did not work. */
export function messageRefusal(error: unknown, t: TFunction, timeZone?: string): string {
  if (error instanceof NoPushService) return t("messages.refusal.service");
  if (!(error instanceof Refused)) return commandRefusal(error, t, timeZone);
  if (error.code in WORDS) return t(`messages.refusal.${WORDS[error.code as keyof typeof WORDS]}`);
  return error.status === 404 ? t("messages.refusal.none") : commandRefusal(error, t, timeZone);
}

const SHOWN = 6;

/** A channel as people know it: a browser by the start of its name, any other as the office named it. */
export function channelText(channel: string, t: TFunction): string {
  const [kind = "", name = ""] = channel.split("/");
  return kind === "push" && name ? `${t("messages.browser")} ${name.slice(0, SHOWN)}` : channel;
}
