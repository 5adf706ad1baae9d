// @ts-check
/** The figures of every day, from one answer of the server: sums of what changed until then. */

/**
 * @typedef {object} Answer
 * @property {string} first day, ISO
 * @property {string} last
 * @property {number} total sites, also those of which nothing is known
 * @property {string[]} figures their names, in the order of a change
 * @property {Record<string, string>[]} parts key of the area of each part, by how the city is cut up
 * @property {number[][]} changes days since the first, part, and how much each figure grows
 */
/** @typedef {Record<string, number>} Figures with ``total`` and ``told`` */

const DAY_MS = 86_400_000;

export class Days {
  /** @param {Answer} answer */
  constructor(answer) {
    this.answer = answer;
    this.start = Date.parse(answer.first);
    /** Number of the last day. */
    this.last = this.number(answer.last);
    /** Changes that are in the sums. */
    this.taken = 0;
    this.sums = answer.parts.map(() => answer.figures.map(() => 0));
  }

  /** @param {string} day ISO @returns {number} days since the first */
  number(day) {
    return Math.round((Date.parse(day) - this.start) / DAY_MS);
  }

  /** @param {number} number @returns {string} ISO */
  day(number) {
    return new Date(this.start + number * DAY_MS).toISOString().slice(0, 10);
  }

  /** Sum up to the end of a day, from wherever the sums are. @param {number} number */
  to(number) {
    const { changes } = this.answer;
    while (this.taken < changes.length && changes[this.taken][0] <= number) {
      this.#add(changes[this.taken++], 1);
    }
    while (this.taken && changes[this.taken - 1][0] > number) {
      this.#add(changes[--this.taken], -1);
    }
    return this;
  }

  /** @param {number[]} change @param {number} sign */
  #add([, part, ...gain], sign) {
    gain.forEach((more, i) => (this.sums[part][i] += sign * more));
  }

  /**
   * The figures of an area, or of all.
   *
   * @param {string} [by] how the city is cut up
   * @param {string} [key] of the area
   * @returns {Figures}
   */
  figures(by, key) {
    const { figures, parts } = this.answer;
    const mine = this.sums.filter((_sums, part) => !by || parts[part][by] === key);
    const found = Object.fromEntries(
      figures.map((name, i) => [name, mine.reduce((sum, each) => sum + each[i], 0)]),
    );
    const { verified, claimed } = found;
    const others = ["in_work", "open", "relapsed", "disputed", "transferred"];
    const told = verified + claimed;
    return { ...found, told, total: others.reduce((sum, name) => sum + found[name], told) };
  }
}
