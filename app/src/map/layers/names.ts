/** Names of streets, places and neighbourhoods. */
import type { LayerSpecification } from "maplibre-gl";
import { palette as c } from "../../shared/palette";
import { BOLD, night, only, REGULAR } from "./expressions";

export const names: LayerSpecification[] = [
  {
    id: "street-name",
    source: "base",
    type: "symbol",
    minzoom: 13.5,
    filter: ["all", only("way"), ["!=", ["coalesce", ["get", "name"], ""], ""]],
    layout: {
      "symbol-placement": "line",
      "symbol-spacing": 420,
      "text-field": ["get", "name"],
      "text-font": REGULAR,
      "text-size": ["interpolate", ["linear"], ["zoom"], 14, 10.5, 17, 14],
      "text-letter-spacing": 0.06,
    },
    paint: { "text-color": night.name, "text-halo-color": night.halo, "text-halo-width": 1.4 },
  },
  {
    id: "place-name",
    source: "base",
    type: "symbol",
    minzoom: 13,
    filter: [
      "all",
      ["in", ["get", "layer"], ["literal", ["water", "green", "square", "school", "hospital"]]],
      ["!=", ["coalesce", ["get", "name"], ""], ""],
    ],
    layout: { "text-field": ["get", "name"], "text-font": REGULAR, "text-size": 11.5, "text-letter-spacing": 0.1 },
    paint: {
      "text-color": ["match", ["get", "layer"], "water", "#5f94bd", "green", "#5f9480", night.name],
      "text-halo-color": night.halo,
      "text-halo-width": 1.2,
    },
  },
];

/** Neighbourhoods' names with how many of their openings stand; over the openings' signs and the crews at rest. */
export const neighbourhoodNames: LayerSpecification[] = [
  {
    id: "neighbourhood-name",
    source: "neighbourhood-labels",
    type: "symbol",
    minzoom: 13.2,
    layout: {
      "text-field": [
        "format",
        ["get", "name"],
        {},
        "\n",
        {},
        ["get", "count"],
        {
          "font-scale": 0.86,
          "text-color": ["match", ["get", "ring"], "closed", c.green, "closing", c.amber, "#b9c8d6"],
        },
      ],
      "text-font": BOLD,
      "text-size": ["interpolate", ["linear"], ["zoom"], 13.5, 10.5, 16, 15],
      "text-line-height": 1.25,
      "text-max-width": 7,
      "text-padding": 1,
    },
    paint: {
      "text-color": ["match", ["get", "ring"], "walled", "#8fa3b5", "#e3ebf2"],
      "text-halo-color": night.halo,
      "text-halo-width": 2,
    },
  },
];
