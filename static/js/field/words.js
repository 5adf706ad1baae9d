// @ts-check
/** Words of the field page in both languages, so that it can change them without a network. */

/** @typedef {"zh" | "en"} Language */

/** @type {any} */
export const page = JSON.parse(document.getElementById("page-data")?.textContent ?? "{}");

const KEY = "geo-app-language";

/** @returns {Language} */
export const language = () =>
  /** @type {Language} */ (localStorage.getItem(KEY) ?? page.language ?? "zh");

/** @param {Language} chosen */
export function setLanguage(chosen) {
  localStorage.setItem(KEY, chosen);
  document.documentElement.lang = chosen === "zh" ? "zh-CN" : "en";
}

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function say(key, values = {}) {
  const template = page.strings[language()]?.[key] ?? key;
  return template.replace(/\{(\w+)\}/g, (/** @type {string} */ whole, /** @type {string} */ name) =>
    name in values ? String(values[name]) : whole,
  );
}

/** Whether there is a sentence of this key. @param {string} key */
export const known = (key) => key in (page.strings[language()] ?? {});

/** @param {string} group @param {string} code */
export const term = (group, code) => page.terms[language()]?.[group]?.[code] ?? code;

/** The words of a form, which come in both languages. @param {Record<string, string> | undefined} words */
export const spoken = (words) => words?.[language()] ?? words?.zh ?? "";

/** @param {string | null | undefined} iso a day */
export function day(iso) {
  if (!iso || language() !== "zh") return iso?.slice(0, 10) ?? "";
  const [year, month, date] = iso.slice(0, 10).split("-").map(Number);
  return `${year}年${month}月${date}日`;
}

/** @param {string | number | Date} moment @returns {string} day and minute by the phone's zone */
export function time(moment) {
  const at = new Date(moment);
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const iso = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day(iso)} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** @param {number} metres @returns {string} 35米, 850米, 4.3公里 */
export function metresWords(metres) {
  if (metres < 1000) return say("metres", { n: Math.round(metres) });
  return say("kilometres", { n: (metres / 1000).toFixed(1).replace(/\.0$/, "") });
}

/** @param {number} bytes */
export function sizeWords(bytes) {
  const [kilo, mega] = [bytes / 1024, bytes / 1024 / 1024];
  if (mega < 1) return `${Math.ceil(kilo)} KB`;
  return mega < 1024 ? `${mega.toFixed(1)} MB` : `${(mega / 1024).toFixed(1)} GB`;
}
