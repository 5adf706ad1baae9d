// @ts-check
/** Tiles from the server: a few at a time, each held, and asked again whether it still holds. */

import { decode } from "./decode.js";
import { nameOf } from "./grid.js";

/** @typedef {import("./grid.js").Tile} Tile */
/** @typedef {import("./decode.js").Content} Content */
/** @typedef {{content: Content, etag: string | null}} Held */
/** @typedef {{query: string, tile: Tile}} Wish a tile of a filter */

const AT_ONCE = 6; // as many as a browser opens to one server
const MOST_HELD = 256;

export class TileSource {
  /** Least recently used first. @type {Map<string, Held>} */
  #held = new Map();
  /** @type {Map<string, AbortController>} */
  #running = new Map();
  /** @type {Map<string, Wish>} in the order in which they are asked */
  #waiting = new Map();

  /**
   * @param {string} template address with {z}, {x}, {y}
   * @param {{changed: () => void, failed: (error: Error) => void}} listener ``changed``: a tile came
   *   that differs from what was held, or the last one that was waited for is there
   * @param {Record<string, string>} [headers] of each request
   */
  constructor(template, listener, headers = {}) {
    this.template = template;
    this.listener = listener;
    this.headers = headers;
  }

  /** @param {string} query @param {Tile} tile @returns {Content | undefined} */
  get(query, tile) {
    const name = nameOfWish({ query, tile });
    const held = this.#held.get(name);
    if (held) {
      this.#held.delete(name); // to the end of the order: it was used
      this.#held.set(name, held);
    }
    return held?.content;
  }

  /** Tiles are on their way. */
  get busy() {
    return this.#running.size + this.#waiting.size > 0;
  }

  /**
   * Ask for these tiles, and no longer for any other.
   *
   * @param {Wish[]} wishes most wanted first
   * @param {boolean} [anew] ask for what is held too: does it still hold?
   */
  want(wishes, anew = false) {
    const names = new Set(wishes.map(nameOfWish));
    for (const [name, running] of this.#running) if (!names.has(name)) running.abort();
    this.#waiting.clear();
    for (const wish of wishes) {
      const name = nameOfWish(wish);
      if (this.#running.has(name) || (this.#held.has(name) && !anew)) continue;
      this.#waiting.set(name, wish);
    }
    this.#fill();
  }

  #fill() {
    for (const [name, wish] of this.#waiting) {
      if (this.#running.size >= AT_ONCE) return;
      this.#waiting.delete(name);
      this.#load(name, wish);
    }
  }

  /** @param {string} name @param {Wish} wish */
  async #load(name, wish) {
    const running = new AbortController();
    this.#running.set(name, running);
    let changed = false;
    try {
      changed = await this.#ask(name, wish, running.signal);
    } catch (error) {
      if (!running.signal.aborted) this.listener.failed(/** @type {Error} */ (error));
    } finally {
      if (this.#running.get(name) === running) this.#running.delete(name);
      this.#fill();
    }
    if (changed || !this.busy) this.listener.changed();
  }

  /** @param {string} name @param {Wish} wish @param {AbortSignal} signal @returns {Promise<boolean>} whether it is new */
  async #ask(name, { query, tile }, signal) {
    const url = this.template.replace(/\{([zxy])\}/g, (_, each) =>
      String(tile[/** @type {"z"} */ (each)]),
    );
    const address = query ? `${url}?${query}` : url;
    // the browser keeps the last answer and asks with its ETag: 304 costs a few bytes
    const answer = await fetch(address, { signal, cache: "no-cache", headers: this.headers });
    if (!answer.ok) throw await refusal(answer);
    const etag = answer.headers.get("ETag");
    if (etag && etag === this.#held.get(name)?.etag) return false;
    const left = Number(answer.headers.get("Geo-App-Left-Out") ?? 0);
    const content = { ...decode(await answer.arrayBuffer(), tile), left };
    this.#held.delete(name);
    this.#held.set(name, { content, etag });
    for (const [oldest] of this.#held) {
      if (this.#held.size <= MOST_HELD) break;
      this.#held.delete(oldest);
    }
    return true;
  }
}

/** The server answered, and said no. */
export class Refused extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** @param {Response} answer @returns {Promise<Refused>} */
async function refusal(answer) {
  const body = await answer.json().catch(() => ({}));
  return new Refused(answer.status, body.message ?? String(answer.status));
}

/** @param {Wish} wish */
const nameOfWish = ({ query, tile }) => `${query} ${nameOf(tile)}`;
