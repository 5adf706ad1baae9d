// @ts-check
/** A card that stays beside the mark of what it tells of; at the foot of the map on a phone. */

import { byId } from "../sheet/dom.js";

const OFF = 24; // pixels between mark and card
const MARGIN = 24;
const WIDE = matchMedia("(width >= 900px)");

export class PlacedCard {
  /**
   * @param {any} sheet MapSheet
   * @param {(id: string) => {x: number, y: number} | null} position of a mark, layer pixels
   */
  constructor(sheet, position) {
    this.sheet = sheet;
    this.position = position;
    /** @type {string | undefined} */
    this.id = undefined;
    this.element = byId("site-card");
    this.element.tabIndex = -1;
    sheet.map.on("move zoom zoomend resize", this.follow, this);
    WIDE.addEventListener("change", () => this.follow());
  }

  /** @param {string} id of the mark @param {...Node} content */
  show(id, ...content) {
    this.id = id;
    this.element.replaceChildren(...content);
    this.element.hidden = false;
    this.follow();
  }

  close() {
    this.id = undefined;
    this.element.hidden = true;
    this.element.replaceChildren();
  }

  focus() {
    this.element.focus({ preventScroll: true });
  }

  /** @returns {number | null} how much of the map's height is free above a card that lies over its foot */
  coverTop() {
    if (WIDE.matches || this.element.hidden) return null;
    return (
      this.element.getBoundingClientRect().top -
      this.sheet.map.getContainer().getBoundingClientRect().top
    );
  }

  /** Stay beside the mark, inside the map. */
  follow() {
    if (!this.id) return;
    this.element.style.transform = "";
    if (!WIDE.matches) return;
    const at = this.position(this.id);
    if (!at) return;
    const { map } = this.sheet;
    const { x, y } = map.layerPointToContainerPoint([at.x, at.y]);
    const frame = map.getContainer().getBoundingClientRect();
    const page = this.element.offsetParent.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const right = x + OFF + width + MARGIN < frame.width;
    const left = right ? x + OFF : x - OFF - width;
    const top = Math.max(MARGIN, Math.min(frame.height - height - MARGIN, y - height / 2));
    const dx = Math.round(left + frame.left - page.left);
    const dy = Math.round(top + frame.top - page.top);
    this.element.style.transform = `translate(${dx}px, ${dy}px)`;
    // out of the window: the card waits with its mark
    this.element.classList.toggle("away", x < 0 || y < 0 || x > frame.width || y > frame.height);
  }
}
