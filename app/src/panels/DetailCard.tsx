/** What is known of the picked thing, over the map. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { FaultBoundary } from "../faults/FaultBoundary";
import { pick, selectionStore, type Subject } from "../state/selection";
import { useStore } from "../state/store";
import { CrewDetail } from "./CrewDetail";
import { NeighbourhoodDetail } from "./NeighbourhoodDetail";
import { OpeningDetail } from "./OpeningDetail";
import { SupplierDetail } from "./SupplierDetail";

function Detail({ subject: { kind, id } }: { subject: Subject }) {
  if (kind === "opening") return <OpeningDetail id={id} />;
  if (kind === "crew") return <CrewDetail id={id} />;
  if (kind === "supplier") return <SupplierDetail id={id} />;
  return <NeighbourhoodDetail id={id} />;
}

export function DetailCard() {
  const { t } = useTranslation();
  const subject = useStore(selectionStore, (selection) => selection.subject);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const inDialog = event.target instanceof Element && event.target.closest(".ant-modal");
      if (event.key === "Escape" && !inDialog) pick(null); // a dialog over the card closes first
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  if (!subject) return null;
  return (
    <section className="detail" aria-label={t(`kind.${subject.kind}`)} data-testid="detail">
      <button type="button" className="detail-close" aria-label={t("detail.close")} onClick={() => pick(null)}>
        ×
      </button>
      <FaultBoundary key={`${subject.kind} ${subject.id}`} part="detail">
        <Detail subject={subject} />
      </FaultBoundary>
    </section>
  );
}
