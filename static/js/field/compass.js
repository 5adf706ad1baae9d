// @ts-check
/** Where the camera looks and how level it is; asked for by a tap where the system wants that. */

import { circle } from "./ground.js";
import { lookHeading, tilt } from "./heading.js";

export class Compass {
  /** Degrees from true north; null: not known. @type {number | null} */
  heading = null;
  /** Tilt of the horizon, degrees. @type {number | null} */
  roll = null;
  #on = false;
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** @param {(event: any) => void} event */
  #hear = (event) => this.#turned(event);

  /** @param {number} declination degrees, east positive: what a compass is off by */
  constructor(declination) {
    this.declination = declination;
  }

  /** Whether the system wants to be asked by a tap first (iOS). */
  static mustAsk() {
    return typeof (/** @type {any} */ (globalThis.DeviceOrientationEvent)?.requestPermission) === "function";
  }

  /** @returns {Promise<boolean>} whether it may listen */
  async start() {
    if (this.#on || !("DeviceOrientationEvent" in globalThis)) return this.#on;
    if (Compass.mustAsk()) {
      const ask = /** @type {any} */ (DeviceOrientationEvent).requestPermission;
      if ((await ask().catch(() => "denied")) !== "granted") return false;
    }
    this.#on = true;
    for (const name of ["deviceorientationabsolute", "deviceorientation"])
      addEventListener(name, this.#hear);
    return true;
  }

  stop() {
    this.#on = false;
    for (const name of ["deviceorientationabsolute", "deviceorientation"])
      removeEventListener(name, this.#hear);
  }

  /** @param {any} event */
  #turned({ type, absolute, alpha, beta, gamma, webkitCompassHeading }) {
    if (beta === null || gamma === null) return;
    this.roll = tilt(beta, gamma, screen.orientation?.angle ?? 0);
    const magnetic =
      typeof webkitCompassHeading === "number"
        ? webkitCompassHeading + (screen.orientation?.angle ?? 0)
        : (absolute || type === "deviceorientationabsolute") && alpha !== null
          ? lookHeading(alpha, beta, gamma)
          : null;
    // an event that says nothing of north does not wipe out what another one said
    if (magnetic !== null) this.heading = circle(magnetic + this.declination);
    for (const listen of this.#listeners) listen();
  }

  /** @param {() => void} listen @returns {() => void} ends it */
  on(listen) {
    this.#listeners.add(listen);
    return () => void this.#listeners.delete(listen);
  }
}
