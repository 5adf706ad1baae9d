// @ts-check
/** Slanted lines in the colour of a status: an area of which something is only said. */

import { statusColour } from "./tokens.js";

const PITCH = 6;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} status
 * @returns {CanvasPattern | string}
 */
export function hatch(context, status) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = PITCH;
  const pen = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
  pen.strokeStyle = statusColour(status);
  pen.lineWidth = 1.2;
  pen.beginPath();
  for (const shift of [-PITCH, 0, PITCH]) {
    pen.moveTo(shift, PITCH);
    pen.lineTo(shift + PITCH, 0);
  }
  pen.stroke();
  return context.createPattern(tile, "repeat") ?? statusColour(status);
}
