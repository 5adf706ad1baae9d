// @ts-check
/** The small card of the chosen site. */

import { categoryGlyph, make, statusMark, verdictMark } from "../sheet/dom.js";
import { day, say, term } from "../sheet/page.js";
import { CIRCLE_M } from "../sheet/painter.js";
import { PlacedCard } from "./placed_card.js";
import { siteUrl, whereWords } from "./rows.js";

export class Card extends PlacedCard {
  /**
   * @param {any} sheet MapSheet
   * @param {import("./photos.js").PhotoSource} photos
   * @param {{close: () => void, zoomTo: (id: string) => void, position: (id: string) => {x: number, y: number} | null}} owner
   */
  constructor(sheet, photos, owner) {
    super(sheet, owner.position);
    this.photos = photos;
    this.owner = owner;
  }

  /** @param {import("./sites.js").Site} site */
  open(site) {
    const { id, properties } = site;
    this.show(
      id,
      make(
        "button",
        {
          type: "button",
          className: "card-close",
          "aria-label": say("close"),
          on: { click: () => this.owner.close() },
        },
        "×",
      ),
      make("h2", { className: "card-name" }, properties.name),
      make(
        "p",
        { className: "card-status" },
        ...statusWords(properties.status),
        ...(properties.overdue ? statusWords("overdue") : []),
      ),
      ...(properties.overridden ?? []).map((/** @type {{message: string}} */ { message }) =>
        make("p", { className: "override" }, message),
      ),
      ...(properties.complaints
        ? [
            make(
              "p",
              { className: "override" },
              make("a", { href: `${siteUrl(site)}#complaints` }, properties.complaints.message),
            ),
          ]
        : []),
      ...(properties.inspected_on ? [this.#evidence(site)] : []),
      facts(properties),
      make(
        "p",
        { className: "card-actions" },
        make("a", { className: "button", href: siteUrl(site) }, say("open_sheet")),
        make(
          "button",
          { type: "button", className: "quiet", on: { click: () => this.owner.zoomTo(id) } },
          say("go_there"),
        ),
      ),
    );
  }

  /** What the newest visit proves; the picture comes when it has been asked for. @param {import("./sites.js").Site} site */
  #evidence({ id, properties: { verdict, inspected_on } }) {
    const picture = make("span", { className: "card-photo" });
    const count = make("span", {}, "");
    this.photos.of(id).then((photos) => {
      if (this.id !== id) return;
      count.textContent = say("photos_n", { n: photos.length });
      const newest = photos.at(-1);
      if (newest) picture.append(make("img", { src: newest.thumb, alt: newest.alt }));
    });
    return make(
      "p",
      { className: "card-evidence" },
      picture,
      make(
        "span",
        {},
        say("visited_on", { day: day(inspected_on) }),
        verdict &&
          make(
            "span",
            { className: "verdict", data: { verdict } },
            verdictMark(verdict),
            term("verdict", verdict),
          ),
        count,
      ),
    );
  }
}

/** @param {string} status @returns {Node[]} */
function statusWords(status) {
  return [
    make(
      "span",
      { className: "status", data: { status } },
      statusMark(status),
      make("span", { className: "status-word" }, term("status", status)),
    ),
  ];
}

/** @param {Record<string, any>} properties */
function facts(properties) {
  const rows = [
    [say("deadline"), properties.deadline ? day(properties.deadline) : say("no_deadline")],
    [
      say("position_layer"),
      [whereWords(properties), properties.radius_m > CIRCLE_M && say("to_confirm")]
        .filter(Boolean)
        .join(" · "),
    ],
    [
      say("category"),
      make("span", {}, categoryGlyph(properties.category), term("category", properties.category)),
    ],
    [
      say("district"),
      [properties.district, properties.accounting_unit].filter(Boolean).join(" · "),
    ],
    [say("claimed_on"), day(properties.claimed_on)],
    [
      say("verified_on"),
      properties.verified_on ? day(properties.verified_on) : say("not_verified"),
    ],
  ].filter(([, value]) => value);
  const list = make("dl", { className: "card-facts" });
  for (const [name, value] of rows) list.append(make("dt", {}, name), make("dd", {}, value));
  if (properties.doubts?.length) {
    list.append(
      make("dd", { className: "card-doubts" }, say("doubts_n", { n: properties.doubts.length })),
    );
  }
  return list;
}
