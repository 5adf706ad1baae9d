// @ts-check
/** The map page: filter, sites, marks, panel, card and address kept together. */

import { byId } from "../sheet/dom.js";
import { page, say } from "../sheet/page.js";
import { MarksLayer } from "../sheet/marks.js";
import { MapSheet } from "../sheet/sheet.js";
import { crowded } from "../tiles/crowds.js";
import { toMark, toMarks } from "../tiles/to_marks.js";
import * as address from "./address.js";
import { BottomSheet } from "./bottom_sheet.js";
import { Card } from "./card.js";
import { Filters } from "./filters.js";
import { Listing } from "./listing.js";
import { announce, Panel } from "./panel.js";
import { PhotoSource } from "./photos.js";
import { answers } from "./sites.js";
import { Stock } from "./stock.js";
import { Tip } from "./tip.js";
import { Viewpoints } from "./viewpoints.js";

/** @typedef {import("./sites.js").Site} Site */

const FIRST_ZOOM = 12; // a single site is shown with its surroundings
/** Pixels between the outermost marks and the window of a phone: its buttons stand on top. */
const FIRST_AIR = { paddingTopLeft: [36, 98], paddingBottomRight: [36, 48] };
const MOST_UNLOCATED = "100";
const SLOW_MS = 300; // from here on the page says that it waits
const BETWEEN_MS = 120; // two pictures while tiles are still coming

