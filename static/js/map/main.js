// @ts-check
/** The map page: filter, sites, marks, panel, card and address kept together. */

import { byId } from "../sheet/dom.js";
import { boxOf, paths } from "../sheet/geometry.js";
import { say } from "../sheet/page.js";
import { MarksLayer } from "../sheet/marks.js";
import { MapSheet, STILL } from "../sheet/sheet.js";
import * as address from "./address.js";
import { BottomSheet } from "./bottom_sheet.js";
import { Card } from "./card.js";
import { Filters } from "./filters.js";
import { announce, Panel } from "./panel.js";
import { PhotoSource } from "./photos.js";
import { SiteSource } from "./sites.js";
import { Viewpoints } from "./viewpoints.js";

/** @typedef {import("./sites.js").Site} Site */

const NEAR_EDGE = 40; // pixels
const FIRST_ZOOM = 12; // a single site is shown with its surroundings
/** Pixels between the outermost marks and the window of a phone: its buttons stand on top. */
const FIRST_AIR = { paddingTopLeft: [36, 98], paddingBottomRight: [36, 48] };

class MapPage {
  constructor() {
    this.sheet = new MapSheet(/** @type {any} */ (window).map_sheet);
    this.map = this.sheet.map;
    this.source = new SiteSource();
    /** @type {Site[]} */
    this.sites = [];
    /** @type {string | null} */
    this.selected = null;
    /** The address names a view, because it came with one or somebody moved the map. */
    this.moved = false;
    /** The page has its first view; from here on a moved map is somebody's doing. */
    this.settled = false;
    this.filters = new Filters(() => this.filtered());
    this.bottom = new BottomSheet();
    this.marks = new MarksLayer(this.sheet, { pick: (id) => this.pick(id) });
    this.panel = new Panel({
      pick: (id) => this.pick(id, true),
      hover: (id) => this.marks.hover(id),
      unlocated: () => this.bottom.reach(byId("unlocated-title")),
      clear: () => this.filters.reset(),
    });
    const photos = new PhotoSource();
    this.viewpoints = new Viewpoints(this.sheet, photos);
    this.card = new Card(this.sheet, photos, {
      close: () => this.pick(null),
      zoomTo: (id) => this.zoomTo(id),
      position: (id) => this.marks.position(id),
    });
    this.map.on("moveend", () => this.rested());
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
    await Promise.all([this.sheet.load(), this.restore()]);
    if (!this.moved && !this.selected) this.firstView();
    this.settled = true;
    document.body.dataset.ready = "yes";
  }

  /** The whole area; in an upright window, where that would be small, the part that has sites. */
  firstView() {
    const size = this.map.getSize();
    const box = boxOf(this.marks.marks.map(({ lon, lat }) => [lon, lat]));
    if (box && size.x < size.y) 
      this.sheet.show(box, {
        animate: false,
        maxZoom: FIRST_ZOOM,
        ...FIRST_AIR,
      });
    else this.sheet.goHome({ animate: false });
  }

  /** The state that the address describes. */
  async restore() {
    const { filter, site, view } = address.read();
    this.filters.read(filter);
    this.moved = Boolean(view);
    if (view) this.map.setView(this.sheet.latLng(view.lon, view.lat), view.zoom, { reset: true });
    await this.load();
    this.select(this.sites.some(({ id }) => id === site) ? site : null);
    if (this.selected && !view) this.marks.show(this.selected);
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
    if (this.selected && !this.sites.some(({ id }) => id === this.selected)) this.select(null);
  }

  /** Ask for the sites of the filter and show them; on failure what is shown stays. */
  async load() {
    let found;
    try {
      found = await this.source.find(this.filters.query());
    } catch (error) {
      this.panel.fail(/** @type {Error} */ (error).message, () => this.load());
      return;
    }
    if (!found) return;
    this.panel.hush();
    this.sites = found.sites;
    this.marks.set(found.sites.filter(({ properties }) => properties.located).map(toMark));
    this.panel.show(found, this.filters.query().size > 0);
    this.panel.select(this.selected);
    this.count();
  }

  count() {
    const inView = this.sites.filter((site) => this.inView(site));
    this.panel.count(inView);
    this.viewpoints.show(inView, this.selected);
  }

  /** @param {Site} site */
  inView({ geometry, properties: { located, lon, lat } }) {
    if (!located) return false;
    const [west, south, east, north] = this.sheet.window();
    const box = boxOf([[lon, lat], ...paths(geometry).flat()]) ?? [lon, lat, lon, lat];
    return box[0] <= east && box[2] >= west && box[1] <= north && box[3] >= south;
  }

  rested() {
    this.count();
    if (!this.settled) return;
    this.moved = true;
    address.replace(() => this.address);
  }

  /**
   * Somebody chose a site, or none.
   *
   * @param {string | null} id
   * @param {boolean} [fromList] the cursor goes to the card, the map to the mark
   */
  pick(id, fromList = false) {
    const before = this.selected;
    if (id === before && !fromList) return;
    this.select(id);
    address.push(this.address);
    if (!id) {
      if (before) this.panel.focus(before);
      return;
    }
    this.bottom.lower();
    this.reveal(id);
    if (fromList) this.card.focus();
  }

  /** @param {string | null} id */
  select(id) {
    this.selected = id;
    this.marks.select(id);
    this.panel.select(id);
    const site = this.sites.find((each) => each.id === id);
    if (!site) {
      this.card.close();
      return;
    }
    this.card.open(site);
    announce(say("selected", { name: site.properties.name }));
  }

  /** Move the map only if the mark is not on it. @param {string} id */
  reveal(id) {
    const at = this.marks.position(id);
    if (!at) {
      this.marks.show(id); // it is in a crowd, or nowhere
      return;
    }
    const point = this.map.layerPointToContainerPoint([at.x, at.y]);
    const size = this.map.getSize();
    const low = this.card.coverTop() ?? size.y;
    const inside =
      point.x > NEAR_EDGE &&
      point.x < size.x - NEAR_EDGE &&
      point.y > NEAR_EDGE &&
      point.y < low - NEAR_EDGE;
    if (!inside)
      this.map.panBy([point.x - size.x / 2, point.y - low / 2], { animate: !STILL.matches });
  }

  /** @param {string} id */
  zoomTo(id) {
    this.bottom.lower();
    this.marks.show(id);
  }
}

/** @param {Site} site @returns {import("../sheet/marks.js").Mark} */
function toMark({ id, geometry, properties }) {
  const { name, status, category, overdue, schematic, lon, lat, radius_m } = properties;
  return {
    id,
    geometry,
    label: name,
    status,
    category,
    overdue,
    schematic,
    lon,
    lat,
    radius_m: radius_m ?? 0,
  };
}

await new MapPage().start();
