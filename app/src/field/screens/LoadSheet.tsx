/** Loaded at a yard: how many metres of net were taken. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { report } from "../../phone/current";
import type { StepNow } from "../night/fold";
import { Dialog } from "../../phone/parts/Dialog";
import { Stepper } from "../../phone/parts/Stepper";

interface Props {
  step: StepNow;
  crew: string;
  vanM: number;
  onClose: () => void;
  onDone: () => void;
}

export function LoadSheet({ step, crew, vanM, onClose, onDone }: Props) {
  const { t } = useTranslation("field");
  const [net, setNet] = useState(step.step.net_m);
  const stock = step.yard?.stock_m;
  const send = async () => {
    await report("crew.loaded", { crew, supplier: step.step.at, net_m: net });
    onDone();
  };
  return (
    <Dialog
      title={t("load.title", { yard: step.yard?.name ?? step.step.at })}
      onClose={onClose}
      foot={
        <button type="button" className="big done" onClick={() => void send()} data-testid="send-loaded">
          {t("load.send")}
        </button>
      }
    >
      <Stepper
        label={t("load.metres")}
        value={net}
        step={5}
        least={0}
        most={Math.max(vanM, net, 500)}
        onChange={(value) => setNet(Math.round(value))}
        {...(stock == null ? {} : { hint: t("load.stock", { m: stock }) })}
      />
    </Dialog>
  );
}
