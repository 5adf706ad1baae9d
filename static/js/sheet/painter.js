// @ts-check
/**
 * Paints marks as honestly as they are known: 50 m or better solid, up to 300 m with the circle,
 * coarser ones with a dashed ring whose circle shows only when the mark is picked out; stretches
 * and parks as the lines and areas that they are.
 */

import { Boxes } from "./boxes.js";
import { DONUT, drawDonut, shares } from "./donut.js";
import { isArea, metresPerPixel, paths } from "./geometry.js";
import { hatch } from "./hatch.js";
import { drawLabel } from "./labels.js";
import { MARK, Sprites } from "./sprite.js";
import { statusColour, token } from "./tokens.js";

/** @typedef {import("./marks.js").Mark} Mark */
/** @typedef {{x: number, y: number}} Point */

export const CIRCLE_M = 300; // a radius up to this is always drawn
const LEADER = 3; // pixels a mark may be off its place without a leader line
const PIXELS_PER_LABEL = 18_000; // no more names than the window can hold

/** @param {Mark} mark */
const colourOf = (mark) => (mark.tone ? token(mark.tone) : statusColour(mark.status));

export class MarkPainter {
  /** @param {import("./marks.js").MarksLayer} layer */
  constructor(layer) {
    this.layer = layer;
    this.sheet = layer.sheet;
    this.sprites = new Sprites();
  }

  /** The colours changed. */
  clear() {
    this.sprites.clear();
  }

  /** @param {CanvasRenderingContext2D} context @param {import("./canvas.js").View} view */
  paint(context, view) {
    const { marks, selected, hovered } = this.layer;
    const picked = marks.filter((mark) => mark.id === selected || mark.id === hovered);
    const { box } = view;
    const visible = (/** @type {Point} */ { x, y }, /** @type {number} */ spare) =>
      x > box.min.x - spare &&
      x < box.max.x + spare &&
      y > box.min.y - spare &&
      y < box.max.y + spare;
    for (const mark of marks) this.#shape(context, mark, picked.includes(mark));
    for (const mark of picked)
      if (mark.radius_m > CIRCLE_M) this.#circle(context, mark, view.zoom, true);
    for (const mark of marks) {
      if (mark.radius_m <= CIRCLE_M) this.#circle(context, mark, view.zoom, picked.includes(mark));
    }
    const spots = this.layer.placed().filter((spot) => visible(spot.at, MARK));
    for (const spot of spots) if (spot.members.length === 1) this.#leader(context, spot);
    // the least urgent first, so that what matters lies on top
    for (const spot of [...spots].reverse()) {
      if (spot.members.length > 1)
        drawDonut(context, spot.at, shares(spot.members.map((i) => marks[i])));
      else this.#mark(context, marks[spot.members[0]], spot.at);
    }
    this.#labels(context, spots);
  }

  /** Rectangles that the marks take, in layer pixels. @returns {Boxes} */
  obstacles() {
    const taken = new Boxes();
    for (const { at, members } of this.layer.placed()) {
      const half = members.length > 1 ? DONUT : MARK / 2 + 2;
      taken.take(at.x - half, at.y - half, 2 * half, 2 * half);
    }
    return taken;
  }

