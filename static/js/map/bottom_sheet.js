// @ts-check
/** On a phone the panel is a sheet of three heights over the map: by its buttons, or by dragging. */

import { byId } from "../sheet/dom.js";

const HEIGHTS = ["low", "half", "full"];
const STEP_PX = 6; // less than this is a tap, not a drag

export class BottomSheet {
  constructor() {
    const wide = matchMedia("(width >= 900px)");
    this.panel = byId("panel");
    this.handle = byId("sheet-handle");
    this.set(wide.matches ? "full" : "low");
    wide.addEventListener("change", () => this.set(wide.matches ? "full" : "low"));
    for (const button of this.handle.querySelectorAll("button")) {
      button.addEventListener("click", () => this.set(button.dataset.height ?? "low"));
    }
    this.handle.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) =>
      this.#drag(event),
    );
  }

  /** @param {string} height low, half or full */
  set(height) {
    this.height = height;
    this.panel.dataset.height = height;
    this.panel.style.removeProperty("height");
    if (height === "low") this.panel.scrollTop = 0;
    for (const button of this.handle.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.height === height));
    }
  }

  /** Low enough to see the map. */
  lower() {
    if (this.handle.offsetParent) this.set("low"); // no handle: the panel stands beside the map
  }

  /** High enough to read the list. */
  raise() {
    if (this.handle.offsetParent && this.height === "low") this.set("half");
  }

  /** Bring a heading of the panel to its top. @param {HTMLElement} heading */
  reach(heading) {
    if (!heading.offsetParent) return; // there are none
    if (this.handle.offsetParent) this.set("full");
    heading.scrollIntoView({ block: "start" });
    heading.focus({ preventScroll: true });
  }

  /** @param {PointerEvent} down */
  #drag(down) {
    const start = this.panel.offsetHeight;
    const whole = this.panel.parentElement.offsetHeight;
    let moved = false;
    const move = (/** @type {PointerEvent} */ event) => {
      const dy = event.clientY - down.clientY;
      if (!moved && Math.abs(dy) < STEP_PX) return;
      moved = true;
      this.panel.classList.add("dragged");
      this.panel.style.height = `${Math.max(60, Math.min(whole, start - dy))}px`;
    };
    const listening = new AbortController();
    const end = () => {
      listening.abort();
      this.panel.classList.remove("dragged");
      if (moved) this.set(HEIGHTS[nearest(this.panel.offsetHeight / whole, [0.15, 0.52, 0.95])]);
    };
    // on the window: a quick finger is off the handle before the sheet has followed
    addEventListener("pointermove", move, { signal: listening.signal });
    addEventListener("pointerup", end, { signal: listening.signal });
    addEventListener("pointercancel", end, { signal: listening.signal });
  }
}

/** @param {number} value @param {number[]} choices @returns {number} index of the nearest */
function nearest(value, choices) {
  return choices.reduce(
    (best, each, i) => (Math.abs(each - value) < Math.abs(choices[best] - value) ? i : best),
    0,
  );
}
