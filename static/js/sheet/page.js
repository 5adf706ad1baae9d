// @ts-check
/**
 * What the server says to the scripts of a page: words, addresses, base maps, the day.
 *
 * No other module spells a word that a person reads.
 */

/**
 * @typedef {object} BaseMap
 * @property {string} id
 * @property {string} label
 * @property {string} url With {x} {y} {z}, and {s} or {layer} where needed.
 * @property {string} subdomains
 * @property {boolean} gcj02 Its tiles are in GCJ-02.
 * @property {string} attribution
 * @property {string[]} layers
 */

/**
 * @typedef {object} PageData
 * @property {string} language
 * @property {Record<string, string>} urls
 * @property {Record<string, Record<string, string>>} terms
 * @property {Record<string, string>} strings
 * @property {BaseMap[]} base_maps
 * @property {string} map_number
 * @property {string} today
 * @property {string} [csrf]
 * @property {import("./geometry.js").Box} [home] the whole area
 * @property {import("./geometry.js").Box | null} [sites_box] the part of it that has sites
 * @property {number} [total] sites, whatever the filter
 * @property {number} [on_map] those that have a position
 * @property {boolean} [listed] the page came with the first rows of its lists
 * @property {Record<string, string>} [complaints] what was complained after a claim, by site
 * @property {any} [sheet]
 */

/** @type {PageData} */
export const page = JSON.parse(document.getElementById("page-data")?.textContent ?? "{}");

/**
 * A sentence of the page's language with its values filled in.
 *
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function say(key, values = {}) {
  const template = page.strings[key] ?? key;
  return template.replace(/\{(\w+)\}/g, (whole, name) =>
    name in values ? String(values[name]) : whole,
  );
}

/**
 * The word for a code: status, category, kind, layer …
 *
 * @param {string} group
 * @param {string} code
 */
export const term = (group, code) => page.terms[group]?.[code] ?? code;

/**
 * A day as people of the page's language write it; the server's own filter does the same.
 *
 * @param {string | null | undefined} iso
 */
export function day(iso) {
  if (!iso || page.language !== "zh") return iso ?? "";
  const [year, month, date] = iso.split("-").map(Number);
  return `${year}年${month}月${date}日`;
}
