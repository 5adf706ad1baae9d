// @ts-check
/** The handle between the two pictures: drag it, or use arrows, Page, Home and End. */

const STEP = 2;
const LEAP = 10;

/** @type {Record<string, (value: number) => number>} */
const KEYS = {
  ArrowLeft: (value) => value - STEP,
  ArrowDown: (value) => value - STEP,
  ArrowRight: (value) => value + STEP,
  ArrowUp: (value) => value + STEP,
  PageDown: (value) => value - LEAP,
  PageUp: (value) => value + LEAP,
  Home: () => 0,
  End: () => 100,
};

export class Handle {
  /**
   * @param {HTMLElement} element ``role=slider`` inside the view
   * @param {(percent: number) => void} moved where the border stands, from the left
   */
  constructor(element, moved) {
    this.element = element;
    this.moved = moved;
    this.value = 50;
    element.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      element.focus({ preventScroll: true });
      element.setPointerCapture(event.pointerId);
    });
    element.addEventListener("pointermove", (event) => {
      if (!element.hasPointerCapture(event.pointerId)) return;
      const { left, width } = /** @type {Element} */ (element.parentElement).getBoundingClientRect();
      this.set((100 * (event.clientX - left)) / width);
    });
    element.addEventListener("keydown", (event) => {
      const to = KEYS[event.key];
      if (!to || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.set(to(this.value));
    });
  }

  /** @param {number} percent */
  set(percent) {
    this.value = Math.min(100, Math.max(0, percent));
    this.element.setAttribute("aria-valuenow", String(Math.round(this.value)));
    this.element.style.left = `${this.value}%`;
    this.moved(this.value);
  }
}
