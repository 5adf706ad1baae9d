// @ts-check
/** From here to where an earlier photo was taken: how far, which way, how to turn. */

import { bearingBetween, metresBetween, turnBetween } from "./ground.js";

/** A fix worse than this shows no way of a few metres. */
export const POOR_M = 25;
/** Turned by less than this, the view is the same. */
export const SAME_VIEW_DEG = 8;
const LEAST_M = 3; // nobody walks more exactly by a phone

/**
 * @typedef {object} Guide
 * @property {number | null} metres to where the earlier photo was taken; null: it does not say where
 * @property {number | null} bearing way to there, degrees from true north
 * @property {boolean} there as near as the fix can tell
 * @property {boolean} wait the fix is poor and may get better
 * @property {number | null} turn to the view of the earlier photo, right positive; null: not known
 * @property {boolean} aligned turned enough
 */

/**
 * @param {{lon: number, lat: number, accuracy_m: number | null} | null} here
 * @param {number | null} heading where the camera looks, degrees from true north
 * @param {{lon: number | null, lat: number | null, accuracy_m?: number | null, direction_deg: number | null}} goal
 * @returns {Guide}
 */
export function guide(here, heading, goal) {
  const turn =
    heading === null || goal.direction_deg === null
      ? null
      : Math.round(turnBetween(heading, goal.direction_deg));
  const aligned = turn !== null && Math.abs(turn) <= SAME_VIEW_DEG;
  if (!here || goal.lon === null || goal.lat === null)
    return { metres: null, bearing: null, there: false, wait: !here, turn, aligned };
  const place = { lon: goal.lon, lat: goal.lat };
  const metres = metresBetween(here, place);
  const error = Math.hypot(here.accuracy_m ?? POOR_M, goal.accuracy_m ?? 0);
  return {
    metres,
    bearing: bearingBetween(here, place),
    there: metres <= Math.max(LEAST_M, Math.min(error, POOR_M)),
    wait: (here.accuracy_m ?? Infinity) > POOR_M,
    turn,
    aligned,
  };
}

/**
 * Where a device stands to a site: its radius and twice the error count in its favour, as they do
 * when the server judges a photo.
 *
 * @param {{lon: number, lat: number, accuracy_m: number | null}} here
 * @param {{lon: number, lat: number, radius_m: number | null}} site
 * @returns {{metres: number, bearing: number, inside: boolean}}
 */
export function standing(here, site) {
  const metres = metresBetween(here, site);
  const reach = (site.radius_m ?? 0) + 2 * (here.accuracy_m ?? POOR_M);
  return { metres, bearing: bearingBetween(here, site), inside: metres <= reach };
}
