// @ts-check
/** Where the phone is, as long as the page looks; asked for by a tap, kept on where it may. */

const POOR_AFTER_MS = 15_000;
/** A fix older than this is no longer where a photo is taken. */
export const FRESH_MS = 60_000;

/**
 * @typedef {object} DeviceFix
 * @property {number} lon
 * @property {number} lat
 * @property {number | null} accuracy_m radius of 95 % confidence
 * @property {string} at the device's clock
 * @property {number} mono milliseconds of the page's clock, which nobody sets
 */

export class Position {
  /** @type {DeviceFix | null} */
  fix = null;
  /** @type {"off" | "waiting" | "on" | "denied" | "unavailable"} */
  state = "off";
  /** @type {number | null} */
  #watch = null;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** Begin where the person has allowed it before. */
  async resume() {
    const answer = await navigator.permissions
      ?.query({ name: "geolocation" })
      .catch(() => null);
    if (answer?.state === "granted") this.start();
    else if (answer?.state === "denied") this.#set("denied");
  }

  start() {
    if (!("geolocation" in navigator)) return this.#set("unavailable");
    if (this.#watch !== null) return;
    this.#set("waiting");
    this.#watch = navigator.geolocation.watchPosition(
      ({ coords, timestamp }) => {
        this.fix = {
          lon: coords.longitude,
          lat: coords.latitude,
          accuracy_m: coords.accuracy ?? null,
          at: new Date(timestamp).toISOString(),
          mono: performance.now(),
        };
        this.#set("on");
      },
      ({ code }) => {
        if (code === 1) {
          this.stop();
          this.#set("denied");
        } else if (!this.fresh()) this.#set("waiting");
      },
      { enableHighAccuracy: true, maximumAge: 5_000, timeout: POOR_AFTER_MS },
    );
  }

  stop() {
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch);
    this.#watch = null;
  }

  /** The last fix, if it is of this moment. @returns {DeviceFix | null} */
  fresh() {
    return this.fix && performance.now() - this.fix.mono < FRESH_MS ? this.fix : null;
  }

  /** @param {() => void} listen @returns {() => void} ends it */
  on(listen) {
    this.#listeners.add(listen);
    return () => void this.#listeners.delete(listen);
  }

  /** @param {Position["state"]} state */
  #set(state) {
    this.state = state;
    for (const listen of this.#listeners) listen();
  }
}
