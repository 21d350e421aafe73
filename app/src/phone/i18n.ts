/** The phone's words, in a namespace of their own, so that it need not load the board's. */
import i18next, { type ResourceLanguage } from "i18next";
import { initReactI18next } from "react-i18next";
import faultsEn from "../faults/en.json";
import faultsZh from "../faults/zh.json";
import { preferred, remembered } from "../i18n/setup";
import en from "../locales/field.en.json";
import zh from "../locales/field.zh.json";

/** Makes the words ready before anything is drawn; `more` are a page's own, beside the phone's. */
export function setUpWords(more: { en: ResourceLanguage; zh: ResourceLanguage } = { en: {}, zh: {} }): void {
  void i18next.use(initReactI18next).init({
    resources: {
      en: { translation: { ...more.en, faults: faultsEn }, field: en },
      zh: { translation: { ...more.zh, faults: faultsZh }, field: zh },
    },
    ns: ["translation", "field"],
    defaultNS: "translation",
    lng: remembered() ?? preferred(navigator.languages),
    fallbackLng: "en",
    interpolation: { escapeValue: false }, // React escapes
  });
  const dress = (language: string) => (document.documentElement.lang = language === "zh" ? "zh-CN" : "en");
  dress(i18next.language);
  i18next.on("languageChanged", dress);
}
