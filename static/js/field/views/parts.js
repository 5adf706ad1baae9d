// @ts-check
/** Small parts that several screens of the field page are made of. */

import { make, statusMark } from "../../sheet/dom.js";
import { metresWords, say, term } from "../words.js";

/** @param {import("../pack.js").PackSite} site */
export function statusLine(site) {
  return make(
    "span",
    { className: "f-status" },
    statusMark(site.status),
    term("status", site.status),
    site.overdue && make("strong", { className: "f-overdue" }, statusMark("overdue"), term("status", "overdue")),
    site.drawn && make("strong", { className: "f-drawn" }, say("drawn")),
  );
}

/**
 * The sentence of the fix: how good it is, or why there is none, with what to do.
 *
 * @param {import("../position.js").Position} position
 */
export function positionWords(position) {
  const fix = position.fresh();
  if (fix && fix.accuracy_m !== null) {
    const poor = fix.accuracy_m > 25;
    return say(poor ? "fix_poor" : "fix_good", { n: Math.round(fix.accuracy_m) });
  }
  return say(`fix_${position.state}`);
}

/** @param {import("../app.js").App} app @returns {HTMLElement} the line that asks for and tells the position */
export function positionLine(app) {
  const words = make("span", {}, positionWords(app.position));
  const button = make(
    "button",
    { type: "button", className: "quiet", on: { click: () => app.position.start() } },
    say("use_position"),
  );
  button.hidden = app.position.state !== "off";
  const line = make("p", { className: "f-position", role: "status" }, words, button);
  app.during(
    app.position.on(() => {
      words.textContent = positionWords(app.position);
      button.hidden = app.position.state !== "off";
    }),
  );
  return line;
}

/** An arrow that points somewhere on the screen; north is up. @param {number} bearing */
export function arrow(bearing) {
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  shape.setAttribute("viewBox", "0 0 24 24");
  shape.setAttribute("class", "f-arrow");
  shape.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M12 2l7 18-7-5-7 5z");
  path.setAttribute("fill", "currentColor");
  path.setAttribute("transform", `rotate(${Math.round(bearing)} 12 12)`);
  shape.append(path);
  return shape;
}

/** @param {number} metres @param {string} windCode */
export const awayWords = (metres, windCode) =>
  say("away", { length: metresWords(metres), direction: term("direction", windCode) });

/** @param {import("../small_map.js").SmallMap} map */
export function zoomButtons(map) {
  const button = (/** @type {string} */ sign, /** @type {string} */ word, /** @type {number} */ factor) =>
    make(
      "button",
      { type: "button", className: "quiet", "aria-label": say(word), on: { click: () => map.zoom(factor) } },
      sign,
    );
  return make("div", { className: "f-zoom" }, button("+", "zoom_in", 0.5), button("−", "zoom_out", 2));
}

/**
 * Ask before something is lost; two taps in one place.
 *
 * @param {string} word @param {string} sure @param {() => void} act
 */
export function twiceButton(word, sure, act) {
  const button = make("button", { type: "button", className: "quiet danger" }, word);
  button.addEventListener("click", () => {
    if (button.dataset.sure) act();
    else {
      button.dataset.sure = "yes";
      button.textContent = sure;
      setTimeout(() => {
        delete button.dataset.sure;
        button.textContent = word;
      }, 6000);
    }
  });
  return button;
}

/** @param {Blob | null} blob @param {string} alt @returns {HTMLImageElement | HTMLElement} */
export function pictureOf(blob, alt) {
  if (!blob) return make("span", { className: "f-no-picture" }, say("no_preview"));
  const address = URL.createObjectURL(blob);
  const image = make("img", { src: address, alt });
  image.addEventListener("load", () => URL.revokeObjectURL(address));
  image.addEventListener("error", () =>
    image.replaceWith(make("span", { className: "f-no-picture" }, say("no_preview"))),
  );
  return image;
}
