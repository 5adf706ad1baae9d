// @ts-check
/** Photos of sites on the map page: asked for once a site, for the card and for close zoom. */

import { page } from "../sheet/page.js";

/**
 * @typedef {import("../sheet/cones.js").PhotoPoint & {thumb: string, alt: string}} Photo positions
 *   may be null
 */

export class PhotoSource {
  constructor() {
    /** @type {Map<string, Promise<Photo[]>>} */
    this.known = new Map();
  }

  /**
   * Photos of a site, oldest first; none where they cannot be read.
   *
   * @param {string} id of the site
   */
  of(id) {
    let found = this.known.get(id);
    if (!found) {
      found = ask(id).catch(() => {
        this.known.delete(id); // the next time asks again
        return [];
      });
      this.known.set(id, found);
    }
    return found;
  }
}

/** @param {string} id @returns {Promise<Photo[]>} */
async function ask(id) {
  const answer = await fetch(page.urls.photos.replace("__ID__", encodeURIComponent(id)));
  if (!answer.ok) throw new Error(String(answer.status));
  const { features } = await answer.json();
  return features.map((/** @type {any} */ feature) => ({
    ...feature.properties,
    id: feature.id,
    lon: feature.geometry?.coordinates[0] ?? null,
    lat: feature.geometry?.coordinates[1] ?? null,
  }));
}
