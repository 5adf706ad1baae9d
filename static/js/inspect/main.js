// @ts-check
/** The page that records a visit; without scripts the same form is sent as it is. */

import { byId } from "../sheet/dom.js";
import { page } from "../sheet/page.js";
import { watchConditions } from "./conditions.js";
import { Position } from "./position.js";
import { sendWithProgress } from "./send.js";
import { Shots } from "./shots.js";

const form = /** @type {HTMLFormElement} */ (byId("inspect"));
const position = new Position(form, /** @type {any} */ (window).map_sheet);
const shots = new Shots(form, /** @type {any} */ (page).limits, () => position.now());

watchConditions(form);
sendWithProgress(form, (body) => {
  shots.addTo(body);
  body.set("sent_at", new Date().toISOString());
});
await position.sheet.load();
document.body.dataset.ready = "yes";
