/** Chinese and English: Chinese where the browser prefers it, and the last choice is kept. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import claimsEn from "../claims/en.json";
import claimsZh from "../claims/zh.json";
import commandEn from "../command/en.json";
import commandZh from "../command/zh.json";
import editEn from "../editing/en.json";
import editZh from "../editing/zh.json";
import peopleEn from "../people/en.json";
import peopleZh from "../people/zh.json";
import quarantineEn from "../quarantine/en.json";
import quarantineZh from "../quarantine/zh.json";
import faultsEn from "../faults/en.json";
import faultsZh from "../faults/zh.json";
import goodsEn from "../goods/en.json";
import goodsZh from "../goods/zh.json";
import messagesEn from "../messages/en.json";
import messagesZh from "../messages/zh.json";
import replayEn from "../replay/en.json";
import replayZh from "../replay/zh.json";
import worthEn from "../command/worth/en.json";
import worthZh from "../command/worth/zh.json";
import en from "../locales/en.json";
import zh from "../locales/zh.json";

export const LANGUAGES = ["zh", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

const KEY = "yipanqi.language";

/** The first of the browser's languages that we speak. */
export function preferred(languages: readonly string[]): Language {
  const first = languages.find((language) => /^(zh|en)\b/i.test(language));
  return first?.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** The language chosen last, if any. */
export function remembered(): Language | null {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "zh" || kept === "en" ? kept : null;
  } catch {
    return null; // storage switched off: the browser's own preference decides
  }
}

/** Speaks another language from now on. */
export function speak(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // storage switched off: the choice holds for this page only
  }
  void i18next.changeLanguage(language);
}

/** Makes the translations ready before anything is drawn. */
export function setUpLanguages(): void {
  void i18next.use(initReactI18next).init({
    resources: {
      en: {
        translation: {
          ...en,
          edit: editEn,
          goods: goodsEn,
          command: commandEn,
          people: peopleEn,
          claims: claimsEn,
          quarantine: quarantineEn,
          messages: messagesEn,
          replay: replayEn,
          faults: faultsEn,
          worth: worthEn,
        },
      },
      zh: {
        translation: {
          ...zh,
          edit: editZh,
          goods: goodsZh,
          command: commandZh,
          people: peopleZh,
          claims: claimsZh,
          quarantine: quarantineZh,
          messages: messagesZh,
          replay: replayZh,
          faults: faultsZh,
          worth: worthZh,
        },
      },
    },
    lng: remembered() ?? preferred(navigator.languages),
    fallbackLng: "en",
    interpolation: { escapeValue: false }, // React escapes
  });
  const dress = (language: string) => (document.documentElement.lang = language === "zh" ? "zh-CN" : "en");
  dress(i18next.language);
  i18next.on("languageChanged", dress);
}
