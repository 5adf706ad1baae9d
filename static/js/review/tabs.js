// @ts-check
/** On a phone text and map take turns. */

import { byId } from "../sheet/dom.js";

const NAMES = ["text", "map"];

export class Tabs {
  constructor() {
    this.tabs = NAMES.map((name) => byId(`tab-${name}`));
    this.tabs.forEach((tab, i) => {
      tab.addEventListener("click", () => this.show(NAMES[i]));
      tab.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
        if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
        event.stopPropagation();
        this.show(NAMES[1 - i]);
        this.tabs[1 - i].focus();
      });
    });
    this.show("text");
  }

  /** @param {string} name text or map */
  show(name) {
    byId("review-page").dataset.tab = name;
    this.tabs.forEach((tab, i) => {
      const chosen = NAMES[i] === name;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    });
  }
}
