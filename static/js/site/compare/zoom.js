// @ts-check
/** How far, and where, both pictures are magnified: one state for both, so that they go in step. */

const MOST = 8;

export class Zoom {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.scale = 1;
    /** Offset of the magnified picture, in shares of the frame's width and height. */
    this.x = 0;
    this.y = 0;
  }

  get isWhole() {
    return this.scale === 1;
  }

  /**
   * Magnify around a point that stays where it is.
   *
   * @param {number} factor
   * @param {number} [u] share of the frame's width
   * @param {number} [v] share of its height
   */
  by(factor, u = 0.5, v = 0.5) {
    const scale = Math.min(MOST, Math.max(1, this.scale * factor));
    const grown = scale / this.scale;
    this.#set(scale, u - (u - this.x) * grown, v - (v - this.y) * grown);
  }

  /** @param {number} du shares of the frame @param {number} dv */
  pan(du, dv) {
    this.#set(this.scale, this.x + du, this.y + dv);
  }

  reset() {
    this.#set(1, 0, 0);
  }

  /** The frame is always covered. @param {number} scale @param {number} x @param {number} y */
  #set(scale, x, y) {
    this.scale = scale;
    this.x = Math.min(0, Math.max(1 - scale, x));
    this.y = Math.min(0, Math.max(1 - scale, y));
    this.changed();
  }

  /** @param {{width: number, height: number}} frame pixels @returns {string} value of ``transform`` */
  css({ width, height }) {
    return `translate(${this.x * width}px, ${this.y * height}px) scale(${this.scale})`;
  }
}
