// @ts-check
/**
 * A small drawing tool: a point to drag, or a line or area point by point.
 *
 * By pointer: click sets a point, double click ends. By keyboard: the arrow keys move the map (or
 * the point) under the cross, Space sets a point, Backspace takes the last one away, Enter ends.
 */

/* global L */

import { make } from "../sheet/dom.js";
import { say } from "../sheet/page.js";
import { token } from "../sheet/tokens.js";

/** @typedef {"point" | "line" | "area"} Shape */

const LEAST = { point: 1, line: 2, area: 3 };
const NUDGE_PX = 8;
const DECIMALS = 6; // a tenth of a metre
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Drawing {
  /**
   * @param {any} sheet MapSheet
   * @param {Shape} shape
   * @param {[number, number] | null} start lon, lat of the point to drag
   * @param {() => void} changed
   */
  constructor(sheet, shape, start, changed) {
    this.sheet = sheet;
    this.map = sheet.map;
    this.shape = shape;
    this.changed = changed;
    /** @type {any[]} Leaflet's LatLngs */
    this.corners = [];
    this.layer = L.layerGroup().addTo(this.map);
    this.map.doubleClickZoom.disable();
    this.map.getContainer().classList.add("drawing");
    if (shape === "point") this.#pin(start ? sheet.latLng(...start) : this.map.getCenter());
    else {
      this.cross = make("div", { className: "cross", "aria-hidden": "true" });
      this.map.getContainer().append(this.cross);
      this.map.on("click", this.#click, this);
      this.map.getContainer().focus({ preventScroll: true });
    }
  }

  /** @returns {boolean} enough points for the shape */
  get complete() {
    return this.corners.length >= LEAST[this.shape];
  }

  /** @returns {any} GeoJSON geometry, WGS-84 */
  get geometry() {
    const positions = this.corners.map((corner) =>
      this.sheet
        .lonLat(corner)
        .map((/** @type {number} */ value) => Number(value.toFixed(DECIMALS))),
    );
    if (this.shape === "point") return { type: "Point", coordinates: positions[0] };
    if (this.shape === "line") return { type: "LineString", coordinates: positions };
    return { type: "Polygon", coordinates: [[...positions, positions[0]]] };
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key was for the tool
   */
  key(event) {
    if (this.shape === "point") {
      const step = /** @type {any} */ (ARROWS)[event.key];
      if (!step) return false;
      this.#nudge(step, event.shiftKey ? 1 : NUDGE_PX);
    } else if (event.key === " ") this.#add(this.map.getCenter());
    else if (event.key === "Backspace") this.removeLast();
    else return false;
    return true;
  }

  removeLast() {
    this.corners.pop();
    this.#paint();
  }

  end() {
    this.layer.remove();
    this.cross?.remove();
    this.map.off("click", this.#click, this);
    this.map.doubleClickZoom.enable();
    this.map.getContainer().classList.remove("drawing");
  }

  /** @param {any} at */
  #pin(at) {
    const icon = L.divIcon({
      className: "pin",
      html: make("span", { className: "pin-head" }),
      iconSize: [32, 32],
    });
    this.pin = L.marker(at, {
      icon,
      draggable: true,
      keyboard: true,
      title: say("drag_hint"),
      alt: say("drag_hint"),
    });
    this.pin.on("drag", () => this.#placed());
    this.pin.addTo(this.layer);
    this.pin.getElement()?.focus({ preventScroll: true });
    this.#placed();
  }

  #placed() {
    this.corners = [this.pin.getLatLng()];
    this.changed();
  }

  /** @param {number[]} step @param {number} pixels */
  #nudge([dx, dy], pixels) {
    const at = this.map
      .latLngToContainerPoint(this.pin.getLatLng())
      .add([dx * pixels, dy * pixels]);
    this.pin.setLatLng(this.map.containerPointToLatLng(at));
    this.#placed();
  }

  /** @param {any} event */
  #click(event) {
    if (event.originalEvent.detail > 1) return; // the second half of a double click sets no point
    this.#add(event.latlng);
  }

  /** @param {any} at */
  #add(at) {
    this.corners.push(at);
    this.#paint();
  }

  #paint() {
    this.layer.clearLayers();
    const style = { color: token("--accent"), weight: 2.5, fillOpacity: 0.12, interactive: false };
    const shape = this.shape === "area" ? L.polygon : L.polyline;
    shape(this.corners, style).addTo(this.layer);
    for (const corner of this.corners) {
      const dot = {
        radius: 4.5,
        color: token("--accent"),
        weight: 2,
        fillColor: token("--sheet"),
        fillOpacity: 1,
        interactive: false,
      };
      L.circleMarker(corner, dot).addTo(this.layer);
    }
    this.changed();
  }
}
