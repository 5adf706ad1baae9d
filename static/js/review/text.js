// @ts-check
/** The text of the notice: each phrase a button, underlined in the colour of its state. */

import { byId } from "../sheet/dom.js";

export class TextPane {
  /** @param {{pick: (id: string) => void, hover: (id: string | null) => void}} listener */
  constructor(listener) {
    this.article = byId("notice-text");
    this.article.append(byId("problem-doubts")); // they are read with the text, and scroll with it
    this.article.addEventListener("click", (/** @type {Event} */ event) => {
      const id = phraseOf(event.target)?.dataset.place;
      if (!id) return;
      event.preventDefault(); // without scripts the phrase is a link into the list of places
      listener.pick(id);
    });
    // mouse events: those of the map that is left come before them, pointer events after
    for (const type of ["mouseover", "focusin"]) {
      this.article.addEventListener(type, (/** @type {Event} */ event) =>
        listener.hover(phraseOf(event.target)?.dataset.place ?? null),
      );
    }
    for (const type of ["mouseleave", "focusout"]) {
      this.article.addEventListener(type, () => listener.hover(null));
    }
  }

  /** @param {string} id @returns {HTMLElement[]} all mentions of a place */
  phrases(id) {
    return [...this.article.querySelectorAll(`.phrase[data-place="${CSS.escape(id)}"]`)];
  }

  /** @param {any[]} places */
  show(places) {
    for (const place of places) {
      for (const phrase of this.phrases(place.id)) {
        phrase.dataset.state = place.state;
        phrase.dataset.located = place.located ? "yes" : "no";
        phrase.dataset.doubts = String(place.doubts.length);
      }
    }
  }

  /** @param {string | null} id */
  hover(id) {
    this.#mark("hovered", id);
  }

  /** @param {string | null} id @param {boolean} focus the cursor goes there */
  select(id, focus) {
    this.#mark("current", id);
    for (const phrase of this.article.querySelectorAll(".phrase[aria-current]"))
      phrase.removeAttribute("aria-current");
    if (!id) return;
    const [first] = this.phrases(id);
    for (const phrase of this.phrases(id)) phrase.setAttribute("aria-current", "true");
    if (focus) first?.focus({ preventScroll: true });
    first?.scrollIntoView({ block: "nearest" });
  }

  /** @param {string} name of a class @param {string | null} id */
  #mark(name, id) {
    for (const phrase of this.article.querySelectorAll(`.phrase.${name}`))
      phrase.classList.remove(name);
    if (id) for (const phrase of this.phrases(id)) phrase.classList.add(name);
  }
}

/** @param {any} target @returns {HTMLElement | null} */
const phraseOf = (target) => target.closest?.(".phrase");
