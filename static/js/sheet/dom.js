// @ts-check
/** Elements from values. Text is only ever text: nothing here reads a string as HTML. */

import { GLYPHS, GLYPH_BOX } from "./glyphs.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag
 * @param {Record<string, any>} [properties] ``data`` fills the dataset, ``on`` adds listeners,
 *   names with a dash become attributes; null and undefined are left out.
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {any} the element
 */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined) continue;
    if (name === "data") Object.assign(element.dataset, value);
    else if (name === "on") {
      for (const [event, listener] of Object.entries(value))
        element.addEventListener(event, listener);
    } else if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else /** @type {any} */ (element)[name] = value;
  }
  element.append(.../** @type {(Node | string)[]} */ (children.filter(Boolean)));
  return element;
}

/** @param {string} id @returns {any} the element of that id */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no #${id} on this page`);
  return element;
}

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 */
function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/**
 * The mark of a status, as the server's pages draw it.
 *
 * @param {string} status
 */
export function statusMark(status) {
  const mark = svg("svg", { class: "mark", viewBox: "0 0 16 16", "aria-hidden": "true" });
  mark.dataset.status = status;
  mark.append(svg("use", { href: `#status-${status}` }));
  return mark;
}

/**
 * The bars of a verdict, as the page of a site draws them.
 *
 * @param {string} verdict
 */
export function verdictMark(verdict) {
  const mark = svg("svg", { class: "mark", viewBox: "0 0 16 16", "aria-hidden": "true" });
  mark.append(svg("use", { href: `#verdict-${verdict}` }));
  return mark;
}

/**
 * The glyph of a category: the second cue beside its word.
 *
 * @param {string} category
 */
export function categoryGlyph(category) {
  const box = `0 0 ${GLYPH_BOX} ${GLYPH_BOX}`;
  const glyph = svg("svg", { class: "glyph", viewBox: box, "aria-hidden": "true" });
  glyph.append(svg("path", { d: GLYPHS[category] ?? GLYPHS.other }));
  return glyph;
}
