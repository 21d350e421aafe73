/** The phone's words, in a namespace of their own, so that it need not load the board's. */
import i18next, { type ResourceLanguage } from "i18next";
import { initReactI18next } from "react-i18next";
import { preferred, remembered } from "../i18n/setup";
import en from "../locales/field.en.json";
import zh from "../locales/field.zh.json";

/** Makes the words ready before anything is drawn; `more` are a page's own, in further namespaces. */
export function setUpWords(more: { en: ResourceLanguage; zh: ResourceLanguage } = { en: {}, zh: {} }): void {
  void i18next.use(initReactI18next).init({
    resources: { en: { ...more.en, field: en }, zh: { ...more.zh, field: zh } },
    ns: ["field", ...Object.keys(more.en)],
    defaultNS: Object.keys(more.en)[0] ?? "field",
    lng: remembered() ?? preferred(navigator.languages),
    fallbackLng: "en",
    interpolation: { escapeValue: false }, // React escapes
  });
  const dress = (language: string) => (document.documentElement.lang = language === "zh" ? "zh-CN" : "en");
  dress(i18next.language);
  i18next.on("languageChanged", dress);
}
