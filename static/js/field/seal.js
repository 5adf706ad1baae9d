// @ts-check
/**
 * Sealing a photo at the moment of capture: its digest, and a link of the day's chain over digest,
 * position and both clocks. ``geo_app.domain.capture`` computes the same.
 */

const PURPOSE = "geo-app capture v1";

/**
 * @typedef {object} Fix as the interface takes it (docs/api.md)
 * @property {number} lon
 * @property {number} lat
 * @property {number | null} accuracy_m
 * @property {string | null} at
 * @property {number | null} [heading_deg]
 * @property {boolean} [by_hand]
 */

/** @typedef {{wall: string, mono_ms: number, previous: string, hash: string}} Seal */

/**
 * @param {Blob | string} content
 * @returns {Promise<string>} SHA-256, hexadecimal
 */
export async function sha256(content) {
  const bytes =
    typeof content === "string" ? new TextEncoder().encode(content) : await content.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A fix with as many decimals as are sealed, so that nobody rounds differently later.
 *
 * @param {Fix} fix
 * @returns {Fix}
 */
export function rounded(fix) {
  const tenths = (/** @type {number | null | undefined} */ value) =>
    value === null || value === undefined ? null : Number(value.toFixed(1));
  return {
    ...fix,
    lon: Number(fix.lon.toFixed(7)),
    lat: Number(fix.lat.toFixed(7)),
    accuracy_m: tenths(fix.accuracy_m),
    heading_deg: tenths(fix.heading_deg),
  };
}

/**
 * @param {{id: string, sha256: string, fix: Fix | null}} photo with a rounded fix
 * @param {{wall: string, mono_ms: number, previous: string}} moment
 * @returns {Promise<Seal>}
 */
export async function seal(photo, moment) {
  const { fix } = photo;
  const tenths = (/** @type {number | null | undefined} */ value) =>
    value === null || value === undefined ? "-" : value.toFixed(1);
  const place = fix
    ? [fix.lon.toFixed(7), fix.lat.toFixed(7), tenths(fix.accuracy_m), tenths(fix.heading_deg)]
    : ["-", "-", "-", "-"];
  const lines = [PURPOSE, photo.id, photo.sha256, ...place];
  const text = [...lines, moment.wall, String(moment.mono_ms), moment.previous].join("\n");
  return { ...moment, hash: await sha256(text) };
}

/**
 * A moment with the offset of the phone, as people there read it: 2026-08-21T10:22:05.120+08:00.
 *
 * @param {Date} [moment]
 */
export function wallClock(moment = new Date()) {
  const minutes = -moment.getTimezoneOffset();
  const local = new Date(moment.getTime() + minutes * 60_000).toISOString().slice(0, -1);
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const size = Math.abs(minutes);
  return `${local}${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
