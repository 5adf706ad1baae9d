// @ts-check
/** Distances and directions between two places near each other; degrees WGS-84, metres. */

/** @typedef {{lon: number, lat: number}} Place */

const EARTH_M = 6_371_008.8; // mean radius (IUGG): within 0.3 % of the ellipsoid, as a walk needs
const WINDS = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];
const radians = (/** @type {number} */ degrees) => (degrees * Math.PI) / 180;

/**
 * @param {Place} from
 * @param {Place} to
 * @returns {number} metres
 */
export function metresBetween(from, to) {
  const dLat = radians(to.lat - from.lat) / 2;
  const dLon = radians(to.lon - from.lon) / 2;
  const cosines = Math.cos(radians(from.lat)) * Math.cos(radians(to.lat));
  const h = Math.sin(dLat) ** 2 + cosines * Math.sin(dLon) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/**
 * @param {Place} from
 * @param {Place} to
 * @returns {number} degrees clockwise from true north, 0 ≤ d < 360
 */
export function bearingBetween(from, to) {
  const dLon = radians(to.lon - from.lon);
  const [a, b] = [radians(from.lat), radians(to.lat)];
  const east = Math.sin(dLon) * Math.cos(b);
  const north = Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(dLon);
  return circle((Math.atan2(east, north) * 180) / Math.PI);
}

/** @param {number} degrees @returns {number} the same direction, 0 ≤ d < 360 */
export const circle = (degrees) => ((degrees % 360) + 360) % 360;

/**
 * The way to turn.
 *
 * @param {number} from degrees
 * @param {number} to
 * @returns {number} −180 < d ≤ 180; to the right is positive
 */
export function turnBetween(from, to) {
  const turn = circle(to - from);
  return turn > 180 ? turn - 360 : turn;
}

/** @param {number} degrees @returns {string} the nearest of eight winds: code of its word */
export const wind = (degrees) => WINDS[Math.round(circle(degrees) / 45) % 8];

/**
 * East and north of an origin.
 *
 * @param {Place} origin
 * @param {Place} place
 * @returns {[number, number]} metres; good for a few tens of kilometres
 */
export function plane(origin, place) {
  const scale = radians(1) * EARTH_M;
  const east = (place.lon - origin.lon) * scale * Math.cos(radians(origin.lat));
  return [east, (place.lat - origin.lat) * scale];
}

/**
 * The place at some metres east and north of an origin; inverse of ``plane``.
 *
 * @param {Place} origin
 * @param {number} east
 * @param {number} north
 * @returns {Place}
 */
export function placeAt(origin, east, north) {
  const scale = radians(1) * EARTH_M;
  const lon = origin.lon + east / (scale * Math.cos(radians(origin.lat)));
  return { lon, lat: origin.lat + north / scale };
}
