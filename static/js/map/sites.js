// @ts-check
/** Sites from the server, and the order of urgency in which everything lists them. */

import { page, say } from "../sheet/page.js";

/**
 * @typedef {object} Site
 * @property {string} id
 * @property {any} geometry
 * @property {Record<string, any>} properties as in docs/data.md
 */

/** @typedef {{sites: Site[], shown: number, total: number}} Found */

/** What needs somebody first. */
const URGENCY = [
  "relapsed",
  "disputed",
  "open",
  "in_work",
  "claimed",
  "transferred",
  "verified",
  "closed",
];

/** @param {Site} a @param {Site} b */
export function byUrgency({ properties: a }, { properties: b }) {
  return (
    Number(b.overdue) - Number(a.overdue) ||
    URGENCY.indexOf(a.status) - URGENCY.indexOf(b.status) ||
    (a.deadline ?? "9999").localeCompare(b.deadline ?? "9999") ||
    a.problem_number - b.problem_number ||
    a.code.localeCompare(b.code, undefined, { numeric: true })
  );
}

export class SiteSource {
  /** @type {AbortController | undefined} */
  #running;

  /**
   * The sites of a filter; an older question that is still open is dropped.
   *
   * @param {URLSearchParams} query
   * @returns {Promise<Found | null>} null where a newer question has overtaken this one
   * @throws {Error} with a sentence for the reader
   */
  async find(query) {
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    let answer;
    try {
      answer = await fetch(`${page.urls.sites}?${query}`, { signal: running.signal });
    } catch (error) {
      if (running.signal.aborted) return null;
      throw new Error(say("offline"), { cause: error });
    }
    const body = await answer.json().catch(() => ({}));
    if (running.signal.aborted) return null;
    if (!answer.ok) throw new Error(body.message ?? `${answer.status}`);
    return { sites: body.features.sort(byUrgency), shown: body.shown, total: body.total };
  }
}
