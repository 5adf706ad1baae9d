// @ts-check
/** Keys of the review page. They stay out of fields, and of buttons that have a meaning of their own. */

/**
 * @typedef {object} Commands
 * @property {(step: number) => void} step
 * @property {(name: string) => void} act one of confirm, unlocated, reset, merge, point, line, area
 * @property {() => void} leave
 * @property {(event: KeyboardEvent) => boolean} drawing a drawing takes the key first
 * @property {() => void} finish the drawing
 * @property {boolean} isDrawing
 */

/** @type {Record<string, string>} */
const ACTS = { u: "unlocated", d: "point", l: "line", a: "area", m: "merge", z: "reset" };
/** @type {Record<string, number>} */
const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** @param {Commands} commands */
export function listen(commands) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key === "Escape") commands.leave();
    else if (target.matches("input, textarea, select")) return;
    else if (!handled(event, target, commands)) return;
    event.preventDefault();
  });
}

/** @param {KeyboardEvent} event @param {HTMLElement} target @param {Commands} commands @returns {boolean} */
function handled(event, target, commands) {
  const onButton = target.matches(":is(button, a, summary):not(.phrase)");
  if (commands.isDrawing) {
    if (onButton) return false;
    if (event.key !== "Enter") return commands.drawing(event);
    commands.finish();
    return true;
  }
  if (event.key === "Enter") {
    // on a phrase that is not chosen yet, Enter chooses it as any button
    if (onButton || (target.matches(".phrase") && target.getAttribute("aria-current") !== "true"))
      return false;
    commands.act("confirm");
    return true;
  }
  if (target.closest("#map") && event.key.startsWith("Arrow")) return false; // these move the map
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key in STEPS) commands.step(STEPS[key]);
  else if (key in ACTS) commands.act(ACTS[key]);
  else return false;
  return true;
}
