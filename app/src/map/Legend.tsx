/** What the signs mean. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Sign } from "../shared/Sign";
import { crewSign, openingSign, supplierSign } from "../shared/signs";
import { CREW_STATES, OPENING_STATES } from "./sprites";

const RINGS = ["open", "closing", "closed", "walled"] as const;

export function Legend() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <section className="legend" data-open={open}>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} data-testid="legend-button">
        {t("legend.title")}
      </button>
      {open ? (
        <div className="legend-body">
          <h3>{t("legend.openings")}</h3>
          <ul>
            {OPENING_STATES.map((state) => (
              <li key={state}>
                <Sign drawing={openingSign("bar", state)} />
                {t(`openingState.${state}`)}
              </li>
            ))}
            <li>
              <Sign drawing={openingSign("gate", "planned")} />
              {t("role.gate")}
            </li>
            <li>
              <Sign drawing={openingSign("emergency", "planned")} />
              {t("role.emergency")}
            </li>
            <li>
              <Sign drawing={openingSign("inside", "planned")} />
              {t("role.inside")}
            </li>
          </ul>
          <h3>{t("legend.rings")}</h3>
          <ul>
            {RINGS.map((ring) => (
              <li key={ring}>
                <i className={`ring-sample ${ring}`} />
                {t(`ring.${ring}`)}
              </li>
            ))}
            <li>
              <i className="ring-sample assumed" />
              {t("legend.assumed")}
            </li>
          </ul>
          <h3>{t("legend.crews")}</h3>
          <ul>
            {CREW_STATES.map((state) => (
              <li key={state}>
                <Sign drawing={crewSign(state)} />
                {t(`crewState.${state}`)}
              </li>
            ))}
            <li>
              <Sign drawing={supplierSign(false)} />
              {t("legend.supplier")}
            </li>
          </ul>
        </div>
      ) : null}
    </section>
  );
}
