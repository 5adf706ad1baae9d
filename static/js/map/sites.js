// @ts-check
/** Sites from the server one by one, and the order of urgency in which everything lists them. */

import { page, say } from "../sheet/page.js";
import { rank } from "../tiles/to_marks.js";

/**
 * @typedef {object} Site
 * @property {string} id
 * @property {any} geometry
 * @property {Record<string, any>} properties as in docs/data.md; those of a tile are fewer
 */

/** @typedef {{located: number, claimed: number, verified: number, unlocated: number}} Figures */

/**
 * @typedef {object} Found
 * @property {Site[]} sites
 * @property {number} shown
 * @property {number} total
 * @property {Figures | null} figures of all, where a search has found more than are shown
 */

const codes = new Intl.Collator(undefined, { numeric: true });
const SHOWN = 500; // of a search; more are named by their number

/** @param {Site} a @param {Site} b */
export function byUrgency(a, b) {
  const [first, second] = [a.properties, b.properties];
  return (
    rank(a) - rank(b) ||
    compare(first.deadline ?? "9999", second.deadline ?? "9999") ||
    (first.problem_number ?? 0) - (second.problem_number ?? 0) ||
    codes.compare(first.code, second.code)
  );
}

/** @param {string} a @param {string} b */
const compare = (a, b) => Number(a > b) - Number(a < b);

/** Whether a site is one that a filter asks for. @param {Site} site whole @param {URLSearchParams} query without words */
export function answers({ properties }, query) {
  const wanted = (/** @type {string} */ name) =>
    query.getAll(name).flatMap((each) => each.split(","));
  const { district_code, district, accounting_unit, status, category, overdue } = properties;
  const one = (/** @type {string} */ name, /** @type {unknown[]} */ ...values) =>
    !wanted(name).some(Boolean) || wanted(name).some((each) => values.includes(each));
  return (
    one("status", status) &&
    one("category", category) &&
    one("district", district_code, district, accounting_unit) &&
    (!query.get("overdue") || (query.get("overdue") === "1") === Boolean(overdue))
  );
}

export class SiteSource {
  /** @type {Map<string, AbortController>} */
  #running = new Map();

  /**
   * The sites of a filter; an older question of the same kind that is still open is dropped.
   *
   * @param {URLSearchParams} query
   * @param {Record<string, string>} [more] parameters
   * @returns {Promise<Found | null>} null where a newer question has overtaken this one
   * @throws {Error} with a sentence for the reader
   */
  async find(query, more = {}) {
    const asked = new URLSearchParams(query);
    for (const [name, value] of Object.entries({ limit: String(SHOWN), ...more }))
      asked.set(name, value);
    const body = await this.#ask(Object.keys(more).join(), `${page.urls.sites}?${asked}`);
    if (!body) return null;
    const { features, shown, total, counts } = body;
    return { sites: features.sort(byUrgency), shown, total, figures: counts.found };
  }

  /** Drop the question of a search. */
  drop() {
    this.#running.get("")?.abort();
  }

  /** @param {string} id @returns {Promise<Site | null>} null where there is none, or another was asked for since */
  async one(id) {
    return this.#ask("one", page.urls.api_site.replace("__ID__", encodeURIComponent(id))).catch(
      () => null,
    );
  }

  /** @param {string} kind @param {string} url @returns {Promise<any>} */
  async #ask(kind, url) {
    this.#running.get(kind)?.abort();
    const running = new AbortController();
    this.#running.set(kind, running);
    let answer;
    try {
      answer = await fetch(url, { signal: running.signal });
    } catch (error) {
      if (running.signal.aborted) return null;
      throw new Error(say("offline"), { cause: error });
    }
    const body = await answer.json().catch(() => ({}));
    if (running.signal.aborted) return null;
    if (!answer.ok) throw new Error(body.message ?? `${answer.status}`);
    return body;
  }
}
