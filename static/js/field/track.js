// @ts-check
/**
 * The walk of a visit, where the person asked for it: points with time and accuracy, kept with the
 * entry every few seconds, thinned so that a long walk is as large as a short one.
 */

import { metresBetween } from "./ground.js";
import { tell, write } from "./outbox/entry.js";

/** @typedef {import("./seal.js").Fix} Fix */

const STEP_M = 5;
const STEP_MS = 20_000;
const KEEP_MS = 5_000;

/**
 * Add a fix to a walk, if it says anything new; where the walk is full, every other point goes.
 *
 * @param {Fix[]} points @param {Fix} fix @param {number} most
 * @returns {boolean} whether it was added
 */
export function addPoint(points, fix, most) {
  const last = points[points.length - 1];
  if (last) {
    const later = Date.parse(fix.at ?? "") - Date.parse(last.at ?? "");
    if (!(later > 0)) return false;
    if (later < STEP_MS && metresBetween(last, fix) < STEP_M) return false;
  }
  if (points.length >= most) {
    // the first and the last stay, and with them how long it was
    const end = points.length - 1;
    points.splice(0, points.length, ...points.filter((_, i) => i % 2 === 0 || i === end));
  }
  points.push(fix);
  return true;
}

/** Records one walk at a time, whatever screen of the page is open. */
export class Track {
  /** The visit whose walk is recorded. @type {string | null} */
  visit = null;
  /** @type {Fix[]} not kept yet */
  #fresh = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #soon;
  /** @type {(() => void) | null} */
  #end = null;

  /** @param {import("./position.js").Position} position @param {() => number} most points */
  constructor(position, most) {
    this.position = position;
    this.most = most;
  }

  /** @param {string} visit */
  start(visit) {
    void this.stop();
    this.visit = visit;
    this.#end = this.position.on(() => this.#hear());
    this.position.start();
    this.#hear();
  }

  /** What is not kept yet is kept first. */
  async stop() {
    this.#end?.();
    this.#end = null;
    const kept = this.#keep();
    this.visit = null;
    await kept;
  }

  #hear() {
    const fix = this.position.fresh();
    if (!fix || fix.accuracy_m === null) return;
    const { lon, lat, accuracy_m, at } = fix;
    const point = {
      lon: Number(lon.toFixed(7)),
      lat: Number(lat.toFixed(7)),
      accuracy_m: Number(accuracy_m.toFixed(1)),
      at,
    };
    this.#fresh.push(point);
    this.#soon ??= setTimeout(() => this.#keep(), KEEP_MS);
  }

  async #keep() {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    const { visit } = this;
    const fresh = this.#fresh.splice(0);
    if (!visit || !fresh.length) return;
    const most = this.most();
    try {
      await write(visit, (row) => {
        row.track ??= [];
        for (const each of fresh) addPoint(row.track, each, most);
      });
      tell({ type: "entry", id: visit });
    } catch {
      // handed over, or no room: what is kept stays, the walk ends here
      if (this.visit === visit) void this.stop();
    }
  }
}
