/** Finds anything on the board by name, number or id. */
import { AutoComplete } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { boardStore } from "../state/current";
import { pick } from "../state/selection";
import { found } from "./searching";

export default function SearchBox() {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const hits = useMemo(() => {
    const board = boardStore.get();
    return board ? found(board, text) : [];
  }, [text]);
  return (
    <AutoComplete
      className="search"
      value={text}
      onChange={setText}
      aria-label={t("search.label")}
      placeholder={t("search.placeholder")}
      allowClear
      popupMatchSelectWidth={320}
      notFoundContent={text ? t("search.nothing") : null}
      options={hits.map((hit) => ({
        value: `${hit.subject.kind}/${hit.subject.id}`,
        label: (
          <span className="hit">
            <b>{hit.label}</b>
            <small>{t(`kind.${hit.subject.kind}`)}</small>
          </span>
        ),
      }))}
      onSelect={(value: string) => {
        const hit = hits.find(({ subject }) => `${subject.kind}/${subject.id}` === value);
        if (hit) pick(hit.subject);
        setText("");
      }}
    />
  );
}
