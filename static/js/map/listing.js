// @ts-check
/** Which sites the list shows: those of the window, of a search, or of one crowd. */

import { page } from "../sheet/page.js";
import { inWindow } from "./shown.js";
import { byUrgency } from "./sites.js";

/** @typedef {import("./sites.js").Site} Site */
/** @typedef {import("../sheet/marks.js").Crowd} Crowd */

export class Listing {
  /** What a crowd holds that no zoom takes apart. @type {{crowd: Crowd, sites: Site[], total: number} | null} */
  stack = null;
  /** What the window shows. @type {import("./shown.js").Shown | null} */
  shown = null;

  /**
   * @param {import("../sheet/sheet.js").MapSheet} sheet
   * @param {import("./stock.js").Stock} stock
   * @param {import("./panel.js").Panel} panel
   */
  constructor(sheet, stock, panel) {
    this.sheet = sheet;
    this.stock = stock;
    this.panel = panel;
  }

  /**
   * Figures and list of what the window shows now.
   *
   * @param {boolean} filtered
   * @param {import("../tiles/decode.js").Content[]} [contents]
   */
  show(filtered, contents = this.stock.contents()) {
    const shown = inWindow(contents, this.sheet.window());
    shown.about &&= shown.n !== page.on_map; // cut or not, all are in view
    this.shown = shown;
    this.panel.count(shown, this.stock.found?.figures);
    const left = contents.reduce((sum, content) => sum + (content.left ?? 0), 0);
    this.panel.show({ ...this.#listed(shown), left, filtered });
    return shown;
  }

  /** @param {import("./shown.js").Shown} shown */
  #listed({ sites, counted }) {
    if (this.stack) return { ...this.stack, counted: 0, near: null, here: true };
    const { found } = this.stock;
    if (!found) return { sites: sites.sort(byUrgency), counted, near: null };
    const located = found.sites.filter(({ properties }) => properties.located);
    const near = new Set(sites.map(({ id }) => id));
    const total = found.figures?.located ?? located.length + found.total - found.shown;
    return { sites: located, counted: 0, near, total };
  }

  /**
   * List what a crowd holds.
   *
   * @param {Crowd} crowd
   * @param {URLSearchParams} query filter
   * @throws {Error} with a sentence for the reader
   */
  async open(crowd, query) {
    const { sites } = /** @type {import("../tiles/decode.js").Cell} */ (crowd);
    const bbox = crowd.box.map((each) => each.toFixed(7)).join();
    const found = sites
      ? { sites, total: sites.length }
      : await this.stock.source.find(query, { bbox });
    if (found) this.stack = { crowd, sites: found.sites, total: found.total };
  }

  /** Back to the list of the window, once the crowd is no longer what somebody looks at. */
  rest() {
    if (!this.stack) return;
    const { lon, lat } = this.stack.crowd;
    const [west, south, east, north] = this.sheet.window();
    const inside = lon >= west && lon <= east && lat >= south && lat <= north;
    const { map } = this.sheet;
    if (!inside || map.getZoom() < map.getMaxZoom()) this.stack = null;
  }

  /** Where most are that are only counted. @returns {Crowd | undefined} */
  get fullest() {
    const cells = this.shown?.cells ?? [];
    return cells.reduce((most, cell) => (cell.n > most.n ? cell : most), cells[0]);
  }

  /** As much as is known of a site before it is asked for. @param {string} id @returns {Site | null} */
  known(id) {
    const sites = [...(this.stack?.sites ?? []), ...(this.shown?.sites ?? [])];
    const found = sites.find((site) => site.id === id);
    return found ?? this.stock.found?.sites.find((site) => site.id === id) ?? null;
  }
}
