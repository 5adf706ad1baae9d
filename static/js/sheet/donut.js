// @ts-check
/**
 * A crowd of sites as one ring: a share for each status, what is only claimed hatched; the red arc
 * around it is the share that is overdue, whatever its status.
 */

import { hatch } from "./hatch.js";
import { short } from "./numbers.js";
import { URGENCY } from "./statuses.js";
import { statusColour, token } from "./tokens.js";

/** Outer radius in pixels, by how many there are at least; the number has its room inside. */
const RADII = [
  [10_000, 23],
  [1_000, 20],
  [100, 17],
  [0, 15],
];
const THICK = 5;
const ARC = { off: 2.4, width: 2.4 };
const TOP = -Math.PI / 2;

/** @typedef {{n: number, counts: Map<string, number>, overdue: number}} Tally */

/** @param {number} n @returns {number} pixels that a donut takes from its middle, its arc with it */
export const reachOf = (n) =>
  (RADII.find(([least]) => n >= least)?.[1] ?? 0) + ARC.off + ARC.width / 2;

/** @param {{status: string, overdue: boolean}[]} members @returns {Tally} */
export function tally(members) {
  const counts = new Map();
  for (const { status } of members) counts.set(status, (counts.get(status) ?? 0) + 1);
  return { n: members.length, counts, overdue: members.filter(({ overdue }) => overdue).length };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{x: number, y: number}} at
 * @param {Tally} tally
 * @param {boolean} [picked] the pointer is on it
 */
export function drawDonut(context, { x, y }, { n, counts, overdue }, picked = false) {
  const reach = reachOf(n);
  const radius = reach - ARC.off - ARC.width / 2;
  context.fillStyle = token(picked ? "--tint" : "--sheet");
  context.beginPath();
  context.arc(x, y, reach + 1, 0, 2 * Math.PI);
  context.fill();
  let from = TOP;
  for (const status of URGENCY) {
    const share = counts.get(status);
    if (!share) continue;
    const to = from + (share / n) * 2 * Math.PI;
    context.beginPath();
    context.arc(x, y, radius, from, to);
    context.arc(x, y, radius - THICK, to, from, true);
    context.closePath();
    context.fillStyle = status === "claimed" ? hatch(context, status) : statusColour(status);
    context.fill();
    context.strokeStyle = statusColour(status);
    context.lineWidth = 0.8;
    context.stroke();
    from = to;
  }
  if (overdue) {
    context.beginPath();
    // a single one among thousands must be seen too
    context.arc(x, y, radius + ARC.off, TOP, TOP + Math.max(0.3, (overdue / n) * 2 * Math.PI));
    context.strokeStyle = statusColour("overdue");
    context.lineWidth = ARC.width;
    context.stroke();
  }
  context.fillStyle = token("--ink");
  context.font = `600 11px ${token("--font")}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(short(n), x, y + 0.5);
}
