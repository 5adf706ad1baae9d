// @ts-check
/** Where photos were taken: a point each, its circle of accuracy, and a cone where it looked. */

import { CanvasPane } from "./canvas.js";
import { metresPerPixel } from "./geometry.js";
import { token } from "./tokens.js";

/**
 * @typedef {object} PhotoPoint
 * @property {string} id
 * @property {number} lon degrees, WGS-84
 * @property {number} lat
 * @property {number | null} accuracy_m
 * @property {number | null} direction_deg
 * @property {string | null} direction_ref ``M``: magnetic, drawn dashed
 * @property {string} role
 */

const POINT_PX = 4.5;
const CONE_PX = 44;
const HALF = (30 * Math.PI) / 180; // half of the angle of view of a phone's main camera
const DASH = [4, 3];

export class ConeLayer {
  /** @param {any} sheet MapSheet */
  constructor(sheet) {
    this.sheet = sheet;
    /** @type {PhotoPoint[]} */
    this.photos = [];
    this.pane = new CanvasPane(sheet.map, "photos", 440, (context, view) =>
      this.paint(context, view),
    );
    sheet.onRedraw(() => this.pane.redraw());
  }

  /** @param {PhotoPoint[]} photos */
  set(photos) {
    this.photos = photos;
    this.pane.redraw();
  }

  /** @param {CanvasRenderingContext2D} context @param {import("./canvas.js").View} view */
  paint(context, { zoom }) {
    for (const photo of this.photos) this.#circle(context, photo, zoom);
    for (const photo of this.photos) this.#cone(context, photo);
    for (const photo of this.photos) this.#point(context, photo);
  }

  /** @param {CanvasRenderingContext2D} context @param {PhotoPoint} photo @param {number} zoom */
  #circle(context, { lon, lat, accuracy_m, role }, zoom) {
    if (!accuracy_m) return;
    const { x, y } = this.sheet.point(lon, lat);
    context.beginPath();
    context.arc(x, y, accuracy_m / metresPerPixel(lat, zoom), 0, 2 * Math.PI);
    context.strokeStyle = colourOf(role);
    context.globalAlpha = 0.45;
    context.lineWidth = 1;
    context.stroke();
    context.globalAlpha = 1;
  }

  /** @param {CanvasRenderingContext2D} context @param {PhotoPoint} photo */
  #cone(context, { lon, lat, direction_deg, direction_ref, role }) {
    if (direction_deg === null) return;
    const { x, y } = this.sheet.point(lon, lat);
    const angle = ((direction_deg - 90) * Math.PI) / 180;
    context.beginPath();
    context.moveTo(x, y);
    context.arc(x, y, CONE_PX, angle - HALF, angle + HALF);
    context.closePath();
    context.fillStyle = context.strokeStyle = colourOf(role);
    context.globalAlpha = 0.2;
    context.fill();
    context.globalAlpha = 0.9;
    context.lineWidth = 1.2;
    context.setLineDash(direction_ref === "M" ? DASH : []);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = 1;
  }

  /** @param {CanvasRenderingContext2D} context @param {PhotoPoint} photo */
  #point(context, { lon, lat, role }) {
    const { x, y } = this.sheet.point(lon, lat);
    context.beginPath();
    // a square for what was, a disc for what is: told apart without colour
    if (role === "before") context.rect(x - POINT_PX, y - POINT_PX, 2 * POINT_PX, 2 * POINT_PX);
    else context.arc(x, y, POINT_PX, 0, 2 * Math.PI);
    context.fillStyle = colourOf(role);
    context.fill();
    context.strokeStyle = token("--sheet");
    context.lineWidth = 1.5;
    context.stroke();
  }
}

/** @param {string} role */
const colourOf = (role) => token(role === "before" ? "--dike" : "--accent");
