// @ts-check
/**
 * Before and after: two photos registered onto each other, three ways of looking at them.
 *
 * The page comes with both pictures side by side; this makes them a viewer. Without a believed
 * alignment the pictures are shown as they are, and the page says so.
 */

import { verdictMark } from "../../sheet/dom.js";
import { page, say, term } from "../../sheet/page.js";
import { listen } from "./gestures.js";
import { Handle } from "./handle.js";
import { contained, css, onScreen } from "./homography.js";
import { plot } from "./plot.js";
import { Zoom } from "./zoom.js";

/**
 * @typedef {object} ShownPhoto
 * @property {string} id
 * @property {string} web address of the large rendition
 * @property {string | null} original where the person may have the original
 * @property {number} width pixels as seen
 * @property {number} height
 * @property {number | null} lon degrees, WGS-84
 * @property {number | null} lat
 * @property {number | null} accuracy_m
 * @property {number | null} direction_deg
 * @property {string | null} direction_ref ``T`` or ``M``
 * @property {string} alt
 * @property {Record<"when" | "where" | "who", string>} caption
 * @property {string} verdict
 */

/** @typedef {{matrix: number[] | null, alignment: string, between: string[]}} Answer */
/** @typedef {"before" | "after"} Side */
/** @type {Side[]} */
const SIDES = ["before", "after"];
const STEP = 1.5;

export class Comparison {
  /** @param {HTMLElement} section ``#compare`` of the page @param {ShownPhoto[]} photos */
  constructor(section, photos) {
    this.section = section;
    this.photos = new Map(photos.map((photo) => [photo.id, photo]));
    this.view = this.#part(".compare-view");
    this.form = /** @type {HTMLFormElement} */ (this.#part(".compare-choice"));
    /** @type {Answer | null} */
    this.answer = null;
    /** The question that is open now; older answers are dropped. */
    this.asked = 0;
    this.handle = new Handle(this.#part(".compare-handle"), (percent) =>
      this.view.style.setProperty("--border", `${percent}%`),
    );
    this.zoom = new Zoom(() => this.layOut());
    listen(this.view, this.zoom, {
      frame: () => this.#layer("before").getBoundingClientRect(),
      tap: (share) => this.mode === "slide" && this.handle.set(100 * share),
    });
    this.#controls();
    new ResizeObserver(() => this.layOut()).observe(this.view);
    for (const side of SIDES) this.#image(side).addEventListener("load", () => this.#measure(side));
    this.form.addEventListener("change", () => this.choose());
    this.section.dataset.live = "yes";
    this.handle.set(50);
    this.choose();
  }

  get mode() {
    return this.view.dataset.mode;
  }

  /** @param {string} selector @returns {HTMLElement} */
  #part(selector) {
    return /** @type {HTMLElement} */ (this.section.querySelector(selector));
  }

