// @ts-check
/** The layer of marks: what stands where, what the pointer touches, what is picked out. */

import { CanvasPane } from "./canvas.js";
import { reachOf, tally } from "./donut.js";
import { boxOf, circleBox, distanceToSegment, isArea, isInside, paths } from "./geometry.js";
import { MarkPainter } from "./painter.js";
import { spread } from "./spread.js";

/** @typedef {import("./geometry.js").Box} Box */
/** @typedef {import("./geometry.js").Point} Point */
/**
 * @typedef {object} Mark
 * @property {string} id
 * @property {string} label
 * @property {string} status
 * @property {string} category
 * @property {boolean} overdue
 * @property {boolean} [overridden] Accepted without the evidence that is demanded.
 * @property {boolean} schematic Its line or area is a sketch.
 * @property {number} lon degrees, WGS-84
 * @property {number} lat
 * @property {number} radius_m
 * @property {any} geometry GeoJSON
 * @property {string} [tone] Custom property of the colour of line, area and circle; the status's otherwise.
 */
/**
 * Sites that are drawn together, as a ring.
 *
 * @typedef {object} Crowd
 * @property {number} lon their mean, degrees, WGS-84
 * @property {number} lat
 * @property {number} n
 * @property {Map<string, number>} counts by status
 * @property {number} overdue of all
 * @property {Box} box where they are; the ring stands inside
 * @property {{id: string}[]} [sites] where they are known one by one
 */
/**
 * A line or area on the ground.
 *
 * @typedef {object} Shape
 * @property {string} id of its mark
 * @property {string} status
 * @property {boolean} schematic
 * @property {any} geometry GeoJSON
 * @property {Box} [clip] the rest of it is another shape
 * @property {string} [tone]
 */
/** @typedef {import("./spread.js").Spot & {crowd?: Crowd}} Spot */

const REACH = { mouse: 13, pen: 16, touch: 24 };
const LINE_REACH = 8;
const DEEPER = 3; // zooms into a crowd at once, at most

