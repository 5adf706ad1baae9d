// @ts-check
/**
 * A small map without tiles: districts, named anchors, sites, and where the phone is, with its
 * error as a circle. North is up, lengths are true near its middle.
 */

import { Sprites } from "../sheet/sprite.js";
import { onTheme, token } from "../sheet/tokens.js";
import { placeAt, plane } from "./ground.js";
import { metresWords } from "./words.js";

/** @typedef {import("./ground.js").Place} Place */

/**
 * @typedef {object} MapContent
 * @property {any[]} districts
 * @property {any[]} anchors
 * @property {(Place & {status: string, overdue: boolean, radius_m: number | null, number?: number, main?: boolean})[]} sites
 * @property {Place[]} [way] order of the day
 */

const NAMES_FROM_M = 12_000; // metres across: above, names of anchors would only be in the way
const LEAST_ACROSS_M = 80;
const MOST_ACROSS_M = 400_000;

/** Maps on the page, which change their colours with it. @type {Set<SmallMap>} */
const live = new Set();
/** The marks of the large map: their shapes say the status where colours do not. */
const sprites = new Sprites();
onTheme(() => {
  sprites.clear();
  live.forEach((map) => map.draw());
});

export class SmallMap {
  /** @type {Place} */
  #middle = { lon: 0, lat: 0 };
  #across = 2000;
  /** @type {(Place & {accuracy_m: number | null}) | null} */
  #me = null;
  #heldByHand = false;
  /** @type {Map<number, {x: number, y: number}>} */
  #fingers = new Map();

