// @ts-check
/** Where the page's sites come from: the tiles of the window, or the answer to a search. */

import { isArea, isLine } from "../sheet/geometry.js";
import { page, say } from "../sheet/page.js";
import { Refused } from "../tiles/source.js";
import { TileView } from "../tiles/view.js";
import { SiteSource } from "./sites.js";

/** @typedef {import("./sites.js").Site} Site */
/** @typedef {import("./sites.js").Found} Found */
/** @typedef {import("../tiles/decode.js").Content} Content */

export class Stock {
  /**
   * @param {import("../sheet/sheet.js").MapSheet} sheet
   * @param {{changed: () => void, failed: (reason: string) => void}} listener
   */
  constructor(sheet, listener) {
    this.listener = listener;
    this.source = new SiteSource();
    /** The answer to a search, which stands in place of the tiles. @type {Found | null} */
    this.found = null;
    this.tiles = new TileView(sheet.map, () => sheet.window(), page.urls.tiles, {
      changed: () => listener.changed(),
      failed: (error) => this.#fail(error instanceof Refused ? error.message : say("offline")),
    });
  }

  /** Show the sites of a filter; what is shown stays until they are here. @param {URLSearchParams} query */
  async show(query) {
    if (!query.has("q")) {
      this.source.drop();
      this.found = null;
      await this.tiles.show(query.toString());
      return;
    }
    try {
      const found = await this.source.find(query);
      if (!found) return;
      this.found = found;
    } catch (error) {
      this.#fail(/** @type {Error} */ (error).message);
      return;
    }
    this.tiles.hide();
    this.listener.changed();
  }

  /** Nothing more is on its way, and nothing failed. */
  get whole() {
    return this.found !== null || this.tiles.settled;
  }

  /** @returns {Content[]} what is to be drawn */
  contents() {
    if (!this.found) return this.tiles.contents();
    const sites = this.found.sites.filter(({ properties }) => properties.located);
    return [{ sites, cells: [], shapes: sites.filter(isShape).map(toShape) }];
  }

  /** @param {string} reason */
  #fail(reason) {
    this.listener.failed(reason);
  }
}

/** @param {Site} site */
const isShape = ({ geometry }) => isLine(geometry) || isArea(geometry);

/** @param {Site} site */
const toShape = ({ id, geometry, properties: { status, schematic } }) => ({
  id,
  status,
  schematic,
  geometry,
});
