/** Switches between Chinese and English. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { speak } from "../i18n/setup";

export function LanguageButton() {
  const { t, i18n } = useTranslation();
  const other = i18n.language === "zh" ? "en" : "zh";
  return (
    <Button type="text" size="small" lang={other} onClick={() => speak(other)} data-testid="language">
      {t("top.language")}
    </Button>
  );
}
