// @ts-check
/** The review page: text, map and card answer to each other; the server decides. */

import { byId } from "../sheet/dom.js";
import { boxOf } from "../sheet/geometry.js";
import { MarksLayer } from "../sheet/marks.js";
import { page, say } from "../sheet/page.js";
import { MapSheet } from "../sheet/sheet.js";
import { confirmAll, decide } from "./actions.js";
import { PlaceCard } from "./card.js";
import { DrawForm } from "./draw_form.js";
import * as keys from "./keys.js";
import { Tabs } from "./tabs.js";
import { TextPane } from "./text.js";

const COUNTS = ["located", "unlocated", "doubtful", "drafts"];

class ReviewPage {
  constructor() {
    this.state = page.sheet;
    /** @type {string | null} */
    this.selected = null;
    /** @type {DrawForm | null} */
    this.form = null;
    this.busy = false;
    this.tabs = new Tabs();
    this.sheet = new MapSheet(/** @type {any} */ (window).map_sheet);
    this.marks = new MarksLayer(this.sheet, {
      pick: (id) => id && this.select(id),
      hover: (id) => this.text.hover(id),
    });
    this.text = new TextPane({
      pick: (id) => this.select(id, { focus: false }),
      hover: (id) => this.marks.hover(id),
    });
    this.card = new PlaceCard({
      step: (by) => this.step(by),
      decide: (action) => this.decide(action),
      draw: (shape) => this.draw(shape),
      merge: (into) => this.send(() => decide(this.place.id, "merge", { into })),
      pick: (id) => this.select(id),
    });
    this.all = byId("confirm-all");
    this.all.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.confirmAll();
    });
    keys.listen(this);
  }

  async start() {
    this.show(this.state);
    await this.sheet.load();
    const box = boxOf(this.marks.marks.map(({ lon, lat }) => [lon, lat]));
    if (box) this.sheet.show(box, { animate: false, maxZoom: 12 });
    else this.sheet.goHome({ animate: false });
    const wanted = location.hash.match(/^#place-(.+)$/)?.[1];
    if (wanted && this.find(wanted)) this.select(wanted);
    else this.selectWaiting();
    document.body.dataset.ready = "yes";
  }

  /** @param {string | null} id */
  find(id) {
    return this.state.places.find((/** @type {any} */ place) => place.id === id);
  }

  get place() {
    return this.find(this.selected);
  }

  /** Show the server's sheet. @param {any} state */
  show(state) {
    this.state = state;
    for (const name of COUNTS) {
      const part = document.querySelector(`#review-summary [data-count="${name}"]`);
      if (part) part.textContent = say(`${name}_n`, { n: state.counts[name] });
    }
    const button = this.all.querySelector("button");
    if (button) button.disabled = !state.counts.drafts;
    this.text.show(state.places);
    this.marks.set(state.places.filter(isDrawn).map(toMark));
    this.showCard();
  }

  /** The first place that still waits; on a phone the text stays in front. */
  selectWaiting() {
    const waiting = this.state.places.find(isWaiting);
    if (!waiting) return;
    const map = { animate: false };
    this.select(waiting.id, { focus: false, turn: false, map });
  }

  /** On to the next place that waits, around the end; none left: say so. @param {string} after id */
  goOn(after) {
    const places = this.state.places;
    const at = places.findIndex((/** @type {any} */ place) => place.id === after) + 1;
    const next = [...places.slice(at), ...places.slice(0, at)].find(isWaiting);
    if (next) this.select(next.id);
    else this.leave();
  }

  showCard() {
    const { place } = this;
    if (!place) {
      this.card.invite(this.state);
      return;
    }
    const places = this.state.places;
    this.card.show(place, {
      number: places.indexOf(place) + 1,
      total: places.length,
      others: places.filter(
        (/** @type {any} */ other) =>
          other.problem === place.problem && other.id !== place.id && other.state !== "merged",
      ),
      into: this.find(place.merged_into),
    });
  }

  /**
   * @param {string} id
   * @param {object} [how]
   * @param {boolean} [how.focus] the cursor goes to the phrase
   * @param {boolean} [how.turn] on a phone, to the map unless the cursor stays in the text
   * @param {object} [how.map] options of the move
   */
  select(id, { focus = true, turn = true, map = {} } = {}) {
    this.leaveDrawing();
    if (turn && (!focus || !this.textShown)) this.tabs.show("map");
    this.selected = id;
    this.text.select(id, focus);
    this.marks.select(id);
    this.showCard();
    this.marks.show(id, map);
  }

  /** On a phone only one of the two is there. */
  get textShown() {
    return this.text.article.offsetParent !== null;
  }

  /** @param {number} by */
  step(by) {
    const places = this.state.places;
    if (!places.length) return;
    const at = places.indexOf(this.place);
    const next =
      at < 0 ? (by > 0 ? 0 : places.length - 1) : (at + by + places.length) % places.length;
    this.select(places[next].id);
  }

  /** @param {string} name */
  act(name) {
    if (!this.place) return;
    // a key does what its button would do, and nothing where that button is not there
    const action = name === "point" ? "drag" : name;
    const button = /** @type {HTMLButtonElement | null} */ (
      this.card.element.querySelector(`[data-action="${action}"]`)
    );
    button?.click();
  }

  async confirmAll() {
    if (await this.send(confirmAll)) this.leave();
  }

  /** @param {"confirm" | "unlocated" | "reset"} action */
  async decide(action) {
    const { id } = this.place;
    const done = await this.send(() => decide(id, action));
    if (done && action !== "reset") this.goOn(id);
  }

  /**
   * Send a decision and show the answer; on failure everything stays as it was.
   *
   * @param {() => Promise<any>} question
   * @returns {Promise<boolean>} whether it was saved
   */
  async send(question) {
    if (this.busy) return false;
    this.busy = true;
    this.card.wait(true);
    try {
      const state = await question();
      this.leaveDrawing();
      this.show(state);
      byId("announcer").textContent = say("saved");
      return true;
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      if (this.form) this.form.fail(message);
      else if (this.place) this.card.fail(message);
      byId("announcer").textContent = message;
      return false;
    } finally {
      this.busy = false;
      this.card.wait(false);
    }
  }

  /** @param {import("./draw.js").Shape} shape */
  draw(shape) {
    this.leaveDrawing();
    this.tabs.show("map");
    this.marks.active = false;
    this.form = new DrawForm(this.sheet, this.card.element, shape, this.place, {
      save: (geometry, radius_m) =>
        this.send(() => decide(this.place.id, "redraw", { geometry, radius_m })),
      cancel: () => this.leave(),
    });
  }

  leaveDrawing() {
    this.form?.end();
    this.form = null;
    this.marks.active = true;
  }

  get isDrawing() {
    return this.form !== null;
  }

  /** @param {KeyboardEvent} event */
  drawing(event) {
    return this.form?.drawing.key(event) ?? false;
  }

  finish() {
    this.form?.submit();
  }

  /** Escape: out of the drawing, or out of the choice. */
  leave() {
    if (this.form) {
      this.leaveDrawing();
      this.showCard();
      return;
    }
    this.selected = null;
    this.text.select(null, false);
    this.marks.select(null);
    this.showCard();
  }
}

/** @param {any} place */
const isWaiting = (place) => place.state === "draft";

/** @param {any} place */
const isDrawn = (place) =>
  place.location !== null && place.state !== "merged" && place.state !== "unlocated";

/** @param {any} place @returns {import("../sheet/marks.js").Mark} */
function toMark({ id, name, status, category, state, location }) {
  const { lon, lat, radius_m, schematic } = location.properties;
  return {
    id,
    label: name,
    status,
    category,
    overdue: false,
    lon,
    lat,
    radius_m,
    schematic: schematic || state === "draft",
    geometry: location.geometry,
    tone: `--state-${state}`,
  };
}

await new ReviewPage().start();
