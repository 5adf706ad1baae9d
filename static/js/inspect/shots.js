// @ts-check
/**
 * Photos by role, kept until they are sent: a camera gives one at a time, and a refused visit must
 * not lose them. A photo taken just now gets the position of this moment.
 */

import { make } from "../sheet/dom.js";
import { say } from "../sheet/page.js";

const JUST_NOW_MS = 60_000; // between the shutter and the hand-over by the phone's camera
const MEGABYTE = 1024 * 1024;

/**
 * @typedef {object} Shot
 * @property {string} role
 * @property {File} file
 * @property {object | null} fix where the device was, if the photo was taken just now
 * @property {HTMLElement} item
 */

export class Shots {
  /**
   * @param {HTMLFormElement} form
   * @param {{photos: number, bytes: number}} limits
   * @param {() => object | null} fixNow
   */
  constructor(form, limits, fixNow) {
    this.limits = limits;
    this.fixNow = fixNow;
    /** @type {Shot[]} */
    this.shots = [];
    this.fault = /** @type {HTMLElement} */ (document.getElementById("fault-photos"));
    for (const input of form.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", () => this.#take(/** @type {HTMLInputElement} */ (input)));
    }
  }

  /** @param {HTMLInputElement} input */
  #take(input) {
    const holder = /** @type {HTMLElement} */ (input.closest(".shots"));
    const role = holder.dataset.role ?? "";
    this.#say("");
    for (const file of input.files ?? []) {
      const refused = this.#refusal(file);
      if (refused) this.#say(refused);
      else this.#add(role, file, /** @type {HTMLElement} */ (holder.querySelector(".shot-list")));
    }
    input.value = ""; // the same file may be chosen again after it was removed
  }

  /** @param {File} file @returns {string | null} */
  #refusal(file) {
    if (file.size > this.limits.bytes)
      return say("photo_too_large", { name: file.name, limit: this.limits.bytes / MEGABYTE });
    if (this.shots.length >= this.limits.photos)
      return say("too_many_photos", { limit: this.limits.photos });
    return null;
  }

  /** @param {string} role @param {File} file @param {HTMLElement} list */
  #add(role, file, list) {
    const address = URL.createObjectURL(file);
    const image = make("img", { src: address, alt: file.name });
    image.addEventListener("error", () =>
      image.replaceWith(make("span", { className: "no-preview" }, say("no_preview"))),
    );
    const item = make(
      "li",
      { className: "shot" },
      image,
      make("span", {}, `${file.name} · ${(file.size / MEGABYTE).toFixed(1)} MB`),
      make(
        "button",
        { type: "button", className: "quiet", on: { click: () => this.#drop(shot, address) } },
        say("remove"),
      ),
    );
    const fresh = Math.abs(Date.now() - file.lastModified) < JUST_NOW_MS;
    const shot = { role, file, fix: fresh ? this.fixNow() : null, item };
    this.shots.push(shot);
    list.append(item);
  }

  /** @param {Shot} shot @param {string} address */
  #drop(shot, address) {
    this.shots = this.shots.filter((each) => each !== shot);
    shot.item.remove();
    URL.revokeObjectURL(address);
  }

  /** @param {string} sentence */
  #say(sentence) {
    this.fault.textContent = sentence;
    this.fault.hidden = !sentence;
  }

  /** Add the photos to what is sent: each file with its fix, in one order. @param {FormData} body */
  addTo(body) {
    for (const key of [...body.keys()]) if (key.startsWith("photo.")) body.delete(key);
    for (const { role, file, fix } of this.shots) {
      body.append(`photo.${role}`, file, file.name);
      body.append(`fix.${role}`, fix ? JSON.stringify(fix) : "");
    }
  }
}
