/** The survey's own tools: blocks to accept, files in and out, and every edit of the map. */
import { useTranslation } from "react-i18next";
import { BlocksBox } from "./BlocksBox";
import { FileBox } from "./FileBox";
import { HistoryList } from "./HistoryList";

export default function SurveyTools() {
  const { t } = useTranslation();
  return (
    <>
      <FileBox />
      <BlocksBox />
      <section className="block">
        <h2>{t("edit.history.all")}</h2>
        <HistoryList />
      </section>
    </>
  );
}
