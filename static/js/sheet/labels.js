// @ts-check
/** Names beside marks, set where there is room; what does not fit is left to list and hover. */

import { drawGlyph, GLYPH_BOX, MARK } from "./sprite.js";
import { token } from "./tokens.js";

const SIZE = 12;
const LINE = 15;
const GAP = 8;
const WIDEST = 132; // pixels; longer names wrap
const HALF = MARK / 2;

const WORDS = new Intl.Segmenter("zh", { granularity: "word" });

/** Words of a name that no line may cut; a number keeps its unit. @param {string} name */
function words(name) {
  /** @type {string[]} */
  const found = [];
  for (const { segment } of WORDS.segment(name)) {
    const last = found[found.length - 1];
    if (last && (/^[\s，。、；：）」》]/.test(segment) || /\d$/.test(last)))
      found[found.length - 1] = last + segment;
    else found.push(segment);
  }
  return found;
}

/**
 * Lines of a name: as few as its length needs, of about one length.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {string} name
 */
function wrap(context, name) {
  const pieces = words(name);
  const whole = context.measureText(name).width;
  const few = Math.ceil(whole / WIDEST);
  for (let width = whole / few + SIZE; ; width += SIZE) {
    const lines = filled(context, pieces, width);
    if (lines.length <= few || width > WIDEST) return lines;
  }
}

/** @param {CanvasRenderingContext2D} context @param {string[]} pieces @param {number} width pixels */
function filled(context, pieces, width) {
  const lines = [""];
  for (const piece of pieces) {
    const last = lines[lines.length - 1];
    if (last && context.measureText(last + piece).width > width) lines.push(piece);
    else lines[lines.length - 1] = last + piece;
  }
  return lines;
}

/**
 * @typedef {object} Room
 * @property {import("./boxes.js").Boxes} taken Marks and names that stand already.
 * @property {import("./boxes.js").Boxes} avoid Names of the base, to be kept off if possible.
 * @property {{min: Point, max: Point}} inside The window.
 */
/** @typedef {{x: number, y: number}} Point */

/**
 * Set the name of a mark to its right, left, below or above; a strong one is set in any case.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {{label: string, category?: string, strong?: boolean}} mark
 * @param {Point} at
 * @param {Room} room
 */
export function drawLabel(context, mark, at, { taken, avoid, inside }) {
  context.font = `${mark.strong ? "600 " : ""}${SIZE}px ${token("--font")}`;
  const lines = wrap(context, mark.label);
  const glyph = mark.category ? GLYPH_BOX + 4 : 0;
  const width = Math.max(...lines.map((line) => context.measureText(line).width)) + glyph;
  const height = lines.length * LINE;
  const corners = [
    { x: at.x + HALF + GAP, y: at.y - height / 2 },
    { x: at.x - HALF - GAP - width, y: at.y - height / 2 },
    { x: at.x - width / 2, y: at.y + HALF + GAP - 2 },
    { x: at.x - width / 2, y: at.y - HALF - GAP - height },
  ];
  const free = corners.filter(
    ({ x, y }) =>
      x > inside.min.x &&
      x + width < inside.max.x &&
      y > inside.min.y &&
      y + height < inside.max.y &&
      taken.free(x - 2, y, width + 4, height),
  );
  const corner =
    free.find(({ x, y }) => avoid.free(x, y, width, height)) ??
    free[0] ??
    (mark.strong ? corners[0] : null);
  if (!corner) return;
  taken.take(corner.x - 2, corner.y, width + 4, height);
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = token("--sheet");
  context.fillStyle = token("--ink");
  lines.forEach((line, i) => {
    const y = corner.y + LINE * (i + 0.5);
    context.strokeText(line, corner.x + glyph, y);
    context.fillText(line, corner.x + glyph, y);
  });
  if (mark.category) drawGlyph(context, mark.category, corner.x, corner.y + (LINE - GLYPH_BOX) / 2);
}