class MapPage {
  constructor() {
    this.sheet = new MapSheet(/** @type {any} */ (window).map_sheet);
    this.map = this.sheet.map;
    this.stock = new Stock(this.sheet, {
      changed: () => this.soon(),
      failed: (reason) => this.panel.fail(reason, () => this.load()),
    });
    /** @type {string | null} */
    this.selected = null;
    /** The selected site: at first as much as is known, then the whole. @type {Site | null} */
    this.chosen = null;
    /** The filter whose unlocated sites are listed. @type {string | null} */
    this.unlocatedOf = null;
    /** The address names a view, because it came with one or somebody moved the map. */
    this.moved = false;
    /** The page has its first view; from here on a moved map is somebody's doing. */
    this.settled = false;
    /** When the marks were last drawn, and the timer of the next time. */
    this.drawn = 0;
    this.pending = 0;
    this.filters = new Filters(() => this.filtered());
    this.bottom = new BottomSheet();
    this.tip = new Tip(this.map);
    this.marks = new MarksLayer(this.sheet, {
      pick: (id) => this.pick(id),
      over: (crowd, at) => this.tip.show(crowd, at),
      stay: (crowd) => this.open(crowd),
    });
    this.panel = new Panel({
      pick: (id) => this.pick(id, true),
      hover: (id) => this.marks.hover(id),
      unlocated: () => this.bottom.reach(byId("unlocated-title")),
      clear: () => this.filters.reset(),
      closer: () => this.closer(),
      back: () => this.back(),
    });
    this.listing = new Listing(this.sheet, this.stock, this.panel);
    const photos = new PhotoSource();
    this.viewpoints = new Viewpoints(this.sheet, photos);
    this.card = new Card(this.sheet, photos, {
      close: () => this.pick(null),
      zoomTo: (id) => this.zoomTo(id),
      position: (id) => this.marks.position(id),
    });
    this.map.on("moveend", () => this.rested());
    this.map.on("zoomend datumchange", () => this.soon());
    addEventListener("popstate", async () => {
      this.settled = false;
      await this.restore();
      this.settled = true;
    });
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.selected) this.pick(null);
    });
  }

  async start() {
    const { view, site } = address.read();
    if (!view && !site) this.firstView();
    await Promise.all([this.sheet.load(), this.restore()]);
    this.draw();
    this.settled = true;
    document.body.dataset.ready = "yes";
  }

  /** The whole area; in an upright window, where that would be small, the part that has sites. */
  firstView() {
    const size = this.map.getSize();
    if (page.sites_box && size.x < size.y)
      this.sheet.show(page.sites_box, { animate: false, maxZoom: FIRST_ZOOM, ...FIRST_AIR });
    else this.sheet.goHome({ animate: false });
  }

  /** The state that the address describes. */
  async restore() {
    const { filter, site, view } = address.read();
    this.filters.read(filter);
    this.moved = Boolean(view);
    if (view) this.map.setView(this.sheet.latLng(view.lon, view.lat), view.zoom, { reset: true });
    if (!this.settled && page.listed) this.unlocatedOf = this.filters.query().toString();
    this.select(site);
    const chosen = site ? await this.stock.source.one(site) : null;
    if (this.selected === site) this.choose(chosen);
    if (chosen && !view) this.marks.show(chosen.id);
    else if (site && !view && !this.settled) this.firstView();
    await this.load();
  }

  /** @returns {import("./address.js").Address} */
  get address() {
    const [lon, lat] = this.sheet.lonLat(this.map.getCenter());
    return {
      filter: this.filters.query(),
      site: this.selected,
      view: this.moved ? { zoom: this.map.getZoom(), lon, lat } : null,
    };
  }

  async filtered() {
    address.push(this.address);
    await this.load();
    const { chosen } = this;
    if (!chosen) return;
    const { found } = this.stock;
    const stays = found
      ? found.sites.some(({ id }) => id === chosen.id)
      : answers(chosen, this.filters.query());
    if (!stays) this.choose(null);
  }

  /** Ask for the sites of the filter; on failure what is shown stays. */
  async load() {
    const query = this.filters.query();
    this.listing.stack = null;
    this.unlocated(query);
    const waiting = setTimeout(() => this.panel.wait(), SLOW_MS);
    await this.stock.show(query);
    clearTimeout(waiting);
    this.count();
    const { found } = this.stock;
    if (!found) return;
    this.unlocatedOf = null;
    const others = found.sites.filter(({ properties }) => !properties.located);
    this.panel.showUnlocated(others, found.figures?.unlocated ?? others.length);
  }

  /** The list of what is not on the map. @param {URLSearchParams} query */
  async unlocated(query) {
    const filter = query.toString();
    if (query.has("q") || filter === this.unlocatedOf) return;
    this.unlocatedOf = filter;
    this.panel.awaitUnlocated();
    try {
      const found = await this.stock.source.find(query, { located: "0", limit: MOST_UNLOCATED });
      if (found) this.panel.showUnlocated(found.sites, found.total);
    } catch (error) {
      this.unlocatedOf = null;
      this.panel.fail(/** @type {Error} */ (error).message, () => this.load());
    }
  }

  /** Draw with the next frame; less often while tiles are still coming. */
  soon() {
    const pause = this.drawn + BETWEEN_MS - performance.now();
    this.pending ||= setTimeout(
      () => requestAnimationFrame(() => this.draw()),
      this.stock.whole ? 0 : Math.max(0, pause),
    );
  }

  draw() {
    clearTimeout(this.pending);
    this.pending = 0;
    this.drawn = performance.now();
    const contents = this.stock.contents();
    const { sites, cells, shapes } = crowded(contents, this.map.getZoom());
    this.marks.set(toMarks(sites), cells, shapes);
    if (this.stock.whole && (this.stock.found || this.unlocatedOf !== null)) this.panel.hush();
    this.renew(contents);
    this.count(contents);
    this.card.follow();
  }

  /** The chosen site as it stands now, where what came says otherwise. @param {import("../tiles/decode.js").Content[]} contents */
  async renew(contents) {
    const { chosen } = this;
    if (!chosen) return;
    const now = contents.flatMap(({ sites }) => sites).find(({ id }) => id === chosen.id);
    if (!now || now.properties.status === chosen.properties.status) return;
    const whole = await this.stock.source.one(chosen.id);
    if (whole && this.selected === whole.id) this.choose(whole);
  }

  /** Figures and list of what the window shows. @param {import("../tiles/decode.js").Content[]} [contents] */
  count(contents) {
    const { sites } = this.listing.show(this.filters.query().size > 0, contents);
    this.viewpoints.show(sites, this.selected);
    this.panel.select(this.selected);
  }

  rested() {
    this.listing.rest();
    this.count();
    if (!this.settled) return;
    this.moved = true;
    address.replace(() => this.address);
  }

  /** List what stands in one place and cannot come apart. @param {import("../sheet/marks.js").Crowd} crowd */
  async open(crowd) {
    try {
      await this.listing.open(crowd, this.filters.query());
    } catch (error) {
      this.panel.fail(/** @type {Error} */ (error).message, () => this.open(crowd));
      return;
    }
    this.bottom.raise();
    this.count();
  }

  /** From the list of a crowd to that of the window. */
  back() {
    this.listing.stack = null;
    this.count();
  }

  /** To where most are that are only counted. */
  closer() {
    const { fullest } = this.listing;
    if (fullest) this.marks.enter(fullest);
  }

  /**
   * Somebody chose a site, or none.
   *
   * @param {string | null} id
   * @param {boolean} [fromList] the cursor goes to the card, the map to the mark
   */
  async pick(id, fromList = false) {
    const before = this.selected;
    if (id === before && !fromList) return;
    this.select(id);
    this.choose(id ? this.listing.known(id) : null);
    address.push(this.address);
    if (!id) {
      if (before) this.panel.focus(before);
      return;
    }
    this.bottom.lower();
    if (this.chosen) this.reveal(id);
    if (fromList) this.card.focus();
    const whole = await this.stock.source.one(id);
    if (!whole || this.selected !== id) return;
    const unseen = !this.chosen;
    this.choose(whole);
    if (unseen) this.reveal(id);
  }

  /** @param {string | null} id */
  select(id) {
    this.selected = id;
    this.marks.select(id);
    this.panel.select(id);
  }

  /** Show the card of the selected site, or none. @param {Site | null} site */
  choose(site) {
    const news = site && site.id !== this.chosen?.id;
    this.chosen = site;
    if (!site) {
      this.select(null);
      this.card.close();
      return;
    }
    this.marks.select(site.id, site.properties.located ? toMark(site) : null);
    this.card.open(site);
    if (news) announce(say("selected", { name: site.properties.name }));
  }

  /** Move the map only if the mark is not on it. @param {string} id */
  reveal(id) {
    const at = this.marks.position(id);
    if (at) this.sheet.reveal(at, this.card.coverTop());
    else this.marks.show(id);
  }

  /** @param {string} id */
  zoomTo(id) {
    this.bottom.lower();
    this.marks.show(id);
  }
}

await new MapPage().start();
