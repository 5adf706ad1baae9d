// @ts-check
/** The layer of marks: what stands where, what the pointer touches, what is picked out. */

import { CanvasPane } from "./canvas.js";
import { DONUT } from "./donut.js";
import { boxOf, circleBox, distanceToSegment, isArea, isInside, paths } from "./geometry.js";
import { MarkPainter } from "./painter.js";
import { spread } from "./spread.js";

/**
 * @typedef {object} Mark
 * @property {string} id
 * @property {string} label
 * @property {string} status
 * @property {string} category
 * @property {boolean} overdue
 * @property {boolean} schematic Its line or area is a sketch.
 * @property {number} lon degrees, WGS-84
 * @property {number} lat
 * @property {number} radius_m
 * @property {any} geometry GeoJSON
 * @property {string} [tone] Custom property of the colour of line, area and circle; the status's otherwise.
 */

const REACH = { mouse: 13, pen: 16, touch: 24 };
const LINE_REACH = 8;

export class MarksLayer {
  /**
   * @param {any} sheet MapSheet
   * @param {{pick: (id: string | null) => void, hover?: (id: string | null) => void}} listener
   */
  constructor(sheet, listener) {
    this.sheet = sheet;
    this.listener = listener;
    /** @type {Mark[]} most urgent first */
    this.marks = [];
    /** @type {string | null} */
    this.selected = null;
    /** @type {string | null} */
    this.hovered = null;
    /** The pointer picks marks; off while something is drawn by hand. */
    this.active = true;
    this.painter = new MarkPainter(this);
    this.pane = new CanvasPane(sheet.map, "marks", 450, (context, view) =>
      this.painter.paint(context, view),
    );
    sheet.obstacles = () => this.painter.obstacles();
    sheet.map.on("click", this.#click, this);
    sheet.map.on("mousemove", this.#move, this);
    sheet.map.on("mouseout", () => this.hover(null));
    sheet.map.on("datumchange", () => this.#forget());
    sheet.onRedraw(() => {
      this.painter.clear();
      this.pane.redraw();
    });
  }

  /** @param {Mark[]} marks most urgent first */
  set(marks) {
    this.marks = marks;
    this.#forget();
    this.sheet.base.pane.redraw(); // its names keep off the marks
    this.pane.redraw();
  }

  #forget() {
    this.spots = undefined;
  }

  /** @param {string | null} id */
  select(id) {
    this.selected = id;
    this.pane.redraw();
  }

  /** @param {string | null} id */
  hover(id) {
    if (id === this.hovered) return;
    this.hovered = id;
    this.pane.redraw();
    this.listener.hover?.(id);
  }

  /** @param {string} id @returns {Mark | undefined} */
  mark(id) {
    return this.marks.find((mark) => mark.id === id);
  }

  /** Where the marks stand at this zoom, in layer pixels. @returns {import("./spread.js").Spot[]} */
  placed() {
    const { map } = this.sheet;
    const zoom = map.getZoom();
    if (!this.spots || this.spotsZoom !== zoom) {
      const points = this.marks.map(({ lon, lat }) =>
        map.project(this.sheet.latLng(lon, lat), zoom),
      );
      this.spots = spread(points);
      this.spotsZoom = zoom;
    }
    const origin = map.getPixelOrigin();
    const shifted = (/** @type {{x: number, y: number}} */ at) => ({
      x: at.x - origin.x,
      y: at.y - origin.y,
    });
    return this.spots.map((spot) => ({
      at: shifted(spot.at),
      true: shifted(spot.true),
      members: spot.members,
    }));
  }

  /** @param {string} id @returns {{x: number, y: number} | null} where its mark stands, layer pixels */
  position(id) {
    const index = this.marks.findIndex((mark) => mark.id === id);
    return this.placed().find((spot) => spot.members.includes(index))?.at ?? null;
  }

  /** Bring a mark into the window: its line, area or circle with it. @param {string} id @param {object} [options] of the move */
  show(id, options) {
    const mark = this.mark(id);
    if (mark) this.sheet.show(boxOfMark(mark), options);
  }

  /** @param {any} event */
  #click(event) {
    if (!this.active) return;
    const hit = this.#hit(event.layerPoint, event.originalEvent.pointerType);
    if (hit?.crowd) this.#enter(hit.crowd);
    else this.listener.pick(hit?.id ?? null);
  }

  /** @param {any} event */
  #move(event) {
    const hit = this.active ? this.#hit(event.layerPoint, "mouse") : null;
    this.sheet.map.getContainer().classList.toggle("on-mark", Boolean(hit));
    this.hover(hit?.id ?? null);
  }

  /** Zoom into a crowd until it comes apart. @param {number[]} members */
  #enter(members) {
    const { map } = this.sheet;
    const box = boxOf(
      members.map((i) => /** @type {[number, number]} */ ([this.marks[i].lon, this.marks[i].lat])),
    );
    if (box) this.sheet.show(box, { maxZoom: Math.min(map.getMaxZoom(), map.getZoom() + 3) });
  }

  /**
   * @param {{x: number, y: number}} at layer pixels
   * @param {string} [pointer]
   * @returns {{id?: string, crowd?: number[]} | null}
   */
  #hit(at, pointer = "mouse") {
    const reach = REACH[/** @type {"mouse"} */ (pointer)] ?? REACH.mouse;
    let best = null;
    let least = Infinity;
    for (const spot of this.placed()) {
      const gap = Math.hypot(spot.at.x - at.x, spot.at.y - at.y);
      const limit = spot.members.length > 1 ? Math.max(DONUT + 2, reach) : reach;
      if (gap < limit && gap < least) {
        least = gap;
        best = spot;
      }
    }
    if (best)
      return best.members.length > 1
        ? { crowd: best.members }
        : { id: this.marks[best.members[0]].id };
    const touched = this.marks.find((mark) => this.#touches(mark, at));
    return touched ? { id: touched.id } : null;
  }

  /** @param {Mark} mark @param {{x: number, y: number}} at */
  #touches({ geometry }, at) {
    const lines = paths(geometry).map((line) =>
      line.map(([lon, lat]) => this.sheet.point(lon, lat)),
    );
    if (isArea(geometry) && isInside(at, lines)) return true;
    return lines.some((line) =>
      line.some((end, i) => i > 0 && distanceToSegment(at, line[i - 1], end) < LINE_REACH),
    );
  }
}

/** @param {Mark} mark @returns {import("./geometry.js").Box} */
function boxOfMark({ lon, lat, radius_m, geometry }) {
  const circle = circleBox(lon, lat, Math.max(radius_m, 50));
  const shape = boxOf(paths(geometry).flat());
  if (!shape) return circle;
  return [
    Math.min(circle[0], shape[0]),
    Math.min(circle[1], shape[1]),
    Math.max(circle[2], shape[2]),
    Math.max(circle[3], shape[3]),
  ];
}
