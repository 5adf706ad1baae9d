// @ts-check
/**
 * Tiles of Web Mercator: their numbers, their boxes, and which of them a window needs. Pure.
 *
 * "World" numbers run from 0 to 1: x to the east, y to the south.
 */

/** @typedef {{z: number, x: number, y: number}} Tile also a cell: a cell is a tile of a deeper level */
/** @typedef {import("../sheet/geometry.js").Box} Box */

/** The server counts 8 × 8 cells in a tile. */
export const CELL_LEVELS = 3;
const DEEPEST = 18;
const TILE_PX = 256;
const EDGE_LAT = 85.0511287798066;
/** Zooms before a whole one that its finer cells are shown. */
const EARLY = 0.3;

/** @param {Tile} tile */
export const nameOf = ({ z, x, y }) => `${z}/${x}/${y}`;

/** @param {number} lon degrees */
export const worldX = (lon) => lon / 360 + 0.5;

/** @param {number} lat degrees */
export function worldY(lat) {
  const sine = Math.sin((Math.max(-EDGE_LAT, Math.min(EDGE_LAT, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/** @param {number} x world */
export const lonOf = (x) => (x - 0.5) * 360;

/** @param {number} y world */
export const latOf = (y) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;

/**
 * The zoom of the tiles for a map at a zoom: their cells stand 52 to 104 pixels apart, room for a
 * donut each.
 *
 * @param {number} zoom of the map, may be a fraction
 */
export const tileZoom = (zoom) => Math.max(0, Math.min(DEEPEST, Math.floor(zoom + EARLY) - 1));

/** Pixels across a tile or cell of a level. @param {number} level @param {number} zoom of the map */
export const pixels = (level, zoom) => TILE_PX * 2 ** (zoom - level);

/** @param {Tile} tile @returns {Box} */
export function boxOfTile({ z, x, y }) {
  const n = 2 ** z;
  return [lonOf(x / n), latOf((y + 1) / n), lonOf((x + 1) / n), latOf(y / n)];
}

/** @param {number} lon @param {number} lat @param {number} z @returns {Tile} the one that holds a point */
export function tileAt(lon, lat, z) {
  const n = 2 ** z;
  const within = (/** @type {number} */ value) =>
    Math.max(0, Math.min(n - 1, Math.floor(value * n)));
  return { z, x: within(worldX(lon)), y: within(worldY(lat)) };
}

/**
 * The cell of a number along the Z-order curve: its bits are those of x and y by turns, x first.
 *
 * @param {number} number may be larger than 32 bits hold
 * @param {number} z
 * @returns {Tile}
 */
export function onCurve(number, z) {
  const cell = { z, x: 0, y: 0 };
  for (let bit = 1, rest = number; rest >= 1; bit *= 2, rest = Math.floor(rest / 4)) {
    cell.x += bit * (rest % 2);
    cell.y += bit * (Math.floor(rest / 2) % 2);
  }
  return cell;
}

/** @param {Tile} tile @param {number} z of a level above @returns {Tile} */
export const ancestor = (tile, z) => ({
  z,
  x: Math.floor(tile.x / 2 ** (tile.z - z)),
  y: Math.floor(tile.y / 2 ** (tile.z - z)),
});

/** @param {Tile} tile @returns {Tile[]} */
export const children = ({ z, x, y }) =>
  [0, 1, 2, 3].map((i) => ({ z: z + 1, x: 2 * x + (i & 1), y: 2 * y + (i >> 1) }));

/** @param {Tile} tile @param {Tile} inner of the same or a deeper level */
export function holds(tile, inner) {
  const above = ancestor(inner, tile.z);
  return above.x === tile.x && above.y === tile.y;
}

/**
 * The tiles that touch a box, those about its middle first.
 *
 * @param {Box} box west, south, east, north; degrees
 * @param {number} z
 * @returns {Tile[]}
 */
export function tilesIn([west, south, east, north], z) {
  const first = tileAt(west, north, z);
  const last = tileAt(east, south, z);
  const found = [];
  for (let y = first.y; y <= last.y; y++)
    for (let x = first.x; x <= last.x; x++) found.push({ z, x, y });
  const far = (/** @type {Tile} */ { x, y }) =>
    Math.hypot(x - (first.x + last.x) / 2, y - (first.y + last.y) / 2);
  return found.sort((a, b) => far(a) - far(b));
}
