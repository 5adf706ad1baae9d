// @ts-check
/** Slanted lines in the colour of a status: an area of which something is only said. */

import { statusColour } from "./tokens.js";

const PITCH = 6;

/** @type {Map<string, CanvasPattern>} */
const made = new Map();

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} status
 * @returns {CanvasPattern | string}
 */
export function hatch(context, status) {
  const colour = statusColour(status);
  const ratio = window.devicePixelRatio || 1;
  const name = `${colour} ${ratio}`;
  let pattern = made.get(name);
  if (!pattern) {
    pattern = lines(context, colour, ratio);
    made.set(name, pattern);
  }
  return pattern;
}

/** @param {CanvasRenderingContext2D} context @param {string} colour @param {number} ratio pixels of the screen to one of ours */
function lines(context, colour, ratio) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = Math.round(PITCH * ratio);
  const scale = tile.width / PITCH;
  const pen = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
  pen.scale(scale, scale);
  pen.strokeStyle = colour;
  pen.lineWidth = 1.2;
  pen.beginPath();
  for (const shift of [-PITCH, 0, PITCH]) {
    pen.moveTo(shift, PITCH);
    pen.lineTo(shift + PITCH, 0);
  }
  pen.stroke();
  const pattern = /** @type {CanvasPattern} */ (context.createPattern(tile, "repeat"));
  pattern.setTransform(new DOMMatrix().scale(1 / scale));
  return pattern;
}
