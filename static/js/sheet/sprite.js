// @ts-check
/**
 * Status marks for the canvas, drawn from the very symbols that the pages use: one drawing, one
 * truth on map, list, table and paper.
 */

import { GLYPHS, GLYPH_BOX } from "./glyphs.js";
import { statusColour, token } from "./tokens.js";

const BOX = 16; // the view box of a symbol
export const MARK = 20; // pixels across on the map
const CELL = 40; // pixels of a prepared picture: mark, dashed ring, badge
const RING = 14;

/**
 * @typedef {object} Look
 * @property {string} status
 * @property {boolean} overdue
 * @property {boolean} [overridden] Accepted without the evidence that is demanded.
 * @property {boolean} coarse Position still to be confirmed: a dashed ring around the mark.
 */

/** @param {Element} shape @returns {Path2D} */
function pathOf(shape) {
  const number = (/** @type {string} */ name) => Number(shape.getAttribute(name) ?? 0);
  const path = new Path2D(shape.tagName === "path" ? (shape.getAttribute("d") ?? "") : undefined);
  if (shape.tagName === "circle") {
    path.arc(number("cx"), number("cy"), number("r"), 0, 2 * Math.PI);
  } else if (shape.tagName === "rect") {
    path.rect(number("x"), number("y"), number("width"), number("height"));
  }
  return path;
}

/** @param {Element} shape */
const isClosed = (shape) =>
  shape.tagName !== "path" || /z\s*$/i.test(shape.getAttribute("d") ?? "");

/** @param {string | null} paint @param {string} colour of the status @returns {string | null} */
function paintOf(paint, colour) {
  if (!paint || paint === "none") return null;
  return paint === "currentColor" ? colour : token("--sheet");
}

/**
 * Draw a symbol with its upper left corner at the origin of the context.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {string} status
 */
function drawSymbol(context, status) {
  const symbol = document.getElementById(`status-${status}`);
  const shapes = [...(symbol?.children ?? [])];
  const colour = statusColour(status);
  context.lineCap = context.lineJoin = "round";
  // paper under and around the mark, so that it stands on any ground
  context.strokeStyle = context.fillStyle = token("--sheet");
  context.lineWidth = 3.6;
  for (const shape of shapes.filter(isClosed)) {
    context.stroke(pathOf(shape));
    context.fill(pathOf(shape));
  }
  for (const shape of shapes) {
    const path = pathOf(shape);
    const fill = paintOf(shape.getAttribute("fill") ?? "currentColor", colour);
    const stroke = paintOf(shape.getAttribute("stroke"), colour);
    if (fill) {
      context.fillStyle = fill;
      context.fill(path);
    }
    if (stroke) {
      context.strokeStyle = stroke;
      context.lineWidth = Number(shape.getAttribute("stroke-width") ?? 1);
      context.setLineDash(
        (shape.getAttribute("stroke-dasharray") ?? "").split(/\s+/).filter(Boolean).map(Number),
      );
      context.stroke(path);
      context.setLineDash([]);
    }
  }
}

export class Sprites {
  /** @type {Map<string, HTMLCanvasElement>} */
  #made = new Map();

  /** Forget the pictures: the colours changed. */
  clear() {
    this.#made.clear();
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Look} look
   * @param {{x: number, y: number}} at
   */
  draw(context, look, { x, y }) {
    const picture = this.#picture(look);
    context.drawImage(picture, x - CELL / 2, y - CELL / 2, CELL, CELL);
  }

  /** @param {Look} look @returns {HTMLCanvasElement} */
  #picture(look) {
    const ratio = window.devicePixelRatio || 1;
    const key = `${look.status} ${look.overdue} ${look.overridden} ${look.coarse} ${ratio}`;
    let picture = this.#made.get(key);
    if (!picture) {
      picture = document.createElement("canvas");
      picture.width = picture.height = CELL * ratio;
      const context = /** @type {CanvasRenderingContext2D} */ (picture.getContext("2d"));
      context.scale(ratio, ratio);
      context.translate(CELL / 2, CELL / 2);
      if (look.coarse) drawRing(context, statusColour(look.status));
      place(context, look.status, MARK, 0, 0);
      if (look.overdue) place(context, "overdue", 12, 9, -9);
      if (look.overridden) place(context, "overridden", 12, 9, 9);
      this.#made.set(key, picture);
    }
    return picture;
  }
}

/** @param {CanvasRenderingContext2D} context @param {string} status @param {number} size @param {number} x @param {number} y */
function place(context, status, size, x, y) {
  context.save();
  context.translate(x - size / 2, y - size / 2);
  context.scale(size / BOX, size / BOX);
  drawSymbol(context, status);
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {string} colour */
function drawRing(context, colour) {
  context.beginPath();
  context.arc(0, 0, RING, 0, 2 * Math.PI);
  context.strokeStyle = token("--sheet");
  context.lineWidth = 3;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = 1.2;
  context.setLineDash([3, 3.28]);
  context.stroke();
  context.setLineDash([]);
}

/**
 * The glyph of a category, its upper left corner at x, y.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {string} category
 * @param {number} x
 * @param {number} y
 */
export function drawGlyph(context, category, x, y) {
  context.save();
  context.translate(x, y);
  context.lineCap = context.lineJoin = "round";
  const path = new Path2D(GLYPHS[category] ?? GLYPHS.other);
  context.strokeStyle = token("--sheet");
  context.lineWidth = 4;
  context.stroke(path);
  context.strokeStyle = token("--ink");
  context.lineWidth = 1.2;
  context.stroke(path);
  context.restore();
}

export { GLYPH_BOX };
