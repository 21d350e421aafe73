/** Makes every translation key a checked type. */
import type claimsEn from "../claims/en.json";
import type quarantineEn from "../quarantine/en.json";
import type commandEn from "../command/en.json";
import type editEn from "../editing/en.json";
import type faultsEn from "../faults/en.json";
import type goodsEn from "../goods/en.json";
import type en from "../locales/en.json";
import type messagesEn from "../messages/en.json";
import type replayEn from "../replay/en.json";
import type worthEn from "../command/worth/en.json";
import type peopleEn from "../people/en.json";
import type field from "../locales/field.en.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: {
      field: typeof field;
      translation: typeof en & {
        edit: typeof editEn;
        goods: typeof goodsEn;
        command: typeof commandEn;
        people: typeof peopleEn;
        messages: typeof messagesEn;
        replay: typeof replayEn;
        claims: typeof claimsEn;
        quarantine: typeof quarantineEn;
        faults: typeof faultsEn;
        worth: typeof worthEn;
      };
    };
  }
}
