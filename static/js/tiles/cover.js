// @ts-check
/** What stands in for tiles that are still on their way: the tile above, or those below. Pure. */

import { ancestor, boxOfTile, children, holds, tileAt } from "./grid.js";

/** @typedef {import("./grid.js").Tile} Tile */
/** @typedef {import("./decode.js").Content} Content */

/** The cells of a tile three levels above are the very tiles of this one: coarser ones span several. */
const ABOVE = 3;
const BELOW = 2;

/**
 * @param {Tile} tile that is wanted
 * @param {(tile: Tile) => Content | undefined} get what is held
 * @returns {Content[]} its own content, or the nearest that shows the same ground; each site once
 */
export function cover(tile, get) {
  const own = get(tile);
  if (own) return [own];
  for (let z = tile.z - 1; z >= Math.max(0, tile.z - ABOVE); z--) {
    const content = get(ancestor(tile, z));
    if (content) return [part(content, tile)];
  }
  return below(tile, get, BELOW);
}

/**
 * @param {Tile} tile
 * @param {(tile: Tile) => Content | undefined} get
 * @param {number} depth
 * @returns {Content[]}
 */
function below(tile, get, depth) {
  if (!depth) return [];
  return children(tile).flatMap((child) => {
    const content = get(child);
    return content ? [content] : below(child, get, depth - 1);
  });
}

/** What of a content lies in a tile. @param {Content} content @param {Tile} tile @returns {Content} */
function part({ sites, cells, shapes }, tile) {
  return {
    sites: sites.filter(({ properties: { lon, lat } }) => holds(tile, tileAt(lon, lat, tile.z))),
    cells: cells.filter((cell) => holds(tile, cell.tile)),
    shapes: shapes.map((shape) => ({ ...shape, clip: boxOfTile(tile) })),
  };
}
