// @ts-check
/**
 * Paints marks as honestly as they are known: 50 m or better solid, up to 300 m with the circle,
 * coarser ones with a dashed ring whose circle shows only when the mark is picked out; stretches
 * and parks as the lines and areas that they are.
 */

import { Boxes } from "./boxes.js";
import { drawDonut } from "./donut.js";
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

/** @param {{status: string, tone?: string}} drawn */
const colourOf = ({ status, tone }) => (tone ? token(tone) : statusColour(status));

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
  paint(context, { zoom, box }) {
    const { marks, shapes, selected, hovered, pointed } = this.layer;
    const isPicked = (/** @type {{id: string}} */ { id }) => id === selected || id === hovered;
    const visible = (/** @type {Point} */ { x, y }, /** @type {number} */ spare) =>
      x > box.min.x - spare &&
      x < box.max.x + spare &&
      y > box.min.y - spare &&
      y < box.max.y + spare;
    for (const shape of shapes) this.#shape(context, shape, isPicked(shape));
    const { lost } = this.layer;
    if (lost && paths(lost.geometry).length) this.#shape(context, lost, true);
    const known = lost ? [...marks, lost] : marks;
    for (const mark of known)
      if (mark.radius_m > CIRCLE_M && isPicked(mark)) this.#circle(context, mark, zoom, true);
    for (const mark of known)
      if (mark.radius_m <= CIRCLE_M) this.#circle(context, mark, zoom, isPicked(mark));
    const spots = this.layer.placed().filter((spot) => visible(spot.at, spot.room));
    for (const spot of spots) if (!spot.crowd) this.#leader(context, spot);
    // the least urgent first, so that what matters lies on top
    for (const { at, crowd, members } of [...spots].reverse()) {
      if (crowd?.n === 1) this.#alone(context, crowd, at);
      else if (crowd) drawDonut(context, at, crowd, crowd === pointed);
      else this.#mark(context, marks[members[0]], at);
    }
    if (lost) this.#mark(context, lost, this.sheet.point(lost.lon, lost.lat));
    this.#labels(context, spots);
  }

  /** Rectangles that the marks take, in layer pixels. @returns {Boxes} */
  obstacles() {
    const taken = new Boxes();
    for (const { at, room } of this.layer.placed()) {
      taken.take(at.x - room, at.y - room, 2 * room, 2 * room);
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
    const { status, overdue, overridden } = mark;
    this.sprites.draw(context, { status, overdue, overridden, coarse }, at);
  }

  /** One site of which nothing is known but its status. @param {CanvasRenderingContext2D} context @param {import("./marks.js").Crowd} crowd @param {Point} at */
  #alone(context, { counts, overdue }, at) {
    const [status] = counts.keys();
    this.sprites.draw(context, { status, overdue: overdue > 0, coarse: false }, at);
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

  /** @param {CanvasRenderingContext2D} context @param {import("./marks.js").Shape} shape @param {boolean} picked */
  #shape(context, shape, picked) {
    context.save();
    if (shape.clip) context.clip(this.#square(shape.clip));
    const outline = this.#outline(shape.geometry);
    const area = isArea(shape.geometry);
    const colour = colourOf(shape);
    if (area) {
      const onlySaid = shape.status === "claimed" && !shape.tone;
      context.globalAlpha = onlySaid ? 0.45 : 0.14;
      context.fillStyle = onlySaid ? hatch(context, shape.status) : colour;
      context.fill(outline, "evenodd");
      context.globalAlpha = 1;
    } else {
      context.strokeStyle = token("--sheet");
      context.lineWidth = picked ? 8 : 6;
      context.stroke(outline);
    }
    context.strokeStyle = colour;
    context.lineCap = "butt";
    context.lineWidth = (area ? 1.5 : 3) + (picked ? 1.5 : 0);
    context.setLineDash(shape.schematic ? [7, 5] : []);
    context.stroke(outline);
    context.restore();
  }

  /** @param {any} geometry */
  #outline(geometry) {
    const outline = new Path2D();
    for (const line of paths(geometry)) {
      line.forEach(([lon, lat], i) => {
        const { x, y } = this.sheet.point(lon, lat);
        if (i) outline.lineTo(x, y);
        else outline.moveTo(x, y);
      });
      if (isArea(geometry)) outline.closePath();
    }
    return outline;
  }

  /** @param {import("./geometry.js").Box} box */
  #square([west, south, east, north]) {
    const low = this.sheet.point(west, north);
    const high = this.sheet.point(east, south);
    const square = new Path2D();
    square.rect(low.x, low.y, high.x - low.x, high.y - low.y);
    return square;
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

  /** @param {CanvasRenderingContext2D} context @param {import("./marks.js").Spot[]} spots */
  #labels(context, spots) {
    const { marks, selected, hovered } = this.layer;
    const inside = this.sheet.inside();
    const room = { taken: this.obstacles(), avoid: this.sheet.base.names, inside };
    for (const [x, y, width, height] of this.sheet.controls()) room.taken.take(x, y, width, height);
    const most = ((inside.max.x - inside.min.x) * (inside.max.y - inside.min.y)) / PIXELS_PER_LABEL;
    const seen = (/** @type {Point} */ { x, y }) =>
      x > inside.min.x && x < inside.max.x && y > inside.min.y && y < inside.max.y;
    const singles = spots.filter((spot) => !spot.crowd && seen(spot.at));
    singles.sort((a, b) => a.members[0] - b.members[0]);
    const isPicked = (/** @type {import("./spread.js").Spot} */ { members: [i] }) =>
      marks[i].id === selected || marks[i].id === hovered;
    const { lost } = this.layer;
    if (lost)
      drawLabel(context, { ...lost, strong: true }, this.sheet.point(lost.lon, lost.lat), room);
    for (const spot of singles.filter(isPicked)) {
      drawLabel(context, { ...marks[spot.members[0]], strong: true }, spot.at, room);
    }
    for (const spot of singles.filter((each) => !isPicked(each)).slice(0, most)) {
      drawLabel(context, marks[spot.members[0]], spot.at, room);
    }
  }
}
