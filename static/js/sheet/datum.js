// @ts-check
/**
 * Between our coordinates (WGS-84/CGCS2000) and those of the base map that is shown.
 *
 * On GCJ-02 tiles everything of ours is shifted before it is drawn, and whatever is read from the
 * map is shifted back; what is stored never changes.
 */

import gcoord from "gcoord";

/** @typedef {[number, number]} LonLat */

export class Datum {
  /** The base map on the screen is in GCJ-02. */
  gcj02 = false;

  /**
   * @param {number} lon degrees, WGS-84
   * @param {number} lat
   * @returns {LonLat} in the datum of the base map
   */
  shown(lon, lat) {
    if (!this.gcj02) return [lon, lat];
    return /** @type {LonLat} */ (gcoord.transform([lon, lat], gcoord.WGS84, gcoord.GCJ02));
  }

  /**
   * @param {number} lon degrees, in the datum of the base map
   * @param {number} lat
   * @returns {LonLat} WGS-84
   */
  stored(lon, lat) {
    if (!this.gcj02) return [lon, lat];
    return /** @type {LonLat} */ (gcoord.transform([lon, lat], gcoord.GCJ02, gcoord.WGS84));
  }
}
