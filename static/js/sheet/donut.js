// @ts-check
/** A crowd of marks as one ring: a share for each status, what is only claimed hatched. */

import { hatch } from "./hatch.js";
import { statusColour, token } from "./tokens.js";

export const DONUT = 17; // outer radius, pixels
const THICK = 6;

/**
 * Shares of a crowd: overdue ones are red whatever their status, and come first.
 *
 * @param {{status: string, overdue: boolean}[]} members
 * @returns {Map<string, number>} in the order to draw
 */
export function shares(members) {
  const counts = new Map([["overdue", 0]]);
  for (const { status, overdue } of members) {
    const share = overdue ? "overdue" : status;
    counts.set(share, (counts.get(share) ?? 0) + 1);
  }
  if (!counts.get("overdue")) counts.delete("overdue");
  return counts;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{x: number, y: number}} at
 * @param {Map<string, number>} counts by share, in the order to draw
 */
export function drawDonut(context, { x, y }, counts) {
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  context.fillStyle = token("--sheet");
  context.beginPath();
  context.arc(x, y, DONUT + 1.5, 0, 2 * Math.PI);
  context.fill();
  let from = -Math.PI / 2;
  for (const [status, n] of counts) {
    const to = from + (n / total) * 2 * Math.PI;
    context.beginPath();
    context.arc(x, y, DONUT, from, to);
    context.arc(x, y, DONUT - THICK, to, from, true);
    context.closePath();
    context.fillStyle = status === "claimed" ? hatch(context, status) : statusColour(status);
    context.fill();
    context.strokeStyle = statusColour(status);
    context.lineWidth = 0.8;
    context.stroke();
    from = to;
  }
  context.fillStyle = token("--ink");
  context.font = `600 11px ${token("--font")}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(String(total), x, y + 0.5);
}