export class MarksLayer {
  /**
   * @param {any} sheet MapSheet
   * @param {object} listener
   * @param {(id: string | null) => void} listener.pick
   * @param {(id: string | null) => void} [listener.hover]
   * @param {(crowd: Crowd) => void} [listener.stay] a crowd was clicked that no zoom takes apart
   * @param {(crowd: Crowd) => void} [listener.enter] a crowd was clicked; without it the map zooms in
   * @param {(crowd: Crowd | null, at?: Point) => void} [listener.over] the pointer is on a crowd
   */
  constructor(sheet, listener) {
    this.sheet = sheet;
    this.listener = listener;
    /** @type {Mark[]} most urgent first */
    this.marks = [];
    /** @type {Crowd[]} */
    this.crowds = [];
    /** @type {Shape[]} */
    this.shapes = [];
    /** @type {string | null} */
    this.selected = null;
    /** Stands on its place even if it would be lost in a crowd. @type {Mark | null} */
    this.chosen = null;
    /** @type {string | null} */
    this.hovered = null;
    /** @type {Crowd | null} */
    this.pointed = null;
    /** The pointer picks marks; off while something is drawn by hand. */
    this.active = true;
    this.painter = new MarkPainter(this);
    this.pane = new CanvasPane(sheet.map, "marks", 450, (context, view) =>
      this.painter.paint(context, view),
    );
    sheet.obstacles = () => this.painter.obstacles();
    sheet.map.on("click", this.#click, this);
    sheet.map.on("mousemove", this.#move, this);
    sheet.map.on("mouseout", () => this.#point(null));
    sheet.map.on("datumchange", () => this.#forget());
    sheet.onRedraw(() => {
      this.painter.clear();
      this.pane.redraw();
    });
  }

  /**
   * @param {Mark[]} marks most urgent first
   * @param {Crowd[]} [crowds]
   * @param {Shape[]} [shapes] lines and areas; those of the marks where there are none of their own
   */
  set(marks, crowds = [], shapes = marks.filter(({ geometry }) => paths(geometry).length)) {
    this.marks = marks;
    this.crowds = crowds;
    this.shapes = shapes;
    if (this.pointed) this.#point(null);
    this.#forget();
    this.sheet.base.pane.redraw(); // its names keep off the marks
    this.pane.redraw();
  }

  #forget() {
    this.spots = undefined;
  }

  /** @param {string | null} id @param {Mark | null} [chosen] what stands there, if it may be hidden in a crowd */
  select(id, chosen = null) {
    this.selected = id;
    this.chosen = chosen;
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
    return this.chosen?.id === id ? this.chosen : this.marks.find((mark) => mark.id === id);
  }

  /** Where marks and crowds stand at this zoom, in layer pixels. @returns {Spot[]} */
  placed() {
    const { map } = this.sheet;
    const zoom = map.getZoom();
    const origin = map.getPixelOrigin();
    if (!this.spots || this.spotsZoom !== zoom || !origin.equals(this.spotsOrigin)) {
      const points = this.marks.map(({ lon, lat }) => this.#pixels(lon, lat, zoom));
      this.spots = spread(
        points,
        this.crowds.map((crowd) => this.#ring(crowd, zoom)),
      ).map((spot) => this.#shifted(spot, origin));
      this.spotsZoom = zoom;
      this.spotsOrigin = origin;
    }
    return this.spots;
  }

  /** @param {number} lon @param {number} lat @param {number} zoom */
  #pixels(lon, lat, zoom) {
    return this.sheet.map.project(this.sheet.latLng(lon, lat), zoom);
  }

  /** At the mean of its sites, but inside its square: no two cover each other. @param {Crowd} crowd @param {number} zoom */
  #ring(crowd, zoom) {
    const middle = this.#pixels(crowd.lon, crowd.lat, zoom);
    const low = this.#pixels(crowd.box[0], crowd.box[3], zoom);
    const high = this.#pixels(crowd.box[2], crowd.box[1], zoom);
    const room = reachOf(crowd.n);
    const at = {
      x: within(middle.x, low.x, high.x, room),
      y: within(middle.y, low.y, high.y, room),
    };
    return { at, true: at, room, members: [], fixed: true, crowd };
  }

  /** @param {Spot} spot @param {Point} origin @returns {Spot} in layer pixels; a stack is a crowd of its own */
  #shifted(spot, origin) {
    const shifted = (/** @type {Point} */ { x, y }) => ({ x: x - origin.x, y: y - origin.y });
    const moved = { ...spot, at: shifted(spot.at), true: shifted(spot.true) };
    if (spot.members.length > 1) moved.crowd = crowdOf(spot.members.map((i) => this.marks[i]));
    return moved;
  }

  /** @param {string} id @returns {Point | null} where its mark stands, layer pixels */
  position(id) {
    const index = this.marks.findIndex((mark) => mark.id === id);
    const spot = this.placed().find(({ members }) => members.includes(index));
    if (spot && !spot.crowd) return spot.at;
    if (this.chosen?.id === id) return this.sheet.point(this.chosen.lon, this.chosen.lat);
    return spot?.at ?? null;
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
    if (hit?.crowd) this.enter(hit.crowd);
    else this.listener.pick(hit?.id ?? null);
  }

  /** @param {any} event */
  #move(event) {
    this.#point(this.active ? this.#hit(event.layerPoint, "mouse") : null, event.layerPoint);
  }

  /** @param {{id?: string, crowd?: Crowd} | null} hit @param {Point} [at] */
  #point(hit, at) {
    this.sheet.map.getContainer().classList.toggle("on-mark", Boolean(hit));
    this.hover(hit?.id ?? null);
    const crowd = hit?.crowd ?? null;
    if (crowd === this.pointed) return;
    this.pointed = crowd;
    this.pane.redraw();
    this.listener.over?.(crowd, at);
  }

  /** Zoom into a crowd until it comes apart; say so where it does not. @param {Crowd} crowd */
  enter(crowd) {
    if (this.listener.enter) {
      this.listener.enter(crowd);
      return;
    }
    const { map } = this.sheet;
    const zoom = map.getZoom();
    this.#point(null);
    if (zoom >= map.getMaxZoom()) this.listener.stay?.(crowd);
    else this.sheet.show(crowd.box, { maxZoom: Math.min(map.getMaxZoom(), zoom + DEEPER) });
  }

  /**
   * @param {Point} at layer pixels
   * @param {string} [pointer]
   * @returns {{id?: string, crowd?: Crowd} | null}
   */
  #hit(at, pointer = "mouse") {
    const reach = REACH[/** @type {"mouse"} */ (pointer)] ?? REACH.mouse;
    const picked = this.#lost();
    if (picked && distance(this.sheet.point(picked.lon, picked.lat), at) < reach)
      return { id: picked.id };
    let best = null;
    let least = Infinity;
    for (const spot of this.placed()) {
      const gap = distance(spot.at, at);
      if (gap < (spot.crowd ? Math.max(spot.room, reach) : reach) && gap < least) {
        least = gap;
        best = spot;
      }
    }
    if (best) return best.crowd ? { crowd: best.crowd } : { id: this.marks[best.members[0]].id };
    const touched = this.shapes.find((shape) => this.#touches(shape, at));
    return touched ? { id: touched.id } : null;
  }

  /** The chosen mark, where no mark of its own stands for it. @returns {Mark | null} */
  #lost() {
    if (!this.chosen) return null;
    const index = this.marks.findIndex(({ id }) => id === this.chosen?.id);
    const alone = this.placed().some(({ members, crowd }) => !crowd && members[0] === index);
    return alone ? null : this.chosen;
  }

  /** @returns {Mark | null} */
  get lost() {
    return this.#lost();
  }

  /** @param {Shape} shape @param {Point} at */
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

/** @param {Point} a @param {Point} b */
const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

/** @param {number} value @param {number} low @param {number} high @param {number} room kept from both; where that is too much, the middle */
const within = (value, low, high, room) =>
  high - low < 2 * room ? (low + high) / 2 : Math.max(low + room, Math.min(high - room, value));

/** @param {Mark[]} marks a stack @returns {Crowd} */
function crowdOf(marks) {
  const box = /** @type {Box} */ (
    boxOf(marks.map(({ lon, lat }) => /** @type {[number, number]} */ ([lon, lat])))
  );
  const [lon, lat] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  return { lon, lat, ...tally(marks), box, sites: marks };
}

/** @param {Mark} mark @returns {Box} */
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
