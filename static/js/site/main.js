// @ts-check
/** The page of one site: its small map, and the before/after viewer where there are photos. */

import { page } from "../sheet/page.js";
import { Comparison } from "./compare/comparison.js";
import { openChecks } from "./checks.js";
import { showPlace } from "./place_map.js";

const { photos } = /** @type {{photos: import("./compare/comparison.js").ShownPhoto[]}} */ (
  /** @type {any} */ (page)
);
const map = /** @type {any} */ (window).map_sheet;
const compare = document.getElementById("compare");

openChecks();
if (compare) new Comparison(compare, photos);
if (map) {
  const placed = /** @type {any[]} */ (photos).filter(({ lon }) => lon !== null);
  await showPlace(map, placed);
}
document.body.dataset.ready = "yes";
