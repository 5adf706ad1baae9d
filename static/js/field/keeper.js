// @ts-check
/** When to send: on focus, when the network comes, by the clock, and when the browser calls. */

import { flush } from "./outbox/send.js";
import { onNews } from "./outbox/entry.js";

const LONGEST_MS = 5 * 60_000;
const AFTER_CHANGE_MS = 300;
const SYNC_TAG = "geo-app-outbox";

export class Keeper {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #running = false;
  #again = false;
  /** How often in a row there was nobody to send to. */
  #fails = 0;

  /** @param {import("./app.js").App} app @param {number} pieceBytes */
  constructor(app, pieceBytes) {
    this.app = app;
    this.pieceBytes = pieceBytes;
    addEventListener("online", () => this.send(true));
    addEventListener("offline", () => this.#show("offline"));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.send(true));
    addEventListener("focus", () => this.send(true));
    onNews((news) => {
      if (news.type !== "entry") return;
      const ready = this.app.entries.some((each) => each.id === news.id && each.state === "ready");
      if (news.released || ready) this.#soon(AFTER_CHANGE_MS);
    });
    navigator.serviceWorker?.addEventListener("message", ({ data }) => data === SYNC_TAG && this.send(true));
  }

  /** @param {boolean} force what waits for its next try goes now */
  async send(force) {
    if (this.#running) {
      this.#again ||= force;
      return;
    }
    this.#running = true;
    try {
      const { state, nextInMs, person } = await flush({ force, pieceBytes: this.pieceBytes });
      if (person) await this.app.meet(person);
      if (state !== "busy") this.#show(state === "done" ? "online" : state);
      this.#fails = state === "offline" || state === "unreachable" ? this.#fails + 1 : 0;
      const wait = (nextInMs ?? 0) * 2 ** Math.max(0, Math.min(this.#fails - 1, 10));
      if (nextInMs !== null) this.#soon(Math.min(wait, LONGEST_MS));
    } catch (error) {
      // the database was closed under us (another version, no room): the next turn opens it again
      console.warn("outbox", error);
      this.#soon(LONGEST_MS / 10);
    } finally {
      this.#running = false;
      await this.app.reload().catch(() => {});
    }
    if (this.#again) {
      this.#again = false;
      await this.send(true);
    } else if (this.app.entries.some((each) => each.state === "ready")) this.#askForSync();
  }

  /** @param {number} ms */
  #soon(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.send(false), ms);
  }

  /** @param {import("./app.js").App["line"]} line */
  #show(line) {
    this.app.line = line;
    this.app.changed();
  }

  /** Let the browser wake the worker when there is a network, also when this page is closed. */
  async #askForSync() {
    const registration = /** @type {any} */ (await navigator.serviceWorker?.getRegistration());
    await registration?.sync?.register(SYNC_TAG).catch(() => {});
  }
}
