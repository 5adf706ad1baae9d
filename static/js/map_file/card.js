// @ts-check
/** The card of the chosen site: what is claimed and what is verified stand in two lines. */

import { PlacedCard } from "../map/placed_card.js";
import { categoryGlyph, make, statusMark } from "../sheet/dom.js";
import { page, say, term } from "../sheet/page.js";
import { CIRCLE_M } from "../sheet/painter.js";

/** @type {{coarse: boolean}} */
const file = /** @type {any} */ (page);

export class FileCard extends PlacedCard {
  /**
   * @param {any} sheet MapSheet
   * @param {{close: () => void, zoomTo: (id: string) => void, position: (id: string) => {x: number, y: number}}} owner
   */
  constructor(sheet, owner) {
    super(sheet, owner.position);
    this.owner = owner;
  }

  /** @param {import("../map/sites.js").Site} site */
  open({ id, properties }) {
    const closer = make(
      "button",
      {
        type: "button",
        className: "card-close",
        "aria-label": say("close"),
        on: { click: () => this.owner.close() },
      },
      "×",
    );

    const states = [properties.status, properties.overdue && "overdue"].filter(Boolean);
    const zoom = properties.located && this.#zoom(id);
    this.show(
      id,
      closer,
      make("h2", { className: "card-name" }, properties.name),
      make("p", { className: "card-status" }, ...states.map(statusWords)),
      ...(properties.overridden
        ? [make("p", { className: "override" }, term("status", "overridden"))]
        : []),
      ...(properties.complaints
        ? [make("p", { className: "override" }, properties.complaints.message)]
        : []),
      ...(properties.photo ? [shot(properties.photo)] : []),
      facts(properties),
      ...(zoom ? [zoom] : []),
    );
  }

  /** @param {string} id */
  #zoom(id) {
    const go = make(
      "button",
      { type: "button", className: "quiet", on: { click: () => this.owner.zoomTo(id) } },
      say("zoom_to"),
    );
    return make("p", { className: "card-actions" }, go);
  }
}

/** @param {string} status */
const statusWords = (status) =>
  make(
    "span",
    { className: "status", data: { status } },
    statusMark(status),
    make("span", { className: "status-word" }, term("status", status)),
  );

/** @param {{src: string, words: string}} photo */
const shot = ({ src, words }) =>
  make(
    "figure",
    { className: "card-shot" },
    make("img", { className: "card-photo", src, alt: words }),
    make("figcaption", {}, words),
  );

/** @param {Record<string, any>} properties */
function facts(properties) {
  const vague = properties.located && !file.coarse && properties.radius_m > CIRCLE_M;
  const rows = [
    ["claim", properties.claimed_on ?? say("no_claim")],
    ["check", properties.verified_on ?? say("no_check")],
    ["deadline", properties.deadline ?? say("no_deadline")],
    ["place", [properties.where, vague && say("to_confirm")].filter(Boolean).join(" · ")],
    [
      "category",
      make("span", {}, categoryGlyph(properties.category), term("category", properties.category)),
    ],
    ["district", [properties.district, properties.accounting_unit].filter(Boolean).join(" · ")],
    ["unit", properties.responsible_unit],
    ["words", properties.words],
    ["visited", [properties.visited, properties.verdict].filter(Boolean).join(" · ")],
    ["code", properties.code],
  ].filter(([, value]) => value);
  const list = make("dl", { className: "card-facts", });
  for (const [name, value] of rows) list.append(make("dt", {}, say(name)), make("dd", {}, value));
  if (properties.doubts.length) {
    const doubts = properties.doubts.map((/** @type {{message: string}} */ { message }) =>
      make("li", {}, message),
    );
    list.append(
      make("dt", {}, say("doubts")),
      make("dd", {}, make("ul", { className: "card-doubts" }, ...doubts)),
    );
  }
  return list;
}
