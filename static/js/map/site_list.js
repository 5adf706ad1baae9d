// @ts-check
/**
 * The list beside the map: the keyboard's and the screen reader's way to every mark.
 *
 * Rows are made as far as somebody has scrolled or asked, so that thousands cost no more than a few.
 */

import { make } from "../sheet/dom.js";
import { isOverridden } from "../tiles/to_marks.js";
import { siteRow } from "./rows.js";

/** @typedef {import("./sites.js").Site} Site */

const STEP = 100; // rows made at once
const AHEAD = "600px"; // rows are made before they are scrolled to

export class SiteList {
  /** @param {HTMLElement} element the list @param {HTMLElement} scroller */
  constructor(element, scroller) {
    this.element = element;
    /** @type {Site[]} */
    this.sites = [];
    this.made = 0;
    this.signature = "";
    /** @type {string | null} */
    this.chosen = null;
    this.end = make("li", { className: "list-end", "aria-hidden": "true" });
    this.watch = new IntersectionObserver(
      ([{ isIntersecting }]) => isIntersecting && this.#more(this.made + STEP),
      { root: scroller, rootMargin: AHEAD },
    );
  }

  /**
   * @param {Site[]} sites most urgent first
   * @param {Set<string> | null} near ids of those in the window; null: all of them are
   * @param {Node[]} notes lines above the rows
   */
  show(sites, near, notes) {
    const signature = sites
      .map((site) => {
        const { status, overdue } = site.properties;
        return `${site.id}${status}${overdue}${isOverridden(site)}`;
      })
      .join();
    this.sites = sites;
    this.near = near;
    const onNote = Boolean(document.activeElement?.closest("#site-list .empty"));
    this.element.querySelectorAll(".empty").forEach((each) => each.remove());
    if (signature !== this.signature || !this.end.isConnected) {
      this.signature = signature;
      this.#remake();
    } else if (near) this.rows.forEach((row) => this.#mark(row));
    this.element.prepend(...notes);
    // a button that did its work is gone: the cursor stays in the list
    if (!onNote) return;
    const next = /** @type {HTMLElement | null} */ (
      this.element.querySelector("button, .site-link")
    );
    next?.focus({ preventScroll: true });
  }

  /** The rows that are made. @returns {HTMLElement[]} */
  get rows() {
    return [...this.element.querySelectorAll(":scope > [data-site]")].map(
      (row) => /** @type {any} */ (row),
    );
  }

  #remake() {
    const focused = document.activeElement
      ?.closest("#site-list [data-site]")
      ?.getAttribute("data-site");
    const wanted = Math.max(STEP, focused ? this.indexOf(focused) + 1 : 0);
    this.made = 0;
    this.element.replaceChildren(this.end);
    this.#more(wanted);
    if (focused) this.focus(focused);
  }

  /** @param {number} wanted */
  #more(wanted) {
    const last = Math.min(this.sites.length, wanted);
    const rows = this.sites.slice(this.made, last).map((site, i) => {
      const row = siteRow(site);
      row.setAttribute("aria-posinset", String(this.made + i + 1));
      row.setAttribute("aria-setsize", String(this.sites.length));
      this.#mark(row);
      return row;
    });
    this.end.before(...rows);
    this.made = Math.max(this.made, last);
    this.watch.unobserve(this.end);
    if (this.made < this.sites.length) this.watch.observe(this.end);
  }

  /** @param {HTMLElement} row */
  #mark(row) {
    const id = row.dataset.site ?? "";
    row.classList.toggle("elsewhere", this.near ? !this.near.has(id) : false);
    const chosen = id === this.chosen;
    row.classList.toggle("chosen", chosen);
    const link = row.querySelector(".site-link");
    if (chosen) link?.setAttribute("aria-current", "true");
    else link?.removeAttribute("aria-current");
  }

  /** @param {string} id */
  indexOf(id) {
    return this.sites.findIndex((site) => site.id === id);
  }

  /** @param {string} id @returns {HTMLElement | null} its row, made if need be */
  #row(id) {
    const index = this.indexOf(id);
    if (index < 0) return null;
    if (index >= this.made) this.#more(index + 1);
    return this.element.querySelector(`:scope > [data-site="${CSS.escape(id)}"]`);
  }

  /** Make all rows: paper does not scroll. */
  whole() {
    this.#more(this.sites.length);
  }

  /** @param {string | null} id @param {boolean} scroll bring its row into sight */
  select(id, scroll) {
    this.chosen = id;
    this.rows.forEach((row) => this.#mark(row));
    if (id && scroll) this.#row(id)?.scrollIntoView({ block: "nearest" });
  }

  /** Put the cursor on the row of a site. @param {string} id */
  focus(id) {
    /** @type {HTMLElement | null | undefined} */ (
      this.#row(id)?.querySelector(".site-link")
    )?.focus({ preventScroll: true });
  }
}
