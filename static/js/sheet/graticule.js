// @ts-check
/** Lines of latitude and longitude at round minutes, and how their degrees are written. */

const GAP = 96; // pixels between two lines, at least
/** Steps that a reader can halve and count, in minutes of arc. */
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600];

/**
 * @param {number} span degrees across the window
 * @param {number} wanted how many lines at most
 * @returns {number} step in minutes
 */
export function step(span, wanted) {
  const least = (span * 60) / wanted;
  return STEPS.find((minutes) => minutes >= least) ?? STEPS[STEPS.length - 1];
}

/**
 * @param {number} low degrees
 * @param {number} high degrees
 * @param {number} minutes step
 * @returns {number[]} multiples of the step in between, degrees
 */
export function ticks(low, high, minutes) {
  const first = Math.ceil((low * 60) / minutes);
  const last = Math.floor((high * 60) / minutes);
  const found = [];
  for (let i = first; i <= last; i++) found.push((i * minutes) / 60);
  return found;
}

/**
 * @param {number} value degrees
 * @param {"EW" | "NS"} letters for positive and negative
 * @returns {string} as 114°20′E, or 114°20.5′E where the step is finer than a minute
 */
export function degrees(value, letters) {
  const tenths = Math.round(Math.abs(value) * 600);
  const whole = Math.floor(tenths / 600);
  const minutes = (tenths % 600) / 10;
  const shown = Number.isInteger(minutes)
    ? String(minutes).padStart(2, "0")
    : minutes.toFixed(1).padStart(4, "0");
  return `${whole}°${shown}′${value < 0 ? letters[1] : letters[0]}`;
}

/**
 * The lines that a window shows.
 *
 * @param {any} sheet MapSheet
 * @param {number} [spare] part of the window to go beyond it, for a canvas that is larger
 * @returns {{lons: number[], lats: number[]}} degrees
 */
export function windowLines(sheet, spare = 0) {
  const [west, south, east, north] = sheet.window();
  const dx = (east - west) * spare;
  const dy = (north - south) * spare;
  const minutes = step(east - west, Math.max(1, Math.floor(sheet.map.getSize().x / GAP)));
  return {
    lons: ticks(west - dx, east + dx, minutes),
    lats: ticks(south - dy, north + dy, minutes),
  };
}
