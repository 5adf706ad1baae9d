// @ts-check
/** Plane geometry of the screen and bounds of GeoJSON; nothing here measures the earth exactly. */

/** @typedef {{x: number, y: number}} Point */
/** @typedef {[number, number, number, number]} Box west, south, east, north */

const EARTH_M = 40_075_016.686; // equator of the Web Mercator sphere
const TILE_PX = 256;

/**
 * Ground length of a pixel of Web Mercator.
 *
 * @param {number} lat degrees
 * @param {number} zoom
 */
export const metresPerPixel = (lat, zoom) =>
  (EARTH_M * Math.cos((lat * Math.PI) / 180)) / (TILE_PX * 2 ** zoom);

/**
 * The lines of a geometry: each a list of positions; rings of polygons are closed lists.
 *
 * @param {any} geometry GeoJSON
 * @returns {[number, number][][]}
 */
export function paths(geometry) {
  switch (geometry?.type) {
    case "LineString":
      return [geometry.coordinates];
    case "MultiLineString":
    case "Polygon":
      return geometry.coordinates;
    case "MultiPolygon":
      return geometry.coordinates.flat();
    case "GeometryCollection":
      return geometry.geometries.flatMap(paths);
    default:
      return [];
  }
}

/** @param {any} geometry GeoJSON */
export const isArea = (geometry) => Boolean(geometry?.type.endsWith("Polygon"));

/** @param {any} geometry GeoJSON */
export const isLine = (geometry) => Boolean(geometry?.type.endsWith("LineString"));

/**
 * @param {Iterable<[number, number]>} positions
 * @returns {Box | null} null where there is none
 */
export function boxOf(positions) {
  /** @type {Box} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of positions) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box[0] <= box[2] ? box : null;
}

/**
 * The box of a circle on the ground.
 *
 * @param {number} lon
 * @param {number} lat
 * @param {number} radius metres
 * @returns {Box}
 */
export function circleBox(lon, lat, radius) {
  const dLat = (radius / EARTH_M) * 360;
  const dLon = dLat / Math.cos((lat * Math.PI) / 180);
  return [lon - dLon, lat - dLat, lon + dLon, lat + dLat];
}

/**
 * @param {Point} p
 * @param {Point} a
 * @param {Point} b
 * @returns {number} distance of p from the segment a–b
 */
export function distanceToSegment(p, a, b) {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = dx * dx + dy * dy;
  const t = length ? Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length)) : 0;
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/**
 * @param {Point} p
 * @param {Point[][]} rings
 * @returns {boolean} inside by the even-odd rule
 */
export function isInside(p, rings) {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const a = ring[i];
      const b = ring[j];
      if (a.y > p.y !== b.y > p.y && p.x < ((b.x - a.x) * (p.y - a.y)) / (b.y - a.y) + a.x) {
        inside = !inside;
      }
    }
  }
  return inside;
}
