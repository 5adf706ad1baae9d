// @ts-check
/** What to do with photos that the phone would not keep, and how to make room for them. */

import { make } from "../../sheet/dom.js";
import { HandedOverError } from "../outbox/entry.js";
import { download } from "../outbox/parcel.js";
import { dropPictures } from "../pack.js";
import { holdReserve } from "../reserve.js";
import { FullError, room } from "../store.js";
import { say, sizeWords, term } from "../words.js";
import { pictureOf, twiceButton } from "./parts.js";

const LEAST_ROOM = 60 * 1024 * 1024; // some ten photos

/** @typedef {import("../app.js").App} App */
/** @typedef {import("../outbox/unkept.js").Held} Held */

/**
 * Says before a photo is taken that there may be no room for it.
 *
 * @returns {{element: HTMLElement, look: () => Promise<void>}}
 */
export function roomLine() {
  const element = make("p", { className: "f-room", role: "status", hidden: true });
  const look = async () => {
    const reserved = await holdReserve().catch(() => true); // why not, the photo itself will say
    const { free } = await room();
    const little = free !== null && free < LEAST_ROOM;
    element.hidden = reserved && !little;
    if (element.hidden) return;
    const words = little && free > 0 ? say("little_room", { size: sizeWords(free) }) : say("no_room");
    element.replaceChildren(words, " ", make("a", { href: "#/more" }, say("make_room")));
  };
  return { element, look };
}

/**
 * The photos of a visit that only this page has.
 *
 * @param {App} app @param {string} id of the visit
 * @param {(photo: Held, shot: import("../outbox/entry.js").Shot) => void} onKept
 */
export function unkeptList(app, id, onKept) {
  const element = make("ul", { className: "f-unkept" });
  const draw = () => {
    const held = app.unkept.of(id);
    element.hidden = !held.length;
    element.replaceChildren(...held.map((photo) => heldItem(app, photo, onKept, draw)));
  };
  draw();
  return { element, draw };
}

/** @param {App} app @param {Held} photo @param {(photo: Held, shot: any) => void} onKept @param {() => void} redraw */
function heldItem(app, photo, onKept, redraw) {
  const words = make("p", { role: "alert" }, say(photo.why));
  const button = (/** @type {string} */ key, /** @type {() => any} */ act) =>
    make("button", { type: "button", className: "quiet", on: { click: act } }, say(key));
  const again = button("keep_again", async () => {
    try {
      const shot = await app.unkept.keep(photo);
      redraw();
      onKept(photo, shot);
    } catch (error) {
      words.textContent = say(whyUnkept(error));
    }
  });
  const free = button("drop_pictures", async () => {
    const bytes = await dropPictures(photo.entry.person).catch(() => 0);
    words.textContent = say(bytes ? "pictures_dropped" : "no_pictures", { size: sizeWords(bytes) });
  });
  const save = button("save_photo", () => {
    download({ name: photo.about.name, blob: photo.blob });
    words.textContent = say("photo_saved");
  });
  const away = twiceButton(say("discard"), say("discard_sure"), () => {
    app.unkept.letGo(photo);
    redraw();
  });
  const picture = pictureOf(photo.blob, term("photo_role", photo.about.role));
  return make("li", {}, picture, make("div", {}, words, make("div", { className: "f-apps" }, again, save, free, away)));
}

/** Code of the sentence that says why a photo is not kept. @param {unknown} error */
export function whyUnkept(error) {
  if (error instanceof HandedOverError) return "handed_over";
  return error instanceof FullError ? "unkept" : "unkept_other";
}
