// @ts-check
/**
 * The layer of sites on a map that is not ours: that of a notebook, made by folium (class
 * ``SiteTiles``). Everything it needs comes from the server whose tiles it shows.
 */

/* global L */

import { Boxes } from "../sheet/boxes.js";
import { make } from "../sheet/dom.js";
import { MarksLayer } from "../sheet/marks.js";
import { crowded } from "./crowds.js";
import { toMarks } from "./to_marks.js";
import { TileView } from "./view.js";

/**
 * @typedef {object} Wish
 * @property {string} server its address, without a slash at the end
 * @property {string} tiles path of a tile, with {z}, {x}, {y}
 * @property {string} query filter in the words of the API
 * @property {Record<string, string>} words for statuses and overdue
 * @property {string} key access key of a program
 */

/** As much of a MapSheet as marks need, over any map of Leaflet in WGS-84. */
class ForeignSheet {
  /** @param {any} map */
  constructor(map) {
    this.map = map;
    this.base = { pane: { redraw() {} }, names: new Boxes() };
    this.obstacles = () => new Boxes();
  }

  onRedraw() {}

  /** @param {number} lon @param {number} lat */
  latLng(lon, lat) {
    return L.latLng(lat, lon);
  }

  /** @param {number} lon @param {number} lat */
  point(lon, lat) {
    return this.map.latLngToLayerPoint(this.latLng(lon, lat));
  }

  /** @param {import("../sheet/geometry.js").Box} box @param {object} options */
  show([west, south, east, north], options) {
    this.map.fitBounds([[south, west], [north, east]], options); // prettier-ignore
  }

  inside() {
    const size = this.map.getSize();
    return {
      min: this.map.containerPointToLayerPoint([0, 0]),
      max: this.map.containerPointToLayerPoint(size),
    };
  }

  controls() {
    return [];
  }

  /** @returns {import("../sheet/geometry.js").Box} */
  window() {
    const bounds = this.map.getBounds();
    return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }
}

/**
 * Draw the sites of a running server on a map.
 *
 * @param {any} map Leaflet map
 * @param {Wish} wish
 */
export async function drawSites(map, { server, tiles, query, words, key }) {
  await Promise.all([colours(server), symbols(server)]);
  const sheet = new ForeignSheet(map);
  /** @type {import("../map/sites.js").Site[]} */
  let shown = [];
  const marks = new MarksLayer(sheet, {
    pick: (id) => {
      const site = shown.find((each) => each.id === id);
      if (site) popUp(map, site, server, words);
    },
  });
  const draw = () => {
    const { sites, cells, shapes } = crowded(view.contents(), map.getZoom());
    shown = sites;
    marks.set(toMarks(sites), cells, shapes);
  };
  /** @type {Record<string, string>} */
  const headers = key ? { Authorization: `Bearer ${key}` } : {};
  const listener = {
    changed: draw,
    failed: (/** @type {Error} */ error) => console.warn(`${server}: ${error.message}`),
  };
  const view = new TileView(map, () => sheet.window(), server + tiles, listener, headers);
  map.on("zoomend", draw);
  await view.show(query);
}

/** The colours of marks and rings. @param {string} server */
function colours(server) {
  const link = make("link", {
    rel: "stylesheet",
    crossOrigin: "anonymous",
    href: `${server}/static/css/tokens.css`,
  });
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => reject(new Error(`${link.href} cannot be read from this page`));
    document.head.append(link);
  });
}

/** The shapes of the marks. @param {string} server */
async function symbols(server) {
  const answer = await fetch(`${server}/static/icons/status.svg`);
  const parsed = new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
  document.body.append(document.importNode(parsed.documentElement, true));
}

/** @param {any} map @param {import("../map/sites.js").Site} site @param {string} server @param {Record<string, string>} words */
function popUp(map, { id, properties }, server, words) {
  const standing = [
    words[properties.status],
    properties.overdue && words.overdue,
    properties.overridden && words.overridden,
  ];
  const content = make(
    "div",
    {},
    make(
      "a",
      { href: `${server}/sites/${encodeURIComponent(id)}`, target: "_blank" },
      properties.name,
    ),
    make("br"),
    standing.filter(Boolean).join(" · "),
  );
  L.popup().setLatLng([properties.lat, properties.lon]).setContent(content).openOn(map);
}
