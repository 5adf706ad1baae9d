// @ts-check
/** What a crowd holds, in words, while the pointer is on it. */

/* global L */

import { make, statusMark } from "../sheet/dom.js";
import { grouped } from "../sheet/numbers.js";
import { say, term } from "../sheet/page.js";
import { URGENCY } from "../sheet/statuses.js";

/** @typedef {import("../sheet/marks.js").Crowd} Crowd */

export class Tip {
  /** @param {any} map Leaflet map */
  constructor(map) {
    this.map = map;
    this.tooltip = L.tooltip({
      className: "crowd-tip",
      direction: "auto",
      offset: [20, 0],
      opacity: 1,
    });
  }

  /** @param {Crowd | null} crowd @param {{x: number, y: number}} [at] layer pixels */
  show(crowd, at) {
    this.tooltip.remove();
    if (!crowd || !at) return;
    const rows = URGENCY.map((status) => ({ status, n: crowd.counts.get(status) ?? 0 }));
    const lines = [...rows, { status: "overdue", n: crowd.overdue }].filter(({ n }) => n);
    const table = make(
      "dl",
      {},
      make("dt", {}, say("in_all")),
      make("dd", {}, grouped(crowd.n)),
      ...lines.flatMap(({ status, n }) => [
        make("dt", {}, statusMark(status), term("status", status)),
        make("dd", {}, grouped(n)),
      ]),
    );
    this.tooltip
      .setContent(table)
      .setLatLng(this.map.layerPointToLatLng([at.x, at.y]))
      .addTo(this.map);
  }
}