  /** @param {CanvasRenderingContext2D} context @param {Mark} mark @param {Point} at */
  #mark(context, mark, at) {
    const coarse = mark.radius_m > CIRCLE_M;
    if (mark.id === this.layer.selected) {
      context.beginPath();
      context.arc(at.x, at.y, MARK * 0.9, 0, 2 * Math.PI);
      context.fillStyle = token("--sheet");
      context.fill();
      context.strokeStyle = token("--ink");
      context.lineWidth = 2;
      context.stroke();
    }
    this.sprites.draw(context, { status: mark.status, overdue: mark.overdue, coarse }, at);
  }

  /** From where the mark stands to where the place is. @param {CanvasRenderingContext2D} context @param {import("./spread.js").Spot} spot */
  #leader(context, spot) {
    if (Math.hypot(spot.at.x - spot.true.x, spot.at.y - spot.true.y) < LEADER) return;
    context.beginPath();
    context.moveTo(spot.true.x, spot.true.y);
    context.lineTo(spot.at.x, spot.at.y);
    context.strokeStyle = token("--muted");
    context.lineWidth = 1;
    context.stroke();
    context.beginPath();
    context.arc(spot.true.x, spot.true.y, 1.8, 0, 2 * Math.PI);
    context.fillStyle = token("--muted");
    context.fill();
  }

  /** @param {CanvasRenderingContext2D} context @param {Mark} mark @param {boolean} picked */
  #shape(context, mark, picked) {
    const lines = paths(mark.geometry);
    if (!lines.length) return;
    const outline = new Path2D();
    for (const line of lines) {
      line.forEach(([lon, lat], i) => {
        const { x, y } = this.sheet.point(lon, lat);
        if (i) outline.lineTo(x, y);
        else outline.moveTo(x, y);
      });
      if (isArea(mark.geometry)) outline.closePath();
    }
    const colour = colourOf(mark);
    if (isArea(mark.geometry)) {
      const onlySaid = mark.status === "claimed" && !mark.tone;
      context.globalAlpha = onlySaid ? 0.45 : 0.14;
      context.fillStyle = onlySaid ? hatch(context, mark.status) : colour;
      context.fill(outline, "evenodd");
      context.globalAlpha = 1;
    } else {
      context.strokeStyle = token("--sheet");
      context.lineWidth = picked ? 8 : 6;
      context.stroke(outline);
    }
    context.strokeStyle = colour;
    context.lineCap = "butt";
    context.lineWidth = (isArea(mark.geometry) ? 1.5 : 3) + (picked ? 1.5 : 0);
    context.setLineDash(mark.schematic ? [7, 5] : []);
    context.stroke(outline);
    context.setLineDash([]);
  }

  /** @param {CanvasRenderingContext2D} context @param {Mark} mark @param {number} zoom @param {boolean} picked */
  #circle(context, mark, zoom, picked) {
    const radius = mark.radius_m / metresPerPixel(mark.lat, zoom);
    if (radius < MARK / 2) return; // hidden by the mark itself
    const { x, y } = this.sheet.point(mark.lon, mark.lat);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    const colour = colourOf(mark);
    context.fillStyle = colour;
    context.globalAlpha = picked ? 0.1 : 0.06;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = colour;
    context.lineWidth = picked ? 1.6 : 1;
    context.setLineDash(mark.radius_m > CIRCLE_M ? [6, 5] : []);
    context.stroke();
    context.setLineDash([]);
  }

  /** @param {CanvasRenderingContext2D} context @param {import("./spread.js").Spot[]} spots */
  #labels(context, spots) {
    const { marks, selected, hovered } = this.layer;
    const inside = this.sheet.inside();
    const room = { taken: this.obstacles(), avoid: this.sheet.base.names, inside };
    for (const [x, y, width, height] of this.sheet.controls()) room.taken.take(x, y, width, height);
    const most = ((inside.max.x - inside.min.x) * (inside.max.y - inside.min.y)) / PIXELS_PER_LABEL;
    const seen = (/** @type {Point} */ { x, y }) =>
      x > inside.min.x && x < inside.max.x && y > inside.min.y && y < inside.max.y;
    const singles = spots.filter((spot) => spot.members.length === 1 && seen(spot.at));
    singles.sort((a, b) => a.members[0] - b.members[0]);
    const isPicked = (/** @type {import("./spread.js").Spot} */ { members: [i] }) =>
      marks[i].id === selected || marks[i].id === hovered;
    for (const spot of singles.filter(isPicked)) {
      drawLabel(context, { ...marks[spot.members[0]], strong: true }, spot.at, room);
    }
    for (const spot of singles.filter((each) => !isPicked(each)).slice(0, most)) {
      drawLabel(context, marks[spot.members[0]], spot.at, room);
    }
  }
}
