// @ts-check
/** Sites → what the layer of marks draws, the most urgent first. */

import { URGENCY } from "../sheet/statuses.js";

/** @typedef {import("../map/sites.js").Site} Site */
/** @typedef {import("../sheet/marks.js").Mark} Mark */

const RANK = new Map(URGENCY.map((status, i) => [status, i]));

/** @param {Site} site @returns {number} lower is more urgent */
export const rank = ({ properties: { overdue, status } }) =>
  (overdue ? 0 : URGENCY.length) + (RANK.get(status) ?? 0);

/**
 * Whether somebody accepted it without the evidence that is demanded: a tile says only that, a
 * whole site by whom and why.
 *
 * @param {Site} site
 */
export const isOverridden = ({ properties: { overridden } }) =>
  overridden === true || Boolean(overridden?.length);

/** @param {Site[]} sites @returns {Mark[]} */
export const toMarks = (sites) => sites.sort((a, b) => rank(a) - rank(b)).map(toMark);

/** @param {Site} site @returns {Mark} */
export function toMark(site) {
  const { id, geometry, properties } = site;
  const { name, status, category, overdue, schematic, lon, lat, radius_m } = properties;
  return {
    id,
    geometry,
    label: name ?? "",
    status,
    category,
    overdue: Boolean(overdue),
    overridden: isOverridden(site),
    schematic: Boolean(schematic),
    lon,
    lat,
    radius_m: radius_m ?? 0,
  };
}
