// @ts-check
/** The bytes of a tile → the sites, cells and shapes that our layer draws. */

import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { boxOfTile, CELL_LEVELS, latOf, lonOf, onCurve } from "./grid.js";

/** @typedef {import("./grid.js").Tile} Tile */

/**
 * Sites that are counted together.
 *
 * @typedef {object} Cell
 * @property {number} lon mean of its sites, degrees, WGS-84
 * @property {number} lat
 * @property {number} n
 * @property {Map<string, number>} counts by status
 * @property {number} overdue of all
 * @property {Tile} tile the square of the grid that was counted
 * @property {import("./grid.js").Box} box of that square
 * @property {Site[]} [sites] where they are known one by one
 */
/** @typedef {import("../map/sites.js").Site} Site */
/**
 * A line or area, or the part of one that lies in a tile.
 *
 * @typedef {object} Shape
 * @property {string} id of its site
 * @property {string} status
 * @property {boolean} schematic
 * @property {any} geometry GeoJSON
 * @property {import("./grid.js").Box} [clip] what lies outside is drawn by another tile
 * @property {string} [tone]
 */
/**
 * @typedef {object} Content
 * @property {Site[]} sites
 * @property {Cell[]} cells
 * @property {Shape[]} shapes
 * @property {number} [left] sites and shapes that found no room in the tile, at least
 */

const OTHER_PROPERTIES = new Set(["n", "overdue"]);

/** @type {Content} */
export const EMPTY = { sites: [], cells: [], shapes: [] };

/**
 * @param {ArrayBuffer} bytes a Mapbox Vector Tile
 * @param {Tile} tile which one it is
 * @returns {Content}
 */
export function decode(bytes, tile) {
  if (!bytes.byteLength) return EMPTY;
  const { layers } = new VectorTile(new PbfReader(new Uint8Array(bytes)));
  return {
    sites: features(layers.sites, tile, toSite),
    cells: features(layers.cells, tile, toCell),
    shapes: features(layers.shapes, tile, toShape),
  };
}

/**
 * @template T
 * @param {any} layer
 * @param {Tile} tile
 * @param {(feature: any, tile: Tile) => T} make
 */
function features(layer, tile, make) {
  return Array.from({ length: layer?.length ?? 0 }, (_, i) => make(layer.feature(i), tile));
}

/** @param {any} feature of a point @param {Tile} tile @returns {[number, number]} */
function place(feature, { z, x, y }) {
  const [[point]] = feature.loadGeometry();
  const n = 2 ** z;
  return [lonOf((x + point.x / feature.extent) / n), latOf((y + point.y / feature.extent) / n)];
}

/** @param {any} feature @param {Tile} tile @returns {Site} */
function toSite(feature, tile) {
  const { id, ...properties } = feature.properties;
  const [lon, lat] = place(feature, tile);
  const name = properties.name ?? properties.code; // a full tile has no room for names
  return { id, geometry: null, properties: { ...properties, name, located: true, lon, lat } };
}

/** @param {any} feature @param {Tile} tile @returns {Cell} */
function toCell(feature, tile) {
  const { properties } = feature;
  const [lon, lat] = place(feature, tile);
  const cell = onCurve(feature.id, tile.z + CELL_LEVELS);
  const statuses = Object.entries(properties).filter(([name]) => !OTHER_PROPERTIES.has(name));
  return {
    lon,
    lat,
    n: properties.n,
    counts: new Map(statuses),
    overdue: properties.overdue ?? 0,
    tile: cell,
    box: boxOfTile(cell),
  };
}

/** @param {any} feature @param {Tile} tile @returns {Shape} */
function toShape(feature, tile) {
  const { id, status, schematic } = feature.properties;
  const { geometry } = feature.toGeoJSON(tile.x, tile.y, tile.z);
  return { id, status, schematic: Boolean(schematic), geometry, clip: boxOfTile(tile) };
}
