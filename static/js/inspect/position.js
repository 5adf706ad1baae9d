// @ts-check
/** Where the visit was: from the device if it may say so, else by hand on the map. */

/* global L */

import { byId } from "../sheet/dom.js";
import { page, say } from "../sheet/page.js";
import { MapSheet } from "../sheet/sheet.js";
import { token } from "../sheet/tokens.js";

const WAIT_MS = 20_000;
const NEAR_ZOOM = 16;

/** @typedef {{lon: number, lat: number, accuracy_m: number | null, at: string | null, by_hand: boolean}} Fix */

export class Position {
  /** @param {HTMLFormElement} form @param {any} map Leaflet map of the page */
  constructor(form, map) {
    this.form = form;
    this.map = map;
    this.sheet = new MapSheet(map);
    this.drawn = L.layerGroup().addTo(map);
    /** The last fix of the device. @type {Fix | null} */
    this.device = null;
    this.words = byId("position-words");
    map.on("click", (/** @type {any} */ { latlng }) => {
      const [lon, lat] = this.sheet.lonLat(latlng);
      this.set({ lon, lat, accuracy_m: null, at: null, by_hand: true });
    });
    for (const name of ["lon", "lat"]) this.#field(name).addEventListener("input", () => this.#typed());
    const button = byId("locate");
    button.hidden = !("geolocation" in navigator);
    button.addEventListener("click", () => this.#locate(button));
    this.sheet.onRedraw(() => this.#draw());
    this.#typed();
  }

  /** @param {string} name @returns {HTMLInputElement} */
  #field(name) {
    return /** @type {HTMLInputElement} */ (this.form.elements.namedItem(name));
  }

  /** @param {HTMLButtonElement} button */
  #locate(button) {
    button.disabled = true;
    this.words.textContent = say("locating");
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) => {
        button.disabled = false;
        this.device = {
          lon: coords.longitude,
          lat: coords.latitude,
          accuracy_m: coords.accuracy,
          at: new Date(timestamp).toISOString(),
          by_hand: false,
        };
        this.set(this.device);
        this.map.setView(this.sheet.latLng(coords.longitude, coords.latitude), NEAR_ZOOM);
      },
      ({ code }) => {
        button.disabled = false;
        this.words.textContent = say(code === 1 ? "locate_refused" : "locate_failed");
      },
      { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 0 },
    );
  }

  /** What the device said last, if it is of this moment. @returns {Fix | null} */
  now() {
    return this.device;
  }

  /** @param {Fix} fix */
  set(fix) {
    this.#field("lon").value = fix.lon.toFixed(6);
    this.#field("lat").value = fix.lat.toFixed(6);
    this.#field("accuracy_m").value = fix.accuracy_m === null ? "" : String(Math.round(fix.accuracy_m));
    this.#field("fix_at").value = fix.at ?? "";
    this.#tell();
  }

  /** A coordinate that a person types is no longer the device's. */
  #typed() {
    if (this.#field("fix_at").value && document.activeElement?.closest(".by-hand")) {
      this.#field("accuracy_m").value = "";
      this.#field("fix_at").value = "";
    }
    this.#tell();
  }

  /** @returns {{lon: number, lat: number} | null} */
  #told() {
    const [lon, lat] = ["lon", "lat"].map((name) => Number.parseFloat(this.#field(name).value));
    return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { lon, lat } : null;
  }

  #tell() {
    const at = this.#told();
    const accuracy = this.#field("accuracy_m").value;
    if (!at) this.words.textContent = say("no_position");
    else {
      const place = `${at.lon.toFixed(5)}, ${at.lat.toFixed(5)}`;
      this.words.textContent = this.#field("fix_at").value
        ? say("position_device", { place, n: accuracy })
        : say("position_hand", { place });
    }
    this.#draw();
  }

  /** Where the site is said to be. */
  #drawSite() {
    const { site } = /** @type {any} */ (page);
    if (!site) return;
    const at = this.sheet.latLng(site.lon, site.lat);
    const colour = token("--ink");
    const quiet = { color: colour, weight: 1, dashArray: "4 5", fill: false, interactive: false };
    L.circle(at, { radius: site.radius_m ?? 0, ...quiet }).addTo(this.drawn);
    L.circleMarker(at, { radius: 4, color: colour, weight: 2, fill: false, interactive: false }).addTo(
      this.drawn,
    );
  }

  #draw() {
    this.drawn.clearLayers();
    this.#drawSite();
    const at = this.#told();
    if (!at) return;
    const centre = this.sheet.latLng(at.lon, at.lat);
    const accuracy = Number(this.#field("accuracy_m").value);
    const colour = token("--accent");
    if (accuracy)
      L.circle(centre, { radius: accuracy, color: colour, weight: 1, fillOpacity: 0.08, interactive: false }).addTo(this.drawn);
    L.circleMarker(centre, {
      radius: 7,
      color: token("--sheet"),
      weight: 2,
      fillColor: colour,
      fillOpacity: 1,
      interactive: false,
    }).addTo(this.drawn);
  }
}
