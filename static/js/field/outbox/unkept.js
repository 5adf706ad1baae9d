// @ts-check
/**
 * Photos that the phone would not keep: this page holds them until they are kept after all, handed
 * out as files or thrown away by the person.
 */

import { addShot } from "./entry.js";

/** @typedef {import("./entry.js").Entry} Entry */
/** @typedef {import("./entry.js").About} About */
/** @typedef {{entry: Entry, blob: Blob, about: About, why: string}} Held ``why``: code of the sentence */

export class Unkept {
  /** @type {Held[]} */
  #photos = [];
  /** @param {BeforeUnloadEvent} event */
  #warn = (event) => event.preventDefault();

  /** @param {Held} photo */
  hold(photo) {
    this.#photos.push(photo);
    addEventListener("beforeunload", this.#warn);
  }

  /** Those of a visit. @param {string} id @returns {Held[]} */
  of(id) {
    return this.#photos.filter(({ entry }) => entry.id === id);
  }

  /** @param {Held} photo */
  letGo(photo) {
    this.#photos = this.#photos.filter((each) => each !== photo);
    if (!this.#photos.length) removeEventListener("beforeunload", this.#warn);
  }

  /** Try once more; it stays held where that fails again. @param {Held} photo */
  async keep(photo) {
    const shot = await addShot(photo.entry, photo.blob, photo.about);
    this.letGo(photo);
    return shot;
  }
}
