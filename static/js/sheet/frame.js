// @ts-check
/** The neat line: the double border of a map sheet, with the degrees of the graticule in it. */

/* global L */

import { degrees, windowLines } from "./graticule.js";
import { token } from "./tokens.js";

/** Width of the border band, pixels; map.css keeps the controls inside it. */
export const BAND = 18;
const TICK = 5;

export class Frame {
  /** @param {any} sheet MapSheet */
  constructor(sheet) {
    this.sheet = sheet;
    this.canvas = L.DomUtil.create("canvas", "sheet-frame", sheet.map.getContainer());
    this.canvas.setAttribute("aria-hidden", "true");
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    sheet.map.on("move moveend zoomend viewreset resize", this.redraw, this);
    sheet.map.on("zoomanim", () => this.canvas.classList.add("moving"));
    sheet.map.on("zoomend", () => this.canvas.classList.remove("moving"));
  }

  redraw() {
    this.pending ||= requestAnimationFrame(() => this.paint());
  }

  paint() {
    this.pending = 0;
    const { x: width, y: height } = this.sheet.map.getSize();
    const ratio = window.devicePixelRatio || 1;
    if (
      this.canvas.width !== Math.round(width * ratio) ||
      this.canvas.height !== Math.round(height * ratio)
    ) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    const context = this.context;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.globalAlpha = 0.94;
    context.fillStyle = token("--paper");
    context.beginPath();
    context.rect(0, 0, width, height);
    context.rect(BAND, BAND, width - 2 * BAND, height - 2 * BAND);
    context.fill("evenodd");
    context.globalAlpha = 1;
    context.strokeStyle = token("--line-strong");
    context.lineWidth = 1;
    context.strokeRect(BAND - 0.5, BAND - 0.5, width - 2 * BAND + 1, height - 2 * BAND + 1);
    context.lineWidth = 1.5;
    context.strokeRect(BAND - 3.75, BAND - 3.75, width - 2 * BAND + 7.5, height - 2 * BAND + 7.5);
    this.labels(width, height);
  }

  /** @param {number} width @param {number} height */
  labels(width, height) {
    const { lons, lats } = windowLines(this.sheet);
    const middle = this.sheet.lonLat(this.sheet.map.getCenter());
    const context = this.context;
    context.fillStyle = token("--muted");
    context.font = `10px ${token("--font")}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const at = (/** @type {number} */ lon, /** @type {number} */ lat) =>
      this.sheet.map.latLngToContainerPoint(this.sheet.latLng(lon, lat));
    for (const lon of lons) {
      const { x } = at(lon, middle[1]);
      if (x < BAND + 34 || x > width - BAND - 34) continue;
      this.edge(x, [0, height], true);
      context.fillText(degrees(lon, "EW"), x, BAND / 2 - 2);
      context.fillText(degrees(lon, "EW"), x, height - BAND / 2 + 2.5);
    }
    for (const lat of lats) {
      const { y } = at(middle[0], lat);
      if (y < BAND + 34 || y > height - BAND - 34) continue;
      this.edge(y, [0, width], false);
      for (const [x, turn] of [
        [BAND / 2 - 2, -1],
        [width - BAND / 2 + 2, 1],
      ]) {
        context.save();
        context.translate(x, y);
        context.rotate((turn * Math.PI) / 2);
        context.fillText(degrees(lat, "NS"), 0, 0);
        context.restore();
      }
    }
  }

  /** Short ticks from the neat line inwards. @param {number} at @param {number[]} ends @param {boolean} vertical */
  edge(at, [low, high], vertical) {
    const context = this.context;
    context.beginPath();
    for (const [from, to] of [
      [low + BAND, low + BAND + TICK],
      [high - BAND, high - BAND - TICK],
    ]) {
      if (vertical) {
        context.moveTo(Math.round(at) + 0.5, from);
        context.lineTo(Math.round(at) + 0.5, to);
      } else {
        context.moveTo(from, Math.round(at) + 0.5);
        context.lineTo(to, Math.round(at) + 0.5);
      }
    }
    context.lineWidth = 1;
    context.strokeStyle = token("--line-strong");
    context.stroke();
  }
}
