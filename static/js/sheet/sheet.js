// @ts-check
/**
 * The map sheet of a page: folium's empty Leaflet map made into a sheet that needs no internet.
 *
 * Everything that draws asks the sheet where a coordinate is; the sheet knows the datum.
 */

/* global L */

import { Base } from "./base.js";
import { BaseSwitch } from "./base_switch.js";
import { Boxes } from "./boxes.js";
import { WholeArea } from "./controls.js";
import { Datum } from "./datum.js";
import { BAND, Frame } from "./frame.js";
import { boxOf, paths } from "./geometry.js";
import { page, say } from "./page.js";
import { onTheme } from "./tokens.js";

const EDGE = BAND + 8; // pixels between the area and the window
const NEAR_EDGE = 40; // pixels

/** The person asked for no motion. */
export const STILL = matchMedia("(prefers-reduced-motion: reduce)");

/** @param {string} url @returns {Promise<any[]>} features; none where they cannot be read */
async function features(url) {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/geo+json" } });
    return answer.ok ? (await answer.json()).features : [];
  } catch {
    return []; // the sheet still has its graticule and the sites; nothing else depends on these
  }
}

export class MapSheet {
  /** @param {any} map Leaflet map of the page */
  constructor(map) {
    this.map = map;
    this.datum = new Datum();
    /** An online base map is on the screen. */
    this.online = false;
    /** The whole area. @type {import("./geometry.js").Box} */
    this.home = page.home ?? this.window();
    /** @type {(() => void)[]} */
    this.painters = [];
    /** Rectangles of the marks, in layer pixels, that names of the base keep off. */
    this.obstacles = () => new Boxes();
    this.frame = new Frame(this);
    this.base = new Base(this);
    this.onRedraw(() => this.frame.redraw());
    this.onRedraw(() => this.base.pane.redraw());
    L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
    map.attributionControl.addAttribution(say("attribution", { number: page.map_number }));
    new WholeArea(this).addTo(map);
    if (page.base_maps.length) new BaseSwitch(this).addTo(map);
    onTheme(() => this.redraw());
    new ResizeObserver(() => this.#resized()).observe(map.getContainer());
    this.frame.redraw();
  }

  /** Fetch what the base shows. */
  async load() {
    const [districts, anchors] = await Promise.all([
      features(page.urls.districts),
      features(page.urls.anchors),
    ]);
    if (!page.home)
      this.home = boxOf(districts.flatMap(({ geometry }) => paths(geometry).flat())) ?? this.home;
    this.base.setDistricts(districts);
    this.base.setAnchors(anchors);
  }

  /** @param {() => void} painter called when theme or datum changed */
  onRedraw(painter) {
    this.painters.push(painter);
  }

  redraw() {
    for (const painter of this.painters) painter();
  }

  /** @param {number} lon degrees, WGS-84 @param {number} lat @returns {any} Leaflet's LatLng on the base map */
  latLng(lon, lat) {
    const [x, y] = this.datum.shown(lon, lat);
    return L.latLng(y, x);
  }

  /** @param {number} lon @param {number} lat @returns {{x: number, y: number}} layer point */
  point(lon, lat) {
    return this.map.latLngToLayerPoint(this.latLng(lon, lat));
  }

  /** @param {{lng: number, lat: number}} at of the base map @returns {[number, number]} WGS-84 */
  lonLat({ lng, lat }) {
    return this.datum.stored(lng, lat);
  }

  /** Bring a box into the window. @param {import("./geometry.js").Box} box @param {object} [options] */
  show([west, south, east, north], options = {}) {
    this.map.invalidateSize({ pan: false }); // what stands beside the map may just have grown
    this.wanted = undefined;
    if (!this.map.getSize().x) {
      this.wanted = () => this.show([west, south, east, north], options); // behind a tab as yet
      return;
    }
    const bounds = L.latLngBounds(this.latLng(west, south), this.latLng(east, north));
    this.map.fitBounds(bounds, {
      padding: [48, 48],
      maxZoom: 15,
      animate: STILL.matches ? false : undefined,
      ...options,
    });
  }

  /**
   * Move the window only if a point is not well inside it.
   *
   * @param {{x: number, y: number}} at layer pixels
   * @param {number | null} cover from where on downwards something lies over the map, pixels
   */
  reveal(at, cover) {
    const { x, y } = this.map.layerPointToContainerPoint([at.x, at.y]);
    const size = this.map.getSize();
    const low = cover ?? size.y;
    const inside =
      x > NEAR_EDGE && x < size.x - NEAR_EDGE && y > NEAR_EDGE && y < low - NEAR_EDGE;
    if (!inside) this.map.panBy([x - size.x / 2, y - low / 2], { animate: !STILL.matches });
  }

  #resized() {
    this.map.invalidateSize({ debounceMoveend: true });
    // paper shows the very picture of the screen, made to fit (print.css)
    const { x, y } = this.map.getSize();
    if (!x) return;
    document.documentElement.style.setProperty("--map-width", String(x));
    document.documentElement.style.setProperty("--map-height", String(y));
    if (this.wanted) this.wanted();
  }

  /** Show the whole area. @param {object} [options] */
  goHome(options = {}) {
    this.show(this.home, { padding: [EDGE, EDGE], ...options });
  }

  /** The part of the window inside the neat line, in layer pixels. */
  inside() {
    const size = this.map.getSize();
    return {
      min: this.map.containerPointToLayerPoint([BAND, BAND]),
      max: this.map.containerPointToLayerPoint([size.x - BAND, size.y - BAND]),
    };
  }

  /** Rectangles of buttons, scale and attribution, in layer pixels. @returns {number[][]} */
  controls() {
    const container = this.map.getContainer();
    const frame = container.getBoundingClientRect();
    return [...container.querySelectorAll(".leaflet-control")].map((control) => {
      const { left, top, width, height } = control.getBoundingClientRect();
      const { x, y } = this.map.containerPointToLayerPoint([left - frame.left, top - frame.top]);
      return [x, y, width, height];
    });
  }

  /** @returns {import("./geometry.js").Box} the window, WGS-84 */
  window() {
    const bounds = this.map.getBounds();
    return [...this.lonLat(bounds.getSouthWest()), ...this.lonLat(bounds.getNorthEast())];
  }
}
