"use strict";
// The report's map: pan, zoom, choose; lists find their place on it and back. No library, no network.
(() => {
  const root = document.documentElement;
  const told = JSON.parse(document.getElementById("plan").textContent);
  const map = document.getElementById("map");
  const card = document.getElementById("card");
  const chosen = document.getElementById("chosen");
  root.classList.add("js");

  // ---- language ----
  const language = () => root.dataset.lang;
  const speak = (to) => {
    root.dataset.lang = to;
    root.lang = to;
    document.title = document.title; // some readers take it up only when it is set
    settle();
  };
  document.getElementById("lang").onclick = () => speak(language() === "zh" ? "en" : "zh");
  document.getElementById("print").onclick = () => window.print();

  // ---- view: a box of the plane, kept in the proportions of the element ----
  const whole = map.viewBox.baseVal;
  const all = { x: whole.x, y: whole.y, w: whole.width, h: whole.height };
  let view = { ...all };
  const size = () => ({ w: map.clientWidth || 680, h: map.clientHeight || 420 });
  const fitted = (box, element) => {
    const ratio = element.w / element.h;
    const w = Math.max(box.w, box.h * ratio);
    const h = w / ratio;
    return { x: box.x + (box.w - w) / 2, y: box.y + (box.h - h) / 2, w, h };
  };
  const show = (box, element = size()) => {
    view = fitted(box, element);
    map.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`);
    const s = view.w / element.w; // units a pixel; a unit is a tenth of a metre
    map.style.setProperty("--s", s.toFixed(4));
    map.style.setProperty("--k", (10 / s).toFixed(5));
    const scale = 10 / s; // pixels a metre
    map.style.setProperty("--z", Math.min(1, 0.42 + scale * 0.55).toFixed(3));
    map.classList.toggle("far", scale < 0.1);
    map.classList.toggle("mid", scale < 0.5);
    map.classList.toggle("near", scale > 1.1);
    ruler(scale);
    settle();
  };
  const ruler = (scale) => {
    const steps = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];
    const metres = steps.find((m) => m * scale > 60) || 20000;
    document.querySelector(".scale i").style.width = `${metres * scale}px`;
    document.querySelector(".scale span").textContent = metres < 1000 ? `${metres} m` : `${metres / 1000} km`;
  };
  const zoom = (by, px, py) => {
    const element = size();
    const least = 60 * 10;
    const w = Math.min(Math.max(view.w / by, least), Math.max(all.w, all.h * element.w / element.h) * 1.6);
    const f = w / view.w;
    const ax = view.x + (px / element.w) * view.w;
    const ay = view.y + (py / element.h) * view.h;
    show({ x: ax - (ax - view.x) * f, y: ay - (ay - view.y) * f, w, h: view.h * f });
  };

  const showClear = (box) => {
    // the box keeps clear of the legend
    const legend = document.querySelector(".legend");
    const element = size();
    const left = legend.open && element.w > 700 ? legend.offsetWidth + 16 : 0;
    const inner = fitted(box, { w: element.w - left, h: element.h });
    const wider = (inner.w * left) / (element.w - left);
    show({ x: inner.x - wider, y: inner.y, w: inner.w + wider, h: inner.h });
  };
  const overview = () => showClear(all);

  // ---- names that would cover one another step back, the less important first ----
  let settling = 0;
  const settle = () => {
    cancelAnimationFrame(settling);
    settling = requestAnimationFrame(() => {
      const taken = [];
      const frame = map.getBoundingClientRect();
      const free = (r) => !taken.some((t) => r.left < t.right && t.left < r.right && r.top < t.bottom && t.top < r.bottom);
      const put = (label, must) => {
        label.classList.remove("off");
        const r = label.getBoundingClientRect();
        if (!r.width) return;
        const inside = r.left > frame.left && r.right < frame.right;
        if (must || (inside && free(r))) taken.push(r);
        else label.classList.add("off");
      };
      map.querySelectorAll(".badge circle").forEach((c) => put(c, true));
      map.querySelectorAll(".badge .name").forEach((n) => put(n, false));
      map.querySelectorAll(".street").forEach((n) => put(n, false));
    });
  };

  // ---- fingers and mouse ----
  const fingers = new Map();
  let moved = 0;
  const spot = (e) => {
    const r = map.getBoundingClientRect();
    return { x: e.clientX - r.left, y: e.clientY - r.top };
  };
  map.addEventListener("pointerdown", (e) => {
    fingers.set(e.pointerId, spot(e));
    if (fingers.size === 1) moved = 0;
  });
  window.addEventListener("pointermove", (e) => {
    if (!fingers.has(e.pointerId)) return;
    const before = fingers.get(e.pointerId);
    const now = spot(e);
    const element = size();
    if (fingers.size === 1) {
      moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
      if (moved > 4) show({ ...view, x: view.x - ((now.x - before.x) / element.w) * view.w, y: view.y - ((now.y - before.y) / element.h) * view.h });
    } else {
      const other = [...fingers.entries()].find(([id]) => id !== e.pointerId)[1];
      const span = (p) => Math.hypot(p.x - other.x, p.y - other.y) || 1;
      moved += 9;
      zoom(span(now) / span(before), (now.x + other.x) / 2, (now.y + other.y) / 2);
    }
    fingers.set(e.pointerId, now);
  });
  const lift = (e) => fingers.delete(e.pointerId);
  window.addEventListener("pointerup", lift);
  window.addEventListener("pointercancel", lift);
  map.addEventListener("wheel", (e) => {
    e.preventDefault();
    const p = spot(e);
    zoom(Math.exp(-e.deltaY * (e.ctrlKey ? 0.01 : 0.0016)), p.x, p.y);
  }, { passive: false });
  map.addEventListener("dblclick", (e) => { const p = spot(e); zoom(2, p.x, p.y); });
  map.addEventListener("keydown", (e) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
    const element = size();
    if (step) show({ ...view, x: view.x + step[0] * view.w * 0.12, y: view.y + step[1] * view.h * 0.12 });
    else if (e.key === "+" || e.key === "=") zoom(1.5, element.w / 2, element.h / 2);
    else if (e.key === "-") zoom(1 / 1.5, element.w / 2, element.h / 2);
    else if (e.key === "0") overview();
    else return;
    e.preventDefault();
  });
  document.querySelectorAll(".zoom button").forEach((b) => {
    b.onclick = () => {
      const by = Number(b.dataset.zoom);
      const element = size();
      if (by) zoom(by, element.w / 2, element.h / 2);
      else { choose(null); overview(); }
    };
  });

  // ---- choosing: a neighbourhood or an opening, from the map or from a list ----
  const make = (name, inner, ...classes) => {
    const e = document.createElement(name);
    if (inner !== undefined) e.textContent = inner;
    e.classList.add(...classes);
    return e;
  };
  const pair = (zh, en) => {
    const f = document.createDocumentFragment();
    for (const [lang, words] of [["zh", zh], ["en", en]]) {
      const s = make("span", words);
      s.lang = lang;
      f.append(s);
    }
    return f;
  };
  const facts = (rows) => {
    const list = make("dl");
    for (const [zh, en, value] of rows) {
      const term = make("dt");
      term.append(pair(zh, en));
      const what = make("dd");
      what.append(value instanceof Node ? value : String(value));
      list.append(term, what);
    }
    return list;
  };
  const tell = (title, rows, go) => {
    const close = make("button", "×", "close");
    close.onclick = () => choose(null);
    const head = make("h4");
    head.append(title);
    card.replaceChildren(close, head, facts(rows));
    if (go) {
      const button = make("button", undefined, "go");
      button.append(pair("现场核对单", "Field sheet"));
      button.onclick = () => openSheet(go);
      card.append(button);
    }
    card.hidden = false;
  };
  const mark = (place) => {
    document.querySelectorAll(".now[data-n]").forEach((e) => e.classList.remove("now"));
    chosen.replaceChildren();
    if (!place) return;
    document.querySelectorAll("tr[data-n],.place[data-n]").forEach((e) => {
      if (e.dataset.n === place) e.classList.add("now");
    });
    const edge = [...map.querySelectorAll(".place")].find((e) => e.dataset.n === place);
    if (edge) {
      const line = edge.cloneNode();
      line.setAttribute("class", "chosen");
      line.removeAttribute("data-n");
      chosen.append(line);
    }
  };
  const metres = (value) => (value === null || value === undefined ? "–" : `${Math.round(value)} m`);
  const choose = (place, opening, move) => {
    mark(place);
    if (!place) { card.hidden = true; return; }
    const p = told.places[place];
    if (opening) {
      const o = told.openings[opening];
      const title = document.createDocumentFragment();
      title.append(`${o.no} · `, o.name || pair(...o.side));
      const kind = document.createDocumentFragment();
      kind.append(pair(...o.role));
      const width = document.createDocumentFragment();
      width.append(`${o.width_m} m `, pair(`（${o.from[0]}）`, `(${o.from[1]})`));
      tell(title, [
        ["小区", "Neighbourhood", pair(...p.name)],
        ["方案", "Plan", kind],
        ["宽度", "Width", width],
        ["网长", "Net", o.length_m ? `${o.length_m} m` : "–"],
        ["现场核对", "Seen on the spot", o.seen ? pair("是", "yes") : pair("还没有", "not yet")],
        ["经纬度", "Lon, lat", o.lonlat.join(", ")],
      ], place);
      if (move) {
        const w = 1600;
        showClear({ x: o.at[0] - w / 2, y: o.at[1] - w / 2, w, h: w });
      }
      return;
    }
    tell(pair(...p.name), [
      ["开口", "Openings", p.openings],
      ["防护网", "Nets", `${p.nets} · ${metres(p.net_m)}`],
      ["应急开口", "Emergency", p.emergency],
      ["待确认", "To confirm", metres(p.assumed_m)],
      ["平均步行", "Mean walk", metres(p.walk_m)],
      ["贴墙移动", "Moved onto walls", p.moved_m ? `≤ ${metres(p.moved_m)}` : "–"],
      ["建筑", "Buildings", p.buildings],
    ], place);
    if (move) {
      const [left, top, right, bottom] = p.box;
      const air = 0.14 * Math.max(right - left, bottom - top, 400);
      showClear({ x: left - air, y: top - air, w: right - left + 2 * air, h: bottom - top + 2 * air });
    }
  };
  map.addEventListener("click", (e) => {
    if (moved > 4) return;
    const sign = e.target.closest("[data-o]");
    const place = e.target.closest("[data-n]");
    if (sign) choose(told.openings[sign.dataset.o].n, sign.dataset.o);
    else if (place) {
      choose(place.dataset.n);
      const line = [...document.querySelectorAll("#places tr[data-n]")].find((r) => r.dataset.n === place.dataset.n);
      if (line) line.scrollIntoView({ block: "nearest" });
    } else choose(null);
  });
  const fromList = (e) => {
    if (e.type === "keydown" && e.key !== "Enter") return;
    const line = e.target.closest("tr[data-n],tr[data-o],li[data-n]");
    if (!line) return;
    if (line.dataset.o) { if (told.openings[line.dataset.o]) choose(told.openings[line.dataset.o].n, line.dataset.o, true); }
    else if (told.places[line.dataset.n]) choose(line.dataset.n, null, true);
    if (window.innerWidth <= 860) document.querySelector(".board").scrollIntoView({ behavior: "smooth" });
  };
  const panel = document.querySelector(".panel");
  panel.addEventListener("click", fromList);
  panel.addEventListener("keydown", fromList);

  // ---- tabs, sheets, layers ----
  const turnTo = (key) => {
    document.querySelectorAll(".tabs button").forEach((b) => b.setAttribute("aria-selected", String(b.dataset.tab === key)));
    document.querySelectorAll(".part").forEach((p) => p.classList.toggle("now", p.id === `part-${key}`));
  };
  document.querySelectorAll(".tabs button").forEach((b) => { b.onclick = () => turnTo(b.dataset.tab); });
  const openSheet = (place) => {
    turnTo("sheets");
    const sheet = [...document.querySelectorAll("details.sheet[data-n]")].find((d) => d.dataset.n === place);
    if (sheet) { sheet.open = true; sheet.scrollIntoView({ block: "start" }); }
  };
  document.querySelectorAll("[data-layer]").forEach((box) => {
    box.onchange = () => root.classList.toggle(`no-${box.dataset.layer}`, !box.checked);
  });

  // ---- paper: the whole map, and every sheet unfolded ----
  let before = null;
  window.addEventListener("beforeprint", () => {
    before = { view: { ...view }, open: [...document.querySelectorAll("details")].map((d) => d.open) };
    document.querySelectorAll("details").forEach((d) => { d.open = true; });
    show(all, { w: 700, h: (700 * 150) / 186 });
  });
  window.addEventListener("afterprint", () => {
    if (!before) return;
    document.querySelectorAll("details").forEach((d, i) => { d.open = before.open[i]; });
    show(before.view);
    before = null;
  });
  window.addEventListener("resize", () => show(view));
  if (window.innerWidth <= 860) document.querySelector(".legend").open = false;
  if (!/^zh/i.test(navigator.language || "zh")) speak("en");
  overview();
})();
