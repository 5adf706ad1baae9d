// @ts-check
/** The map that everybody sees: each square with what stands in it, as a circle that holds it. */

import { byId } from "../sheet/dom.js";
import { page, say } from "../sheet/page.js";
import { MapSheet } from "../sheet/sheet.js";
import { drawSquares } from "./squares.js";

/** @typedef {import("./squares.js").Feature} Feature */

/** @returns {Promise<{features: Feature[], shown: number, total: number}>} */
async function sites() {
  const { shown } = /** @type {{shown?: Feature[]}} */ (/** @type {any} */ (page));
  if (shown) return { features: shown, shown: shown.length, total: shown.length };
  const answer = await fetch(page.urls.sites, { headers: { Accept: "application/geo+json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

const sheet = new MapSheet(/** @type {any} */ (window).map_sheet);
const note = byId("map-note");
try {
  const found = await sites();
  drawSquares(sheet, found.features);
  if (found.shown < found.total)
    note.textContent = say("shown_of", { shown: found.shown, total: found.total });
} catch (error) {
  const reason = navigator.onLine ? String(/** @type {Error} */ (error).message) : say("offline");
  note.textContent = say("load_failed", { reason });
}
await sheet.load();
document.body.dataset.ready = "yes";
