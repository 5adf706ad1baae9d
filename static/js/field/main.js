// @ts-check
/** The field page: opens from what the phone has, then looks for the network. */

import { byId, make } from "../sheet/dom.js";
import { lacks } from "./abilities.js";
import { App } from "./app.js";
import { Keeper } from "./keeper.js";
import { showLight } from "./light.js";
import { install } from "./updates.js";
import { language, page, say, setLanguage } from "./words.js";
import { moreView } from "./views/more.js";
import { outboxView } from "./views/outbox.js";
import { shootView } from "./views/shoot.js";
import { siteView } from "./views/site.js";
import { todayView } from "./views/today.js";
import { visitView } from "./views/visit.js";

const app = new App();
let turn = 0;
setLanguage(language());
showLight();
if (lacks().includes("secure")) byId("content").replaceChildren(notSecure());
else await start();

async function start() {
  await app.load();
  const keeper = new Keeper(app, page.limits.piece_bytes);
  app.position.resume();
  app.on(drawFrame);
  app.onPerson = () => void show(keeper);
  drawFrame();
  addEventListener("hashchange", () => show(keeper));
  await show(keeper);
  document.body.dataset.ready = "yes";
  install(byId("update"));
  keeper.send(true);
}

/** @param {Keeper} keeper */
async function show(keeper) {
  const mine = ++turn;
  app.leave();
  const made = await screen(keeper);
  if (mine !== turn) return; // somewhere else meanwhile
  document.body.dataset.screen = location.hash.split("/")[1] || "today";
  byId("content").replaceChildren(made);
  scrollTo(0, 0);
  drawFrame();
}

/** @param {Keeper} keeper @returns {HTMLElement | Promise<HTMLElement>} */
function screen(keeper) {
  const [, name, ...ids] = location.hash.split("/");
  switch (name) {
    case "site":
      return siteView(app, ids[0]);
    case "visit":
      return visitView(app, ids[0]);
    case "shoot":
      return shootView(app, ids[0], ids[1], ids[2]);
    case "outbox":
      return outboxView(app, () => keeper.send(true));
    case "more":
      return moreView(app, () => show(keeper));
    default:
      return todayView(app);
  }
}

/** The bar at the foot: three places, and always how much waits. */
function drawFrame() {
  const here = location.hash.split("/")[1] || "today";
  const attention = app.entries.some((each) => each.state === "attention");
  const link = (/** @type {string} */ name, /** @type {string} */ hash, /** @type {number} */ count = 0) =>
    make(
      "a",
      { href: hash, "aria-current": here === name ? "page" : null },
      say(name),
      count > 0 && make("span", { className: "f-count", data: { attention: attention ? "yes" : "no" } }, String(count)),
    );
  const bar = byId("places");
  bar.setAttribute("aria-label", say("places"));
  bar.replaceChildren(link("today", "#/"), link("outbox", "#/outbox", app.waiting), link("more", "#/more"));
  const line = byId("line");
  const away = app.line === "offline" || app.line === "unreachable";
  line.textContent = away ? say(`${app.line}_now`) : "";
  line.hidden = !away;
}

function notSecure() {
  return make(
    "div",
    { className: "f-screen" },
    make("h1", { className: "f-title" }, say("lacks_title")),
    make("p", {}, say("lacks_secure")),
    make("a", { className: "button f-wide", href: "/" }, say("to_office_pages")),
  );
}
