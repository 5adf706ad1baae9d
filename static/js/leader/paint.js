// @ts-check
/** Puts the figures of a day where the server wrote those of another one: sentence and map. */

import { grouped } from "../sheet/numbers.js";
import { day as dayWords, say } from "../sheet/page.js";

/** @typedef {import("./days.js").Figures} Figures */

const QUARTERS = 4;
/** The sentence in its parts, each about a figure. */
const SENTENCE = { total: "sites_n", claimed: "only_claimed_n", verified: "checked_n" };

/** As ``leader_view.fill``: nothing that nobody verified is ever green. @param {Figures} figures */
export function fill({ total, verified }) {
  if (!total) return "none";
  if (!verified) return "unknown";
  return verified === total ? "all" : String(quarter(verified, total));
}

/** As ``leader_view.hatch``. @param {Figures} figures */
export const hatch = ({ total, claimed }) =>
  claimed ? Math.min(quarter(claimed, total), QUARTERS) : 0;

/** @param {number} part @param {number} total */
const quarter = (part, total) => Math.floor((QUARTERS * part) / total) + 1;

/** @param {number} part @param {number} whole @returns {string} 95.2%; nothing of nothing is a dash */
const percent = (part, whole) =>
  whole ? `${((100 * part) / whole).toFixed(1)}%`.replace(".0%", "%") : "—";

/**
 * @param {import("./days.js").Days} days summed up to the day
 * @param {string} day ISO
 */
export function paint(days, day) {
  const head = /** @type {HTMLElement} */ (document.querySelector(".leader-head"));
  paintHead(head, days.figures(), day);
  for (const area of document.querySelectorAll(".sheet .area"))
    paintArea(/** @type {SVGAElement} */ (area), days);
  for (const name of document.querySelectorAll(".sheet text[data-key]")) {
    const { by, key } = /** @type {SVGTextElement} */ (name).dataset;
    const figures = days.figures(by, key);
    const told = /** @type {Element} */ (name.querySelector(".place-figure"));
    told.textContent = figures.total
      ? `${figures.verified}/${figures.total}`
      : say("no_site");
  }
}

/** @param {HTMLElement} head @param {Figures} figures @param {string} day */
function paintHead(head, figures, day) {
  const each = (/** @type {string} */ selector) =>
    /** @type {NodeListOf<HTMLElement>} */ (head.querySelectorAll(selector));
  for (const place of each("[data-figure]"))
    place.textContent = grouped(figures[place.dataset.figure ?? ""]);
  for (const [name, sentence] of Object.entries(SENTENCE)) {
    const [place] = each(`[data-sentence=${name}]`);
    place.textContent = say(sentence, { n: grouped(figures[name]) });
  }
  for (const place of each("[data-percent]"))
    place.textContent = percent(figures[place.dataset.percent ?? ""], figures.total);
  for (const place of each("[data-pair]")) {
    const part = figures[place.dataset.pair ?? ""];
    place.textContent = say("pair", { part: grouped(part), whole: grouped(figures.total) });
  }
  for (const place of each("[data-day]")) place.textContent = say("until", { day: dayWords(day) });
}

/** @param {SVGAElement} area @param {import("./days.js").Days} days */
function paintArea(area, days) {
  const { by, key, name = "" } = area.dataset;
  const figures = days.figures(by, key);
  const ground = /** @type {SVGElement} */ (area.querySelector(".fill"));
  ground.dataset.fill = fill(figures);
  paintHatch(area, ground, hatch(figures));
  const values = { name, ...figures };
  const told = figures.total ? say("area_told", values) : say("area_empty", values);
  area.setAttribute("aria-label", told);
  const title = area.querySelector("title");
  if (title) title.textContent = told;
  const figure = area.querySelector(".place-figure");
  if (figure) figure.textContent = `${figures.verified}/${figures.total}`;
}

/** @param {SVGAElement} area @param {SVGElement} ground @param {number} level 0: nothing is only claimed */
function paintHatch(area, ground, level) {
  let lines = /** @type {SVGElement | null} */ (area.querySelector(".hatched"));
  if (!level) {
    lines?.remove();
    return;
  }
  if (!lines) {
    lines = /** @type {SVGElement} */ (ground.cloneNode());
    lines.setAttribute("class", "hatched");
    delete lines.dataset.fill;
    ground.after(lines);
  }
  lines.setAttribute("fill", `url(#hatch-${level})`);
}
