// @ts-check
/** Colours of the design system for what is drawn on a canvas, as the theme has them now. */

/** @type {Map<string, string>} */
const known = new Map();

/**
 * @param {string} name custom property, with its dashes
 * @returns {string} its value
 */
export function token(name) {
  let value = known.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    known.set(name, value);
  }
  return value;
}

/** @param {string} status */
export const statusColour = (status) => token(`--status-${status}`) || token("--muted");

/**
 * Call when the colours change: by the switch of the bar, by the system, for paper.
 *
 * @param {() => void} redraw
 */
export function onTheme(redraw) {
  const again = () => {
    known.clear();
    redraw();
  };
  document.addEventListener("themechange", again);
  for (const query of ["(prefers-color-scheme: dark)", "print"]) {
    matchMedia(query).addEventListener("change", again);
  }
}
