// @ts-check
/** Fingers, mouse and keys on the pictures: drag, pinch, wheel, double click, + − 0 and arrows. */

const STEP = 1.25;
const KEY_PAN = 0.08; // of the frame
const STILL_PX = 6; // a press that moved less is a click

/** @typedef {{x: number, y: number}} Point */

/**
 * @param {HTMLElement} view
 * @param {import("./zoom.js").Zoom} zoom
 * @param {{frame: () => DOMRect, tap: (u: number) => void}} owner ``frame`` is the box of one
 *   picture; ``tap`` hears where somebody clicked or drew while nothing is magnified
 */
export function listen(view, zoom, owner) {
  /** @type {Map<number, Point>} */
  const down = new Map();
  let moved = 0;

  /** @param {Point} point @returns {[number, number]} shares of the frame under the point */
  const shares = ({ x, y }) => {
    const { left, top, width, height } = owner.frame();
    const u = (((x - left) % width) + width) % width; // the second frame of two counts as the first
    return [u / width, (y - top) / height];
  };

  view.addEventListener("pointerdown", (event) => {
    if (event.button || /** @type {Element} */ (event.target).closest("[role=slider]")) return;
    down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    moved = 0;
    view.setPointerCapture(event.pointerId);
  });

  view.addEventListener("pointermove", (event) => {
    const before = down.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    if (other) pinch(before, now, other);
    else if (zoom.isWhole) owner.tap(shares(now)[0]);
    else {
      const { width, height } = owner.frame();
      zoom.pan((now.x - before.x) / width, (now.y - before.y) / height);
    }
    down.set(event.pointerId, now);
  });

  /** @param {Point} before @param {Point} now @param {Point} other */
  function pinch(before, now, other) {
    const spread = Math.hypot(now.x - other.x, now.y - other.y);
    const was = Math.hypot(before.x - other.x, before.y - other.y);
    if (was > 0) zoom.by(spread / was, ...shares(other));
  }

  view.addEventListener("pointerup", (event) => {
    if (down.delete(event.pointerId) && moved < STILL_PX && zoom.isWhole)
      owner.tap(shares({ x: event.clientX, y: event.clientY })[0]);
  });
  view.addEventListener("pointercancel", ({ pointerId }) => down.delete(pointerId));

  view.addEventListener(
    "wheel",
    (event) => {
      // the page still scrolls; a pinch on a touchpad arrives with ctrlKey
      if (!event.ctrlKey && !event.metaKey && !document.fullscreenElement) return;
      event.preventDefault();
      zoom.by(STEP ** (-event.deltaY / 100), ...shares({ x: event.clientX, y: event.clientY }));
    },
    { passive: false },
  );

  view.addEventListener("dblclick", (event) => {
    if (zoom.isWhole) zoom.by(2, ...shares({ x: event.clientX, y: event.clientY }));
    else zoom.reset();
  });

  view.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onHandle = /** @type {Element} */ (event.target).closest("[role=slider]");
    const act = { ...ZOOM_KEYS, ...(onHandle ? {} : PAN_KEYS) }[event.key];
    if (!act) return;
    event.preventDefault();
    act(zoom);
  });
}

/** @type {Record<string, (zoom: import("./zoom.js").Zoom) => void>} */
const ZOOM_KEYS = {
  "+": (zoom) => zoom.by(STEP),
  "=": (zoom) => zoom.by(STEP),
  "-": (zoom) => zoom.by(1 / STEP),
  0: (zoom) => zoom.reset(),
};

/** @type {Record<string, (zoom: import("./zoom.js").Zoom) => void>} */
const PAN_KEYS = {
  ArrowLeft: (zoom) => zoom.pan(KEY_PAN, 0),
  ArrowRight: (zoom) => zoom.pan(-KEY_PAN, 0),
  ArrowUp: (zoom) => zoom.pan(0, KEY_PAN),
  ArrowDown: (zoom) => zoom.pan(0, -KEY_PAN),
};
