// @ts-check
/**
 * The slider of days: every day of the course by one question to the server, painted here; where it
 * comes to rest, the whole page of that day is fetched, so that table, lights and lists agree.
 */

import { grouped } from "../sheet/numbers.js";
import { day as dayWords, say } from "../sheet/page.js";
import { Days } from "./days.js";
import { paint } from "./paint.js";

const PLAY_MS = 20_000; // the whole course
const FRAME_MS = 80;
const CALM_FRAME_MS = 1000; // for who asked for no motion: few pictures, each to be looked at
const REST_MS = 400;
/** What waits for the server: it is made by rules that are not told here. */
const BEHIND = ".map-note, .leader-side > section, .leader-side.opened, .leader-table";

const calm = matchMedia("(prefers-reduced-motion: reduce)");

class TimeSlider {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.button = /** @type {HTMLButtonElement} */ (element.querySelector("#time-play"));
    this.slider = /** @type {HTMLInputElement} */ (element.querySelector("#time-day"));
    this.told = /** @type {HTMLOutputElement} */ (element.querySelector("#time-told"));
    /** @type {Days | null} */
    this.days = null;
    this.playing = 0;
    this.resting = 0;
    /** Numbers the questions, so that an old answer does not replace a newer one. */
    this.asked = 0;
    element.hidden = false;
    this.button.addEventListener("click", () => (this.playing ? this.stop() : this.play()));
    this.slider.addEventListener("input", () => {
      this.stop();
      this.show();
    });
    this.slider.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      this.button.click();
    });
  }

  /** The days, asked for once. */
  async #load() {
    if (this.days) return true;
    this.button.disabled = true;
    this.told.textContent = say("reading");
    try {
      const answer = await fetch(this.element.dataset.url ?? "", {
        headers: { Accept: "application/json" },
      });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.message);
      this.days = new Days(told);
    } catch (error) {
      const offline = error instanceof TypeError || error instanceof SyntaxError;
      const reason = offline ? say("no_network") : /** @type {Error} */ (error).message;
      this.told.textContent = say("no_days", { reason });
      return false;
    } finally {
      this.button.disabled = false;
    }
    this.slider.max = String(this.days.last);
    this.slider.value = String(this.days.number(this.element.dataset.shown ?? ""));
    this.slider.hidden = false;
    return true;
  }

  async play() {
    if (!(await this.#load()) || !this.days) return;
    const { last } = this.days;
    if (Number(this.slider.value) >= last) this.slider.value = "0";
    this.button.textContent = say("pause");
    const frame = calm.matches ? CALM_FRAME_MS : FRAME_MS;
    const step = Math.max(1, Math.round((last * frame) / PLAY_MS));
    this.playing = setInterval(() => {
      this.slider.value = String(Number(this.slider.value) + step);
      this.show();
      if (Number(this.slider.value) >= last) this.stop();
    }, frame);
    this.show();
    this.slider.focus({ preventScroll: true });
  }

  stop() {
    if (!this.playing) return;
    clearInterval(this.playing);
    this.playing = 0;
    this.button.textContent = say("play");
    this.#rest();
  }

  /** Paint the day of the slider. */
  show() {
    const { days } = this;
    if (!days) return;
    const number = Number(this.slider.value);
    const day = days.day(number);
    paint(days.to(number), day);
    const { total: n } = days.figures();
    const told = { day: dayWords(day), n: grouped(n), total: grouped(days.answer.total) };
    this.told.textContent = say("day_told", told);
    this.slider.setAttribute("aria-valuetext", this.told.textContent);
    for (const part of document.querySelectorAll(BEHIND)) part.classList.add("of-another-day");
    if (!this.playing) this.#rest();
  }

  /** When nobody has moved it for a moment, all of the page is made that of its day. */
  #rest() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.settle(), REST_MS);
  }

  async settle() {
    if (this.playing || !this.days) return;
    const number = Number(this.slider.value);
    const question = ++this.asked;
    const address = new URL(location.href);
    address.searchParams.delete("site");
    if (number < this.days.last) address.searchParams.set("day", this.days.day(number));
    else address.searchParams.delete("day");
    try {
      const answer = await fetch(address, { cache: "no-store" });
      const made = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = made.getElementById("leader");
      // an error page, or the door after the session ended, has no figures
      if (!answer.ok || !fresh) throw new Error(String(answer.status));
      const moved = Number(this.slider.value) !== number || this.playing;
      if (question !== this.asked || moved) return;
      history.replaceState(null, "", address);
      renew(/** @type {Element} */ (document.getElementById("leader")), fresh, this.element);
      document.dispatchEvent(new CustomEvent("partsrenewed"));
    } catch (error) {
      const offline = error instanceof TypeError;
      const reason = offline ? say("no_network") : /** @type {Error} */ (error).message;
      this.told.textContent = say("no_days", { reason });
    }
  }
}

/**
 * Put new parts in the place of old ones, around an element that stays as it is, with its focus.
 *
 * @param {Element} old
 * @param {Element} fresh
 * @param {Element} kept inside the old one; the new one has its like
 */
function renew(old, fresh, kept) {
  const holder = /** @type {Element} */ ([...old.children].find((each) => each.contains(kept)));
  for (const child of [...old.children]) if (child !== holder) child.remove();
  let passed = false;
  for (const child of [...fresh.children]) {
    if (child.id === kept.id || child.querySelector(`#${kept.id}`)) {
      passed = true;
      if (holder !== kept) renew(holder, child, kept);
    } else if (passed) old.append(document.importNode(child, true));
    else holder.before(document.importNode(child, true));
  }
}

const element = document.getElementById("time");
if (element) new TimeSlider(element);
