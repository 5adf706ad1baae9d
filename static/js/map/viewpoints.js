// @ts-check
/** At close zoom the map shows from where photos were taken: of the chosen site and those in view. */

import { ConeLayer } from "../sheet/cones.js";

export const CLOSE_ZOOM = 16;
const MOST_SITES = 8;

export class Viewpoints {
  /** @param {any} sheet MapSheet @param {import("./photos.js").PhotoSource} source */
  constructor(sheet, source) {
    this.sheet = sheet;
    this.source = source;
    /** Made when it is first needed: most people never look that closely. @type {ConeLayer | undefined} */
    this.layer = undefined;
    this.asked = 0;
  }

  /**
   * @param {import("./sites.js").Site[]} inView
   * @param {string | null} selected
   */
  async show(inView, selected) {
    const asked = ++this.asked;
    if (this.sheet.map.getZoom() < CLOSE_ZOOM) {
      if (this.layer?.photos.length) this.layer.set([]);
      return;
    }
    const wanted = inView
      .filter(({ properties }) => properties.inspected_on ?? properties.verdict)
      .sort((a, b) => Number(b.id === selected) - Number(a.id === selected))
      .slice(0, MOST_SITES);
    const photos = await Promise.all(wanted.map(({ id }) => this.source.of(id)));
    if (asked !== this.asked) return;
    this.layer ??= new ConeLayer(this.sheet);
    this.layer.set(photos.flat().filter(({ lon }) => lon !== null));
  }
}
