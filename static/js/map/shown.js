// @ts-check
/** What the window shows: the sites known one by one, those that are only counted, and the sums. */

import { boxOf, paths } from "../sheet/geometry.js";
import { CHECKED } from "../sheet/statuses.js";

/** @typedef {import("./sites.js").Site} Site */
/** @typedef {import("../tiles/decode.js").Cell} Cell */
/** @typedef {import("../tiles/decode.js").Content} Content */
/** @typedef {import("../sheet/geometry.js").Box} Box */

/**
 * @typedef {object} Shown
 * @property {Site[]} sites
 * @property {Cell[]} cells
 * @property {number} n of both
 * @property {number} counted those of the cells
 * @property {number} claimed
 * @property {number} verified
 * @property {boolean} about a cell lies across the edge of the window: the sums are not exact
 */

/** @param {Content[]} contents @param {Box} window @returns {Shown} */
export function inWindow(contents, window) {
  const sites = contents.flatMap((content) =>
    content.sites.filter((site) => touches(boxOfSite(site), window)),
  );
  const cells = contents.flatMap((content) =>
    content.cells.filter(({ lon, lat }) => touches([lon, lat, lon, lat], window)),
  );
  const of = (/** @type {string[]} */ ...statuses) =>
    sites.filter(({ properties }) => statuses.includes(properties.status)).length +
    cells.reduce(
      (sum, { counts }) => statuses.reduce((part, each) => part + (counts.get(each) ?? 0), sum),
      0,
    );
  const counted = cells.reduce((sum, { n }) => sum + n, 0);
  return {
    sites,
    cells,
    n: sites.length + counted,
    counted,
    claimed: of("claimed"),
    verified: of(...CHECKED),
    about: contents.some((content) => content.cells.some(({ box }) => cut(box, window))),
  };
}

/** @param {Site} site @returns {Box} */
const boxOfSite = ({ geometry, properties: { lon, lat } }) =>
  boxOf([[lon, lat], ...paths(geometry).flat()]) ?? [lon, lat, lon, lat];

/** @param {Box} a @param {Box} b */
const touches = (a, b) => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];

/** @param {Box} box @param {Box} window */
const cut = (box, window) =>
  touches(box, window) &&
  (box[0] < window[0] || box[2] > window[2] || box[1] < window[1] || box[3] > window[3]);
