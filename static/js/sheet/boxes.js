// @ts-check
/** Which rectangles of the screen are taken: a label that would cover another one is left out. */

const CELL = 64;

export class Boxes {
  constructor() {
    /** @type {Map<string, number[][]>} */
    this.cells = new Map();
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  free(x, y, width, height) {
    return this.keys(x, y, width, height).every((key) =>
      (this.cells.get(key) ?? []).every(
        ([bx, by, bw, bh]) => x >= bx + bw || bx >= x + width || y >= by + bh || by >= y + height,
      ),
    );
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  take(x, y, width, height) {
    for (const key of this.keys(x, y, width, height)) {
      const taken = this.cells.get(key);
      if (taken) taken.push([x, y, width, height]);
      else this.cells.set(key, [[x, y, width, height]]);
    }
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  keys(x, y, width, height) {
    const found = [];
    for (let i = Math.floor(x / CELL); i <= Math.floor((x + width) / CELL); i++) {
      for (let j = Math.floor(y / CELL); j <= Math.floor((y + height) / CELL); j++) {
        found.push(`${i}:${j}`);
      }
    }
    return found;
  }
}