  /** @param {Side} side @returns {HTMLElement} */
  #layer(side) {
    return this.#part(`.compare-layer[data-side=${side}]`);
  }

  /** @param {Side} side @returns {HTMLImageElement} */
  #image(side) {
    return /** @type {HTMLImageElement} */ (this.#layer(side).querySelector("img"));
  }

  /** @param {Side} side @returns {ShownPhoto} */
  photo(side) {
    const chosen = /** @type {HTMLSelectElement} */ (this.form.elements.namedItem(side)).value;
    return /** @type {ShownPhoto} */ (this.photos.get(chosen));
  }

  #controls() {
    for (const radio of this.section.querySelectorAll("[name=compare-mode]")) {
      radio.addEventListener("change", () => this.look(/** @type {any} */ (radio).value));
    }
    this.#part("[name=compare-blend]").addEventListener("input", ({ target }) =>
      this.view.style.setProperty("--blend", String(/** @type {any} */ (target).value / 100)),
    );
    const aligned = /** @type {HTMLInputElement} */ (this.#part("[name=compare-aligned]"));
    aligned.addEventListener("change", () => this.layOut());
    this.aligned = aligned;
    const acts = {
      in: () => this.zoom.by(STEP),
      out: () => this.zoom.by(1 / STEP),
      whole: () => this.zoom.reset(),
      swap: () => this.#swap(),
      full: () => this.#fullScreen(),
    };
    for (const [name, act] of Object.entries(acts))
      this.#part(`[data-act=${name}]`).addEventListener("click", act);
    const full = this.#part("[data-act=full]");
    full.hidden = !document.fullscreenEnabled;
    document.addEventListener("fullscreenchange", () =>
      full.setAttribute("aria-pressed", String(document.fullscreenElement === this.section)),
    );
  }

  /** @param {string} mode ``slide``, ``side`` or ``blend`` */
  look(mode) {
    this.view.dataset.mode = mode;
    this.layOut();
  }

  #swap() {
    const { before, after } = /** @type {any} */ (this.form.elements);
    [before.value, after.value] = [after.value, before.value];
    this.choose();
  }

  #fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.section.requestFullscreen();
  }

  /** Show the chosen pair; ask how the second lies over the first. */
  async choose() {
    const asked = ++this.asked;
    this.answer = null;
    this.zoom.reset();
    for (const side of SIDES) this.#show(side);
    const { width, height } = this.photo("before");
    this.view.style.setProperty("--aspect", String(width / height));
    for (const side of SIDES) if (this.#image(side).complete) this.#measure(side);
    this.layOut();
    this.#say(say("aligning"), "waiting");
    const answer = await this.#ask();
    if (asked !== this.asked) return;
    this.answer = answer;
    this.#say(answer.alignment, answer.matrix ? "aligned" : "unaligned");
    this.#part(".compare-between").replaceChildren(
      ...answer.between.map((sentence) => item(sentence)),
    );
    const { site } = /** @type {any} */ (page);
    plot(this.#part(".compare-plot"), {
      before: this.photo("before"),
      after: this.photo("after"),
      site,
      label: [say("plot_label"), ...answer.between].join(" "),
    });
    this.layOut();
  }

  /** @returns {Promise<Answer>} */
  async #ask() {
    const query = new URLSearchParams({
      before: this.photo("before").id,
      after: this.photo("after").id,
    });
    try {
      const answer = await fetch(`${page.urls.compare}?${query}`);
      const body = await answer.json();
      if (answer.ok) return body;
      return { matrix: null, alignment: body.message, between: [] };
    } catch {
      return { matrix: null, alignment: say("align_offline"), between: [] };
    }
  }

  /** @param {string} sentence @param {string} state */
  #say(sentence, state) {
    const line = this.#part(".compare-alignment");
    line.textContent = sentence;
    line.dataset.state = state;
    this.aligned.disabled = state !== "aligned";
    /** @type {HTMLElement} */ (this.aligned.closest("label")).hidden = state !== "aligned";
  }

  /** @param {Side} side */
  #show(side) {
    const photo = this.photo(side);
    const image = this.#image(side);
    if (image.getAttribute("src") !== photo.web) image.src = photo.web;
    image.width = photo.width;
    image.height = photo.height;
    image.alt = photo.alt;
    const caption = this.#part(`.compare-caption[data-side=${side}]`);
    for (const line of caption.querySelectorAll("[data-line]"))
      line.textContent = photo.caption[/** @type {"when"} */ (/** @type {any} */ (line).dataset.line)];
    const chip = /** @type {HTMLElement} */ (caption.querySelector(".verdict"));
    chip.dataset.verdict = photo.verdict;
    chip.replaceChildren(verdictMark(photo.verdict), term("verdict", photo.verdict));
    const original = /** @type {HTMLAnchorElement | null} */ (
      caption.querySelector("[data-link=original]")
    );
    if (original) original.href = photo.original ?? "";
    /** @type {HTMLAnchorElement} */ (caption.querySelector("[data-link=checks]")).href =
      `#photo-${photo.id}`;
  }

  /** The picture itself knows best how wide it is: a format may turn its pixels on its own. @param {Side} side */
  #measure(side) {
    const { naturalWidth: width, naturalHeight: height } = this.#image(side);
    if (!width || !height) return;
    Object.assign(this.photo(side), { width, height });
    if (side === "before") this.view.style.setProperty("--aspect", String(width / height));
    this.layOut();
  }

  /** Where everything lies, for the size that the frame has now. */
  layOut() {
    const { clientWidth: width, clientHeight: height } = this.#layer("before");
    if (!width || !this.photo("before")) return;
    const frame = { width, height };
    for (const side of SIDES) {
      const world = /** @type {HTMLElement} */ (this.#layer(side).firstElementChild);
      world.style.transform = this.zoom.css(frame);
      const shown = this.photo(side);
      const picture = { width, height: (width * shown.height) / shown.width };
      const matrix =
        side === "after" && this.answer?.matrix && this.aligned.checked
          ? this.answer.matrix
          : contained(picture, frame);
      const { style } = this.#image(side);
      style.width = `${picture.width}px`;
      style.height = `${picture.height}px`;
      style.transform = css(onScreen(matrix, picture, frame));
    }
    this.view.classList.toggle("magnified", !this.zoom.isWhole);
    this.#part(".compare-scale").textContent = `${Math.round(100 * this.zoom.scale)}%`;
  }
}

/** @param {string} sentence */
function item(sentence) {
  const element = document.createElement("li");
  element.textContent = sentence;
  return element;
}
