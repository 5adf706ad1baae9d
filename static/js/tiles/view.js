// @ts-check
/**
 * The sites of what a map shows, kept from tiles: those of the window are asked for and held; what
 * was there stays until what is wanted has come, and is asked again from time to time.
 */

import { cover } from "./cover.js";
import { tilesIn, tileZoom } from "./grid.js";
import { Refused, TileSource } from "./source.js";

/** @typedef {import("./grid.js").Tile} Tile */
/** @typedef {import("./decode.js").Content} Content */

const WHILE_MOVING_MS = 200;
const GENTLE_MS = 30_000; // a map that is looked at asks again whether all still holds
const SOON_MS = 2_000; // not more often, whatever happens
const AFTER_FAILURE_MS = 5_000;

export class TileView {
  /** Of the filter that is shown, and of the one that is asked for. */
  #shown = "";
  #query = "";
  /** @type {Tile[]} */
  #tiles = [];
  #asked = 0;
  #retry = 0;
  #failed = false;
  #waiting = () => {};

  /**
   * @param {any} map Leaflet map
   * @param {() => import("../sheet/geometry.js").Box} box of the window, WGS-84
   * @param {string} template address of the tiles
   * @param {{changed: () => void, failed: (error: Error) => void}} listener
   * @param {Record<string, string>} [headers] of each request
   */
  constructor(map, box, template, listener, headers = {}) {
    this.map = map;
    this.box = box;
    this.listener = listener;
    const came = { changed: () => this.#came(), failed: (/** @type {Error} */ e) => this.#fail(e) };
    this.source = new TileSource(template, came, headers);
    this.on = false;
    let moved = 0;
    map.on("moveend zoomend resize", () => this.follow());
    map.on("move", () => {
      if (performance.now() - moved < WHILE_MOVING_MS) return;
      moved = performance.now();
      this.follow();
    });
    setInterval(() => this.refresh(), GENTLE_MS);
    for (const type of ["focus", "online", "pageshow"])
      addEventListener(type, () => this.refresh());
    document.addEventListener("visibilitychange", () => this.refresh());
  }

  /**
   * Show the sites of a filter; what is shown stays until all of them are here.
   *
   * @param {string} query in the words of the API
   * @returns {Promise<void>} when they are, or when they cannot be had for now
   */
  show(query) {
    this.on = true;
    this.#query = query;
    this.#tiles = [];
    return new Promise((resolve) => {
      this.#answered();
      this.#waiting = resolve;
      this.follow();
    });
  }

  /** Show nothing, and ask for nothing. */
  hide() {
    this.on = false;
    this.source.want([]);
  }

  /** Ask for the tiles of the window. */
  follow() {
    if (!this.on || !this.map.getSize().x) return;
    const tiles = tilesIn(this.box(), tileZoom(this.map.getZoom()));
    if (sameTiles(tiles, this.#tiles)) return;
    this.#tiles = tiles;
    this.#ask();
  }

  /** Ask whether all that is shown still holds. */
  refresh() {
    if (!this.on || document.hidden || performance.now() - this.#asked < SOON_MS) return;
    this.#ask(true);
  }

  /** Ask once more after a failure. */
  again() {
    this.#ask(true);
  }

  #ask(anew = false) {
    clearTimeout(this.#retry);
    this.#failed = false;
    if (anew) this.#asked = performance.now();
    this.source.want(
      this.#tiles.map((tile) => ({ query: this.#query, tile })),
      anew,
    );
    this.#came();
  }

  #came() {
    const whole = this.#tiles.every((tile) => this.source.get(this.#query, tile));
    if (whole) this.#shown = this.#query;
    if (whole || this.#shown === this.#query) this.listener.changed();
    if (whole) this.#answered();
  }

  #answered() {
    this.#waiting();
    this.#waiting = () => {};
  }

  /** @param {Error} error */
  #fail(error) {
    this.#failed = true;
    this.listener.failed(error);
    this.#answered();
    if (error instanceof Refused && error.status < 500) return; // it would be refused again
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.again(), AFTER_FAILURE_MS);
  }

  /** All that is asked for has come. */
  get settled() {
    return !this.source.busy && !this.#failed && this.#shown === this.#query;
  }

  /** What is there to be drawn now. @returns {Content[]} */
  contents() {
    const get = (/** @type {Tile} */ tile) => this.source.get(this.#shown, tile);
    return this.#tiles.flatMap((tile) => cover(tile, get));
  }
}

/** @param {Tile[]} a @param {Tile[]} b */
const sameTiles = (a, b) =>
  a.length === b.length &&
  a.every(({ x, y, z }, i) => b[i].x === x && b[i].y === y && b[i].z === z);
