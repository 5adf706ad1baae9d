// @ts-check
/** The choice of base map, where an installation offers more than the offline sheet. */

/* global L */

import { make } from "./dom.js";
import { page, say } from "./page.js";

const KEPT = "base-map";

export class BaseSwitch extends L.Control {
  /** @param {any} sheet MapSheet */
  constructor(sheet) {
    super({ position: "topright" });
    this.sheet = sheet;
    /** @type {any[]} */
    this.tiles = [];
  }

  onAdd() {
    const choices = [{ id: "", label: say("offline_sheet") }, ...page.base_maps];
    const select = make(
      "select",
      {
        className: "base-switch",
        "aria-label": say("base_map"),
        on: { change: () => this.choose(select.value) },
      },
      ...choices.map(({ id, label }) => make("option", { value: id }, label)),
    );
    const holder = make("div", { className: "leaflet-bar" }, select);
    L.DomEvent.disableClickPropagation(holder);
    L.DomEvent.disableScrollPropagation(holder);
    const kept = recall();
    if (choices.some(({ id }) => id === kept)) {
      select.value = kept;
      if (kept) this.choose(kept);
    }
    return holder;
  }

  /** @param {string} id of a base map; empty: the offline sheet */
  choose(id) {
    const { map, datum } = this.sheet;
    const chosen = page.base_maps.find((each) => each.id === id);
    const middle = this.sheet.lonLat(map.getCenter());
    for (const layer of this.tiles) layer.remove();
    this.tiles = chosen ? tileLayers(chosen) : [];
    for (const layer of this.tiles) layer.addTo(map);
    this.sheet.online = Boolean(chosen);
    datum.gcj02 = Boolean(chosen?.gcj02);
    // the same ground stays under the middle of the window
    map.setView(this.sheet.latLng(...middle), map.getZoom(), { reset: true });
    this.sheet.redraw();
    map.fire("datumchange");
    keep(id);
  }
}

/** @param {import("./page.js").BaseMap} base */
function tileLayers(base) {
  const layers = base.layers.length ? base.layers : [""];
  return layers.map((layer, i) =>
    L.tileLayer(base.url, {
      layer,
      subdomains: base.subdomains || "a",
      attribution: i ? "" : base.attribution,
      maxNativeZoom: 18,
      referrerPolicy: "strict-origin-when-cross-origin",
    }),
  );
}

function recall() {
  try {
    return localStorage.getItem(KEPT) ?? "";
  } catch {
    return ""; // storage is switched off: the offline sheet
  }
}

/** @param {string} id */
function keep(id) {
  try {
    localStorage.setItem(KEPT, id);
  } catch {
    // storage is switched off: the choice lasts as long as the page
  }
}
