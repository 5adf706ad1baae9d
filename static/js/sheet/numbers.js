// @ts-check
/** Numbers as people of the page's language write them. */

import { page } from "./page.js";

const chinese = page.language === "zh";
const whole = new Intl.NumberFormat(chinese ? "zh-CN" : "en");
const brief = new Intl.NumberFormat(chinese ? "zh-CN" : "en", {
  notation: "compact",
  maximumSignificantDigits: 2,
});
/** From here on a short form is shorter. */
const LONG = chinese ? 10_000 : 1_000;

/** @param {number} n @returns {string} 12,345 */
export const grouped = (n) => whole.format(n);

/** @param {number} n @returns {string} 1.2万, 12k: for where there is little room */
export const short = (n) => (n < LONG ? String(n) : brief.format(n).replace("K", "k"));
