/** The board's outline while its first data is on the way. */
import { useTranslation } from "react-i18next";
import { linkStore } from "../state/link";
import { useStore } from "../state/store";

export function Skeleton() {
  const { t } = useTranslation();
  const offline = useStore(linkStore, (link) => link.state === "offline");
  return (
    <div className="board skeleton" aria-busy="true">
      <header className="top" />
      <main className="map-cell">
        <p role="status">{offline ? t("link.noServer") : t("link.loading")}</p>
      </main>
      <aside className="side" />
      <footer className="foot" />
    </div>
  );
}
