// @ts-check
/** The way to a site in a map app of the phone, in the datum which that app takes. */

import gcoord from "gcoord";

/** @typedef {"WGS-84" | "GCJ-02" | "BD-09"} DatumName */
/** @typedef {{id: string, label: {zh: string, en: string}, url: string, datum: DatumName}} MapApp */

const SYSTEMS = { "WGS-84": gcoord.WGS84, "GCJ-02": gcoord.GCJ02, "BD-09": gcoord.BD09 };
const DECIMALS = 6; // 0.1 m

/**
 * @param {number} lon degrees, WGS-84
 * @param {number} lat
 * @param {DatumName} datum
 * @returns {[number, number]}
 */
export function inDatum(lon, lat, datum) {
  if (datum === "WGS-84") return [lon, lat];
  return /** @type {[number, number]} */ (
    gcoord.transform([lon, lat], gcoord.WGS84, SYSTEMS[datum])
  );
}

/**
 * @param {MapApp} app
 * @param {{lon: number, lat: number, name: string}} site
 * @returns {string} address that the app answers to
 */
export function wayTo(app, site) {
  const [lon, lat] = inDatum(site.lon, site.lat, app.datum);
  const values = { lon: lon.toFixed(DECIMALS), lat: lat.toFixed(DECIMALS), name: site.name };
  return app.url.replace(/\{(lon|lat|name)\}/g, (_, name) =>
    encodeURIComponent(values[/** @type {"lon"} */ (name)]),
  );
}
