// @ts-check
/** The card of one place under review: where and why, what is doubtful, what can be done. */

import { byId, categoryGlyph, make, statusMark } from "../sheet/dom.js";
import { page, say, term } from "../sheet/page.js";

/**
 * @typedef {object} Owner
 * @property {(step: number) => void} step to the next or previous place
 * @property {(action: "confirm" | "unlocated" | "reset") => void} decide
 * @property {(shape: import("./draw.js").Shape) => void} draw
 * @property {(into: string) => void} merge
 * @property {(id: string) => void} pick
 */

export class PlaceCard {
  /** @param {Owner} owner */
  constructor(owner) {
    this.owner = owner;
    this.element = byId("place-card");
    this.element.hidden = false;
  }

  /** Nothing is chosen. @param {any} sheet the review sheet */
  invite({ places, counts }) {
    const inState = (/** @type {string} */ state) =>
      places.filter((/** @type {any} */ place) => place.state === state).length;
    const next = [
      make("a", { className: "button", href: page.urls.map }, say("see_map")),
      make("a", { className: "button quiet", href: page.urls.ledger }, say("see_ledger")),
    ];
    const words = !places.length
      ? say("no_places")
      : counts.drafts
        ? say("choose_place")
        : say("all_reviewed", { confirmed: inState("confirmed"), unlocated: inState("unlocated") });
    this.element.replaceChildren(
      make("p", { className: "empty" }, words),
      counts.drafts
        ? make("p", { className: "keys" }, say("keys"))
        : make("p", { className: "card-next" }, ...next),
    );
    this.element.scrollTop = 0;
  }

  /**
   * @param {any} place
   * @param {{number: number, total: number, others: any[], into: any}} context
   */
  show(place, { number, total, others, into }) {
    const { owner } = this;
    const parts = [
      make(
        "div",
        { className: "card-head" },
        make(
          "p",
          { className: "card-count" },
          `${say("problem_n", { n: place.problem })} · ${say("position_n", { n: number, total })}`,
        ),
        button("‹", () => owner.step(-1), {
          className: "quiet step",
          "aria-label": say("previous"),
        }),
        button("›", () => owner.step(1), { className: "quiet step", "aria-label": say("next") }),
      ),
      make("h2", {}, place.name),
      make(
        "p",
        { className: "place-meta" },
        make("span", { className: "state-word", data: { state: place.state } }, place.state_word),
        make(
          "span",
          { className: "status", data: { status: place.status } },
          statusMark(place.status),
          make("span", { className: "status-word" }, term("status", place.status)),
        ),
        make("span", {}, categoryGlyph(place.category), term("category", place.category)),
      ),
      make("blockquote", {}, place.text),
      into &&
        make(
          "p",
          {},
          button(say("merged_into", { name: into.name }), () => owner.pick(into.id), {
            className: "link",
          }),
        ),
      !into && make("p", { className: "place-where" }, place.where),
      ...sentences(say("steps"), place.steps, "ol", "steps"),
      ...sentences(say("reasons"), place.reasons, "ul", "doubts"),
      ...sentences(say("doubts"), place.doubts, "ul", "doubts"),
      make("p", { className: "card-error", role: "alert", hidden: true }),
      this.actions(place, others),
      make("p", { className: "keys" }, say("keys")),
    ];
    this.element.replaceChildren(...parts.filter(Boolean));
    this.element.scrollTop = 0;
  }

  /** @param {any} place @param {any[]} others places that this one may be merged into */
  actions(place, others) {
    const { owner } = this;
    const open = place.state === "draft";
    const bar = make("div", { className: "card-actions" });
    if (open)
      bar.append(
        button(say("confirm"), () => owner.decide("confirm"), {
          disabled: !place.location,
          data: { action: "confirm" },
        }),
      );
    if (place.state !== "merged") {
      bar.append(
        button(say("drag"), () => owner.draw("point"), quiet("drag")),
        button(say("draw_line"), () => owner.draw("line"), quiet("line")),
        button(say("draw_area"), () => owner.draw("area"), quiet("area")),
      );
    }
    if (open)
      bar.append(
        button(say("mark_unlocated"), () => owner.decide("unlocated"), quiet("unlocated")),
      );
    if (others.length && place.state !== "merged") {
      bar.append(button(say("merge"), () => this.chooseMerge(others), quiet("merge")));
    }
    if (!open) bar.append(button(say("undo"), () => owner.decide("reset"), quiet("reset")));
    if (place.site) {
      bar.append(
        make(
          "a",
          { href: page.urls.site.replace("__ID__", encodeURIComponent(place.site)) },
          say("open_sheet"),
        ),
      );
    }
    return bar;
  }

  /** @param {any[]} others */
  chooseMerge(others) {
    const choices = others.map((other) =>
      button(other.name, () => this.owner.merge(other.id), { className: "quiet" }),
    );
    const bar = make(
      "div",
      { className: "card-merge", role: "group", "aria-label": say("merge_into") },
      make("p", {}, say("merge_into")),
      ...choices,
      button(say("cancel"), () => bar.remove(), { className: "quiet" }),
    );
    this.element.querySelector(".card-merge")?.remove();
    this.element.querySelector(".card-actions")?.after(bar);
    choices[0]?.focus();
  }

  /** @param {string} sentence */
  fail(sentence) {
    const note = this.element.querySelector(".card-error");
    if (!note) return;
    note.textContent = sentence;
    note.hidden = false;
    note.scrollIntoView({ block: "nearest" });
  }

  /** @param {boolean} busy */
  wait(busy) {
    this.element.setAttribute("aria-busy", String(busy));
  }
}

/** @param {string} text @param {() => void} click @param {Record<string, any>} properties */
const button = (text, click, properties = {}) =>
  make("button", { type: "button", ...properties, on: { click } }, text);

/** @param {string} action */
const quiet = (action) => ({ className: "quiet", data: { action } });

/** @param {string} title @param {string[]} lines @param {string} tag @param {string} className */
function sentences(title, lines, tag, className) {
  if (!lines.length) return [];
  return [
    make("h3", {}, title),
    make(tag, { className }, ...lines.map((line) => make("li", {}, line))),
  ];
}
