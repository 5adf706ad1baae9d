// @ts-check
/**
 * Where marks would stand too thick they are counted together, in the very squares in which the
 * server counts: the picture is the same whichever of the two did it. Pure.
 */

import { ancestor, boxOfTile, CELL_LEVELS, nameOf, pixels, tileAt, tileZoom } from "./grid.js";

/** @typedef {import("./grid.js").Tile} Tile */
/** @typedef {import("./decode.js").Cell} Cell */
/** @typedef {import("./decode.js").Content} Content */
/** @typedef {import("../map/sites.js").Site} Site */

const SPARSE = 96; // as many marks in a tile stand free of one another, mostly
const PIXELS_PER_MARK = 1300;

/**
 * The contents of the tiles of a window as what stands on the map at a zoom.
 *
 * @param {Content[]} contents
 * @param {number} zoom of the map
 * @returns {Content}
 */
export function crowded(contents, zoom) {
  const level = tileZoom(zoom) + CELL_LEVELS;
  const room = Math.floor(pixels(level, zoom) ** 2 / PIXELS_PER_MARK);
  /** @type {Content} */
  const made = { sites: [], cells: [], shapes: [] };
  for (const { sites, cells, shapes } of contents) {
    const { few, many } =
      sites.length > SPARSE ? parted(sites, level, room) : { few: sites, many: [] };
    made.sites.push(...few);
    made.cells.push(...many, ...(cells[0]?.tile.z > level ? merged(cells, level) : cells));
    made.shapes.push(...shapes);
  }
  return made;
}

/** @param {Site[]} sites @param {number} level of the squares @param {number} room marks in one */
function parted(sites, level, room) {
  const few = [];
  const many = [];
  for (const [tile, inside] of squares(sites, ({ properties: { lon, lat } }) =>
    tileAt(lon, lat, level),
  )) {
    if (inside.length > room) many.push(cellOf(inside, tile));
    else few.push(...inside);
  }
  return { few, many };
}

/** @param {Cell[]} cells of a deeper level @param {number} level @returns {Cell[]} */
function merged(cells, level) {
  return squares(cells, ({ tile }) => ancestor(tile, level)).map(([tile, inside]) =>
    sum(inside, tile),
  );
}

/**
 * @template T
 * @param {T[]} things
 * @param {(thing: T) => Tile} squareOf
 * @returns {[Tile, T[]][]}
 */
function squares(things, squareOf) {
  /** @type {Map<string, [Tile, T[]]>} */
  const found = new Map();
  for (const thing of things) {
    const tile = squareOf(thing);
    const square = found.get(nameOf(tile));
    if (square) square[1].push(thing);
    else found.set(nameOf(tile), [tile, [thing]]);
  }
  return [...found.values()];
}

/** @param {Site[]} sites @param {Tile} tile @returns {Cell} */
function cellOf(sites, tile) {
  const alone = sites.map(({ properties: { lon, lat, status, overdue } }) => ({
    lon,
    lat,
    n: 1,
    counts: new Map([[status, 1]]),
    overdue: Number(Boolean(overdue)),
  }));
  return { ...sum(alone, tile), sites };
}

/**
 * @param {Pick<Cell, "lon" | "lat" | "n" | "counts" | "overdue">[]} cells
 * @param {Tile} tile
 * @returns {Cell}
 */
function sum(cells, tile) {
  const box = boxOfTile(tile);
  /** @type {Cell} */
  const all = { lon: 0, lat: 0, n: 0, counts: new Map(), overdue: 0, tile, box };
  for (const { lon, lat, n, counts, overdue } of cells) {
    all.lon += lon * n;
    all.lat += lat * n;
    all.n += n;
    all.overdue += overdue;
    for (const [status, count] of counts)
      all.counts.set(status, (all.counts.get(status) ?? 0) + count);
  }
  all.lon /= all.n;
  all.lat /= all.n;
  return all;
}
