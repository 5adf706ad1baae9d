// @ts-check
/**
 * The filter form: its chips, the search, and the query that they make.
 *
 * The server filters; the form and the address say the same in the same words, so a page that is
 * loaded from a link shows what the link says before any script runs.
 */

import { byId, categoryGlyph } from "../sheet/dom.js";

const NAMES = ["status", "overdue", "category", "district"];
const PAUSE_MS = 250; // after the last letter of a search

export class Filters {
  /** @param {() => void} changed */
  constructor(changed) {
    this.form = /** @type {HTMLFormElement} */ (byId("filters"));
    this.search = /** @type {HTMLInputElement} */ (byId("search"));
    byId("apply-filters").hidden = true; // each change applies at once
    for (const input of this.form.querySelectorAll("#category-filter input")) {
      input.after(categoryGlyph(/** @type {HTMLInputElement} */ (input).value));
    }
    let pause = 0;
    this.search.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(changed, PAUSE_MS);
    });
    this.form.addEventListener("change", (event) => {
      if (event.target !== this.search) changed();
    });
    this.form.addEventListener("submit", (event) => {
      // the button of another page takes the filter there
      if (/** @type {SubmitEvent} */ (event).submitter?.hasAttribute("formaction")) return;
      event.preventDefault();
      changed();
    });
    byId("clear-filters").addEventListener("click", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.reset();
    });
    this.changed = changed;
  }

  /** Everything is shown again. */
  reset() {
    this.clear();
    this.changed();
  }

  /** @returns {HTMLInputElement[]} */
  get boxes() {
    return [...this.form.querySelectorAll("input[type=checkbox]")].map(
      (box) => /** @type {any} */ (box),
    );
  }

  clear() {
    this.read(new URLSearchParams());
  }

  /** @returns {URLSearchParams} what is chosen, in the API's words */
  query() {
    const query = new URLSearchParams();
    for (const box of this.boxes) if (box.checked) query.append(box.name, box.value);
    const words = this.search.value.trim();
    if (words) query.set("q", words);
    byId("clear-filters").hidden = query.size === 0;
    return query;
  }

  /** Put the form into the state of a query. @param {URLSearchParams} query */
  read(query) {
    const chosen = new Set(
      NAMES.flatMap((name) =>
        query
          .getAll(name)
          .flatMap((value) => value.split(","))
          .map((value) => `${name}=${value}`),
      ),
    );
    for (const box of this.boxes) box.checked = chosen.has(`${box.name}=${box.value}`);
    this.search.value = query.get("q") ?? "";
  }
}
