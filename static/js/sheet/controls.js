// @ts-check
/** Small buttons on the map. */

/* global L */

import { make } from "./dom.js";
import { say } from "./page.js";

/** Back to the whole area; sits under the zoom buttons and looks like them. */
export class WholeArea extends L.Control {
  /** @param {any} sheet MapSheet */
  constructor(sheet) {
    super({ position: "topright" });
    this.sheet = sheet;
  }

  onAdd() {
    const button = make("button", {
      type: "button",
      className: "map-button",
      title: say("whole_area"),
      "aria-label": say("whole_area"),
      on: { click: () => this.sheet.goHome() },
    });
    const holder = make("div", { className: "leaflet-bar whole-area" }, button);
    L.DomEvent.disableClickPropagation(holder);
    return holder;
  }
}
