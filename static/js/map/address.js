// @ts-check
/** The address of the page as a permalink: filter, middle, zoom, chosen site. */

const VIEW = ["z", "lat", "lon", "site"];
const PAUSE_MS = 300;

/**
 * @typedef {object} Address
 * @property {URLSearchParams} filter
 * @property {string | null} site
 * @property {{zoom: number, lon: number, lat: number} | null} view
 */

/** @returns {Address} what the address asks for; numbers that make no sense count as not there */
export function read() {
  const query = new URLSearchParams(location.search);
  const [zoom, lat, lon] = ["z", "lat", "lon"].map((name) =>
    Number.parseFloat(query.get(name) ?? ""),
  );
  const sound = zoom >= 0 && zoom <= 22 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
  const site = query.get("site");
  for (const name of VIEW) query.delete(name);
  return { filter: query, site, view: sound ? { zoom, lon, lat } : null };
}

/** @param {Address} address @returns {string} */
function written({ filter, site, view }) {
  const query = new URLSearchParams(filter);
  if (view) {
    query.set("z", String(Math.round(view.zoom * 100) / 100));
    query.set("lat", view.lat.toFixed(5));
    query.set("lon", view.lon.toFixed(5));
  }
  if (site) query.set("site", site);
  return query.size ? `?${query}` : location.pathname;
}

let pending = 0;

/** A step that the back button takes back. @param {Address} address */
export function push(address) {
  clearTimeout(pending);
  const url = written(address);
  if (url !== location.search) history.pushState(null, "", url);
}

/** The same step, looked at from elsewhere. @param {() => Address} address asked when the map rests */
export function replace(address) {
  clearTimeout(pending);
  pending = setTimeout(() => history.replaceState(null, "", written(address())), PAUSE_MS);
}
