/** In the map's place, where the browser cannot draw one: why, and that nothing else depends on it. */
import { useTranslation } from "react-i18next";
import "../faults/faults.css";

export function NoMap() {
  const { t } = useTranslation();
  return (
    <div className="no-map" role="note" data-testid="no-map">
      <h2>{t("faults.noMap.title")}</h2>
      <p>{t("faults.noMap.why")}</p>
      <p>{t("faults.noMap.help")}</p>
    </div>
  );
}
