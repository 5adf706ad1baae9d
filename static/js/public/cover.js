// @ts-check
/** Rectangles over a photo: drawn with mouse or finger, or written into the fields beside it. */

import { byId } from "../sheet/dom.js";

const SVG = "http://www.w3.org/2000/svg";
const LEAST = 0.5; // percent; a tap is no rectangle
const NAMES = ["left", "top", "width", "height"];

const sheet = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (byId("cover-sheet")));
const rows = byId("cover-rows");

/** @param {Element} row @returns {HTMLInputElement[]} */
const fields = (row) =>
  NAMES.map((name) => /** @type {any} */ (row.querySelector(`[name="${name}"]`)));

/** @param {Element} row @returns {number[] | null} percent; null where a field is no number */
function told(row) {
  const texts = fields(row).map((field) => field.value.trim());
  const numbers = texts.map(Number);
  return texts.some((text) => !text) || numbers.some(Number.isNaN) ? null : numbers;
}

/** @param {number[]} box @param {SVGRectElement} rect */
function place([x, y, width, height], rect) {
  for (const [name, value] of Object.entries({ x, y, width, height }))
    rect.setAttribute(name, String(Math.max(0, value)));
}

/** The rectangles are what the fields say. */
function draw() {
  const rects = [...rows.children].flatMap((row) => {
    const box = told(row);
    if (!box) return [];
    const rect = document.createElementNS(SVG, "rect");
    place(box, rect);
    return [rect];
  });
  sheet.replaceChildren(...rects);
  [...rows.children].forEach((row, i) => {
    const number = row.querySelector(".cover-number");
    if (number) number.textContent = String(i + 1);
    const remove = /** @type {HTMLButtonElement} */ (row.querySelector(".cover-remove"));
    remove.hidden = fields(row).every((field) => !field.value);
  });
}

/** A row without words, made where there is none. @returns {Element} */
function blank() {
  const last = rows.children[rows.children.length - 1];
  if (fields(last).every((field) => !field.value)) return last;
  const row = /** @type {Element} */ (last.cloneNode(true));
  for (const field of fields(row)) field.value = "";
  rows.append(row);
  return row;
}

/** @param {PointerEvent} event @returns {[number, number]} percent */
function at({ clientX, clientY }) {
  const { left, top, width, height } = sheet.getBoundingClientRect();
  const share = (/** @type {number} */ value) => Math.min(100, Math.max(0, value * 100));
  return [share((clientX - left) / width), share((clientY - top) / height)];
}

/** @param {[number, number]} a @param {[number, number]} b @returns {number[]} */
const box = (a, b) => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.abs(a[0] - b[0]),
  Math.abs(a[1] - b[1]),
];

sheet.addEventListener("pointerdown", (event) => {
  if (!event.isPrimary || event.button) return;
  event.preventDefault();
  sheet.setPointerCapture(event.pointerId);
  const start = at(event);
  const rect = document.createElementNS(SVG, "rect");
  sheet.append(rect);
  const move = (/** @type {PointerEvent} */ moved) => place(box(start, at(moved)), rect);
  const end = (/** @type {PointerEvent} */ last) => {
    sheet.removeEventListener("pointermove", move);
    sheet.removeEventListener("pointerup", end);
    sheet.removeEventListener("pointercancel", end);
    const drawn = box(start, at(last));
    if (last.type === "pointerup" && drawn[2] >= LEAST && drawn[3] >= LEAST) {
      fields(blank()).forEach((field, i) => (field.value = drawn[i].toFixed(2)));
      blank();
    }
    draw();
  };
  sheet.addEventListener("pointermove", move);
  sheet.addEventListener("pointerup", end);
  sheet.addEventListener("pointercancel", end);
});

rows.addEventListener("input", () => {
  blank();
  draw();
});
rows.addEventListener("click", (/** @type {MouseEvent} */ { target }) => {
  const button = /** @type {Element} */ (target).closest(".cover-remove");
  if (!button) return;
  button.closest("li")?.remove();
  if (!rows.children.length) return;
  blank();
  draw();
  fields(rows.children[rows.children.length - 1])[0].focus();
});
draw();
document.body.dataset.ready = "yes";
