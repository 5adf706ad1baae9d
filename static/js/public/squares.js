// @ts-check
/** Sites that lie in one square of the grid are one mark: their exact places are told to nobody. */

/* global L */

import { byId, make, statusMark } from "../sheet/dom.js";
import { page, say, term } from "../sheet/page.js";
import { token } from "../sheet/tokens.js";

/**
 * @typedef {object} Feature
 * @property {number} id
 * @property {{coordinates: [number, number]} | null} geometry
 * @property {{name: string, status: string, overdue: boolean, radius_m: number}} properties
 */

const SIZE = 28; // pixels of a mark

/** @param {number} metres @returns {string} as the server says lengths */
function length(metres) {
  if (metres < 1000) return say("metres", { n: metres.toFixed(0) });
  return say("kilometres", { n: (metres / 1000).toFixed(1).replace(/\.0$/, "") });
}

/** @param {Feature[]} features @returns {Feature[][]} those of one square together */
function squares(features) {
  /** @type {Map<string, Feature[]>} */
  const found = new Map();
  for (const feature of features) {
    if (!feature.geometry) continue;
    const key = feature.geometry.coordinates.join();
    const there = found.get(key);
    if (there) there.push(feature);
    else found.set(key, [feature]);
  }
  return [...found.values()];
}

/** @param {any} sheet MapSheet @param {Feature[]} features */
export function drawSquares(sheet, features) {
  const drawn = L.layerGroup().addTo(sheet.map);
  const groups = squares(features);
  const draw = () => {
    drawn.clearLayers();
    for (const group of groups) drawSquare(sheet, drawn, group);
  };
  sheet.onRedraw(draw);
  draw();
}

/** @param {any} sheet @param {any} drawn @param {Feature[]} group */
function drawSquare(sheet, drawn, group) {
  const [lon, lat] = /** @type {[number, number]} */ (group[0].geometry?.coordinates);
  const at = sheet.latLng(lon, lat);
  const radius = Math.max(...group.map(({ properties }) => properties.radius_m));
  L.circle(at, {
    radius,
    color: token("--accent"),
    weight: 1.5,
    dashArray: "4 5",
    fillColor: token("--accent"),
    fillOpacity: 0.06,
    interactive: false,
  }).addTo(drawn);
  const open = () => openCard(card(group, radius));
  L.marker(at, { icon: icon(group) })
    .on("click", open)
    .on("keydown", (/** @type {any} */ { originalEvent }) => {
      if (originalEvent.key === "Enter") open();
    })
    .addTo(drawn);
}

/** @param {Node} inside */
function openCard(inside) {
  const place = byId("square-card");
  const close = make(
    "button",
    { type: "button", className: "quiet", on: { click: () => (place.hidden = true) } },
    say("close"),
  );
  place.replaceChildren(inside, close);
  place.hidden = false;
  place.querySelector("a")?.focus();
}

/** @param {Feature[]} group */
function icon(group) {
  const inside =
    group.length === 1
      ? statusMark(group[0].properties.status)
      : make("span", { className: "number" }, String(group.length));
  const html = make("span", { className: "visually-hidden" }, words(group));
  const holder = make("div", {}, inside, html);
  holder.className = "public-mark-inside";
  return L.divIcon({ className: "public-mark", html: holder, iconSize: [SIZE, SIZE] });
}

/** @param {Feature[]} group */
const words = (group) =>
  group.length === 1
    ? `${group[0].properties.name} ${term("status", group[0].properties.status)}`
    : say("stacked_here", { n: group.length });

/** @param {Feature[]} group @param {number} radius metres */
function card(group, radius) {
  const rows = group.map(({ id, properties }) =>
    make(
      "li",
      {},
      make("a", { href: page.urls.site.replace("/0", `/${id}`) }, properties.name),
      make("br"),
      statusMark(properties.status),
      ` ${term("status", properties.status)}`,
    ),
  );
  return make(
    "div",
    {},
    make("ul", {}, ...rows),
    make("p", { className: "hint" }, say("circle", { length: length(radius) })),
  );
}
