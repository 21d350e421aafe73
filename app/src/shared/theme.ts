/** Ant Design dressed as the night board. */
import { type ThemeConfig, theme } from "antd";
import { FONT_STACK } from "./fonts";
import { palette as c } from "./palette";

/** Fading that the style sheet has switched off would never end, and a menu that waits for its end would never close. */
const moves = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;

export const nightTheme: ThemeConfig = {
  algorithm: theme.darkAlgorithm,
  token: {
    colorPrimary: c.blue,
    colorBgBase: c.ground,
    colorBgContainer: c.raised,
    colorBgElevated: "#1c2834",
    colorText: c.text,
    colorTextSecondary: c.soft,
    colorTextPlaceholder: c.soft,
    colorLink: "#9fd3f5",
    colorBorder: "#33465a",
    colorError: c.vermilion,
    colorSuccess: c.green,
    colorWarning: c.amber,
    borderRadius: 6,
    fontFamily: FONT_STACK,
    wireframe: false,
    motion: moves,
  },
  components: {
    Button: { primaryColor: "#04202f", fontWeight: 500 },
    Segmented: { itemSelectedBg: "#2b3d4f", trackBg: "#0e151c", itemColor: c.soft },
  },
};
