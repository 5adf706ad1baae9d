// @ts-check
/** What stands in the card while something is drawn: how, the radius, save or leave. */

import { make } from "../sheet/dom.js";
import { say } from "../sheet/page.js";
import { Drawing } from "./draw.js";

const LARGEST_M = 50_000;

export class DrawForm {
  /**
   * @param {any} sheet MapSheet
   * @param {HTMLElement} holder the card
   * @param {import("./draw.js").Shape} shape
   * @param {any} place
   * @param {{save: (geometry: any, radius: number) => void, cancel: () => void}} owner
   */
  constructor(sheet, holder, shape, place, owner) {
    this.owner = owner;
    const known = place.location?.properties;
    this.radius = make("input", {
      type: "number",
      min: "1",
      max: String(LARGEST_M),
      step: "any",
      required: true,
      id: "draw-radius",
      value: known ? String(Math.round(known.radius_m)) : "",
      "aria-describedby": "radius-hint",
    });
    this.error = make("p", { className: "card-error", role: "alert", hidden: true });
    this.form = make(
      "form",
      {
        className: "draw-form",
        noValidate: true,
        on: { submit: (/** @type {Event} */ event) => this.submit(event) },
      },
      make("h2", {}, place.name),
      make("p", {}, say(shape === "point" ? "drag_hint" : "draw_hint")),
      make(
        "p",
        { className: "field" },
        make("label", { htmlFor: "draw-radius" }, say("radius_m")),
        this.radius,
        make("span", { className: "hint", id: "radius-hint" }, say("radius_hint")),
      ),
      this.error,
      (this.bar = make(
        "div",
        { className: "card-actions" },
        (this.save = make("button", { type: "submit", data: { action: "save" } }, say("save"))),
        shape !== "point" &&
          make(
            "button",
            { type: "button", className: "quiet", on: { click: () => this.drawing.removeLast() } },
            say("remove_last"),
          ),
        make(
          "button",
          { type: "button", className: "quiet", on: { click: () => owner.cancel() } },
          say("cancel"),
        ),
      )),
    );
    holder.replaceChildren(this.form);
    this.drawing = new Drawing(sheet, shape, known ? [known.lon, known.lat] : null, () =>
      this.changed(),
    );
    sheet.map.on("dblclick", this.submit, this);
    this.sheet = sheet;
    this.changed();
  }

  changed() {
    if (this.drawing) this.save.disabled = !this.drawing.complete;
  }

  /** Ends the drawing: Enter, a double click, or the button. @param {any} [event] */
  submit(event) {
    event?.preventDefault?.();
    if (!this.drawing.complete) {
      this.fail(say("too_few_points"));
      return;
    }
    const radius = Number.parseFloat(this.radius.value);
    if (!(radius >= 1 && radius <= LARGEST_M)) {
      this.fail(say("radius_wrong"));
      this.radius.focus();
      return;
    }
    this.owner.save(this.drawing.geometry, radius);
  }

  /** @param {string} sentence */
  fail(sentence) {
    this.error.textContent = sentence;
    this.error.hidden = false;
  }

  end() {
    this.sheet.map.off("dblclick", this.submit, this);
    this.drawing.end();
  }
}
