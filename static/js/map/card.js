// @ts-check
/** The small card of the chosen site, beside its mark; at the foot of the map on a phone. */

import { byId, categoryGlyph, make, statusMark, verdictMark } from "../sheet/dom.js";
import { day, say, term } from "../sheet/page.js";
import { CIRCLE_M } from "../sheet/painter.js";
import { siteUrl, whereWords } from "./rows.js";

const OFF = 24; // pixels between mark and card
const MARGIN = 24;
const WIDE = matchMedia("(width >= 900px)");

export class Card {
  /**
   * @param {any} sheet MapSheet
   * @param {import("./photos.js").PhotoSource} photos
   * @param {{close: () => void, zoomTo: (id: string) => void, position: (id: string) => {x: number, y: number} | null}} owner
   */
  constructor(sheet, photos, owner) {
    this.sheet = sheet;
    this.photos = photos;
    this.owner = owner;
    this.element = byId("site-card");
    this.element.tabIndex = -1;
    sheet.map.on("move zoom zoomend resize", this.follow, this);
    WIDE.addEventListener("change", () => this.follow());
  }

  /** @param {import("./sites.js").Site} site */
  open(site) {
    const { id, properties } = site;
    this.id = id;
    this.element.replaceChildren(
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
    this.element.hidden = false;
    this.follow();
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
    const at = this.owner.position(this.id);
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