  /** @param {HTMLCanvasElement} canvas @param {MapContent} content */
  constructor(canvas, content) {
    this.canvas = canvas;
    this.content = content;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(canvas);
    canvas.addEventListener("pointerdown", (event) => this.#down(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of /** @type {const} */ (["pointerup", "pointercancel"]))
      canvas.addEventListener(name, (event) => void this.#fingers.delete(event.pointerId));
    live.add(this);
  }

  /** The map is no longer on the page. */
  end() {
    live.delete(this);
    this.observer.disconnect();
  }

  /** Show all of these places. @param {Place[]} places @param {number} [least] metres */
  frame(places, least = 300) {
    if (!places.length) return;
    const lons = places.map((each) => each.lon);
    const lats = places.map((each) => each.lat);
    const low = { lon: Math.min(...lons), lat: Math.min(...lats) };
    const high = { lon: Math.max(...lons), lat: Math.max(...lats) };
    const [east, north] = plane(low, high);
    this.#middle = placeAt(low, east / 2, north / 2);
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const tall = height ? width / height : 1.6;
    this.#across = clamp(1.25 * Math.max(east, north * tall, least));
    this.draw();
  }

  /** @param {(Place & {accuracy_m: number | null}) | null} me */
  setMe(me) {
    this.#me = me;
    this.draw();
  }

  /** Whether a person has moved the map: then it does not move by itself. */
  get held() {
    return this.#heldByHand;
  }

  /** @param {number} factor below 1 is closer */
  zoom(factor) {
    this.#heldByHand = true;
    this.#across = clamp(this.#across * factor);
    this.draw();
  }

  /** @param {PointerEvent} event */
  #down(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const before = this.#fingers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...this.#fingers].find(([id]) => id !== event.pointerId)?.[1];
    this.#fingers.set(event.pointerId, now);
    this.#heldByHand = true;
    if (other) {
      const apart = (/** @type {{x: number, y: number}} */ a) => Math.hypot(a.x - other.x, a.y - other.y) || 1;
      this.#across = clamp((this.#across * apart(before)) / apart(now));
    } else {
      const metres = this.#across / (this.canvas.clientWidth || 1);
      this.#middle = placeAt(this.#middle, (before.x - now.x) * metres, (now.y - before.y) * metres);
    }
    this.draw();
  }

  /** @param {Place} place @returns {[number, number]} pixels */
  #at(place) {
    const [east, north] = plane(this.#middle, place);
    const scale = this.canvas.clientWidth / this.#across;
    return [this.canvas.clientWidth / 2 + east * scale, this.canvas.clientHeight / 2 - north * scale];
  }

  draw() {
    const { canvas, context } = this;
    const { clientWidth: width, clientHeight: height } = canvas;
    if (!width) return;
    const fine = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * fine) || canvas.height !== Math.round(height * fine)) {
      canvas.width = Math.round(width * fine);
      canvas.height = Math.round(height * fine);
    }
    context.setTransform(fine, 0, 0, fine, 0, 0);
    context.fillStyle = token("--sheet");
    context.fillRect(0, 0, width, height);
    this.#drawDistricts();
    this.#drawAnchors();
    this.#drawWay();
    for (const site of this.content.sites) if (!site.main) this.#drawSite(site);
    for (const site of this.content.sites) if (site.main) this.#drawSite(site);
    this.#drawMe();
    this.#drawScale(width, height);
  }

  /** @param {any} coordinates @param {boolean} close */
  #outline(coordinates, close) {
    if (typeof coordinates[0][0] !== "number") {
      for (const each of coordinates) this.#outline(each, close);
      return;
    }
    coordinates.forEach(([lon, lat], /** @type {number} */ i) => {
      const [x, y] = this.#at({ lon, lat });
      if (i) this.context.lineTo(x, y);
      else this.context.moveTo(x, y);
    });
    if (close) this.context.closePath();
  }

  #drawDistricts() {
    const { context } = this;
    context.lineWidth = 1;
    context.strokeStyle = token("--district-line");
    context.setLineDash([8, 3, 2, 3]);
    for (const { geometry } of this.content.districts) {
      context.beginPath();
      this.#outline(geometry.coordinates, true);
      context.stroke();
    }
    context.setLineDash([]);
  }

  #drawAnchors() {
    const { context } = this;
    context.font = `12px ${token("--font")}`;
    context.textBaseline = "middle";
    for (const { geometry, properties } of this.content.anchors) {
      if (geometry.type !== "Point") {
        context.beginPath();
        context.lineWidth = 2;
        context.strokeStyle = token(properties.kind === "river" ? "--water" : "--dike");
        context.setLineDash(properties.schematic ? [6, 4] : []);
        this.#outline(geometry.coordinates, geometry.type.endsWith("Polygon"));
        context.stroke();
        context.setLineDash([]);
      } else if (this.#across < NAMES_FROM_M) {
        const [x, y] = this.#at({ lon: geometry.coordinates[0], lat: geometry.coordinates[1] });
        context.fillStyle = token("--muted");
        context.fillRect(x - 2, y - 2, 4, 4);
        context.fillText(properties.name ?? "", x + 6, y);
      }
    }
  }

  #drawWay() {
    const { way } = this.content;
    if (!way?.length) return;
    const { context } = this;
    context.beginPath();
    [...(this.#me ? [this.#me] : []), ...way].forEach((place, i) => {
      const [x, y] = this.#at(place);
      if (i) context.lineTo(x, y);
      else context.moveTo(x, y);
    });
    context.lineWidth = 1.5;
    context.strokeStyle = token("--line-strong");
    context.setLineDash([2, 4]);
    context.stroke();
    context.setLineDash([]);
  }

  /** @param {any} site */
  #drawSite(site) {
    const { context } = this;
    const [x, y] = this.#at(site);
    const scale = this.canvas.clientWidth / this.#across;
    if (site.main && site.radius_m) {
      context.beginPath();
      context.arc(x, y, site.radius_m * scale, 0, 2 * Math.PI);
      context.strokeStyle = token("--ink");
      context.setLineDash([4, 4]);
      context.lineWidth = 1.5;
      context.stroke();
      context.setLineDash([]);
    }
    const { status, overdue } = site;
    sprites.draw(context, { status, overdue, coarse: false }, { x, y });
    if (!site.number) return;
    context.font = `600 14px ${token("--font")}`;
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.strokeStyle = token("--sheet");
    context.strokeText(String(site.number), x + 12, y + 8);
    context.fillStyle = token("--ink");
    context.fillText(String(site.number), x + 12, y + 8);
  }

  #drawMe() {
    if (!this.#me) return;
    const { context } = this;
    const [x, y] = this.#at(this.#me);
    const radius = ((this.#me.accuracy_m ?? 0) * this.canvas.clientWidth) / this.#across;
    context.fillStyle = token("--accent");
    context.strokeStyle = token("--accent");
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.globalAlpha = 0.14;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 1;
    context.stroke();
    context.beginPath();
    context.arc(x, y, 7, 0, 2 * Math.PI);
    context.fill();
    context.lineWidth = 3;
    context.strokeStyle = token("--sheet");
    context.stroke();
  }

  /** @param {number} width @param {number} height */
  #drawScale(width, height) {
    const { context } = this;
    const wish = this.#across / 4;
    const power = 10 ** Math.floor(Math.log10(wish));
    const metres = [5, 2, 1].map((n) => n * power).find((n) => n <= wish) ?? power;
    const length = (metres * width) / this.#across;
    context.fillStyle = token("--ink");
    context.fillRect(10, height - 10, length, 2);
    context.font = `12px ${token("--font")}`;
    context.textBaseline = "bottom";
    context.fillText(metresWords(metres), 10, height - 13);
    context.textBaseline = "middle";
  }
}

const clamp = (/** @type {number} */ metres) => Math.min(MOST_ACROSS_M, Math.max(LEAST_ACROSS_M, metres));
