// @ts-check
/** Today: what is to be visited, in a sensible order from here. */

import { make } from "../../sheet/dom.js";
import { bearingBetween, metresBetween, wind } from "../ground.js";
import { dayOrder } from "../route.js";
import { SmallMap } from "../small_map.js";
import { day, metresWords, say, time } from "../words.js";
import { awayWords, positionLine, statusLine, zoomButtons } from "./parts.js";

const FIRST_ROWS = 20;
const ON_THE_WAY = 15; // places that are put in order: more than a day holds
const AT_HAND_M = 500; // nobody drives past them to what is overdue elsewhere
const REORDER_M = 200; // the order does not jump with each step

/** @typedef {import("../pack.js").PackSite} PackSite */
/** @typedef {import("../app.js").App} App */

/** What was chosen last, as long as the page is open. */
const choice = { by: "way", rows: FIRST_ROWS };
/** @type {{lon: number, lat: number} | null} */
let orderedFrom = null;

/** @param {App} app @returns {HTMLElement} */
export function todayView(app) {
  const { pack } = app;
  if (!pack) return nothingYet(app);
  const list = make("ol", { className: "f-list" });
  const sum = make("p", { className: "hint", role: "status" });
  const canvas = make("canvas", { className: "f-map", role: "img", "aria-label": say("map_label") });
  const map = new SmallMap(canvas, { districts: pack.districts, anchors: pack.anchors, sites: [] });
  app.during(() => map.end());
  const more = make("button", { type: "button", className: "quiet f-wide" }, say("show_more"));
  more.addEventListener("click", () => {
    choice.rows += FIRST_ROWS;
    draw();
  });
  const switches = make(
    "div",
    { className: "f-switch", role: "group", "aria-label": say("order_by") },
    ...["way", "near"].map((by) =>
      make(
        "button",
        { type: "button", "aria-pressed": String(choice.by === by), on: { click: () => choose(by) } },
        say(`order_${by}`),
      ),
    ),
  );

  /** @param {string} by */
  function choose(by) {
    choice.by = by;
    [...switches.children].forEach((button, i) =>
      button.setAttribute("aria-pressed", String(["way", "near"][i] === by)),
    );
    draw();
  }

  let framed = false;
  function draw() {
    const here = app.position.fresh();
    if (!orderedFrom || (here && metresBetween(here, orderedFrom) > REORDER_M)) orderedFrom = here;
    const { rows, way, metres } = inOrder(app, orderedFrom);
    list.replaceChildren(...rows.slice(0, choice.rows).map((site, i) => row(app, site, i + 1, here)));
    more.hidden = rows.length <= choice.rows;
    sum.textContent = say(way.length && here ? "sum_way" : "sum_sites", {
      n: rows.length, total: pack?.total ?? 0, stops: way.length, length: metresWords(metres),
    });
    const first = rows.slice(0, choice.rows);
    map.content.sites = first.map((site, i) => ({ ...site, number: i < 9 ? i + 1 : undefined }));
    map.content.way = choice.by === "way" ? way.slice(0, 9) : [];
    map.setMe(here);
    if (!map.held && (!framed || here)) map.frame([...first.slice(0, 9), ...(here ? [here] : [])]);
    framed = true;
  }
  app.during(app.position.on(draw));
  app.during(app.on(draw));
  requestAnimationFrame(draw);
  return make(
    "div",
    { className: "f-screen" },
    make("h1", { className: "f-title" }, say("today")),
    asOf(app),
    positionLine(app),
    make("div", { className: "f-map-box" }, canvas, zoomButtons(map)),
    switches,
    sum,
    list,
    more,
  );
}

/** Sites that are left to do, in the chosen order. @param {App} app @param {{lon: number, lat: number} | null} from */
function inOrder(app, from) {
  const done = new Set([
    ...app.entries.filter((each) => each.state !== "draft").map((each) => each.site.id),
    ...app.sent.filter((each) => sameDay(each.at)).map((each) => each.site.id),
  ]);
  const all = /** @type {PackSite[]} */ (app.pack?.sites ?? []);
  const left = all.filter((site) => !done.has(site.id));
  const far = new Map(left.map((site) => [site.id, from ? metresBetween(from, site) : 0]));
  const nearest = [...left].sort((a, b) => (far.get(a.id) ?? 0) - (far.get(b.id) ?? 0));
  if (choice.by === "near") return { rows: nearest, way: [], metres: 0 };
  const rank = (/** @type {PackSite} */ site) => {
    if (from && (far.get(site.id) ?? 0) <= AT_HAND_M) return 0;
    return site.overdue || site.drawn ? 1 : 2;
  };
  const ranked = nearest.map((site) => ({ ...site, rank: rank(site) }));
  const chosen = ranked.sort((a, b) => a.rank - b.rank).slice(0, ON_THE_WAY); // keeps the nearest first
  const { order, metres } = dayOrder(chosen, from);
  const taken = new Set(order.map((site) => site.id));
  return { rows: [...order, ...nearest.filter((site) => !taken.has(site.id))], way: order, metres };
}

const sameDay = (/** @type {string} */ at) => new Date(at).toDateString() === new Date().toDateString();

/** @param {App} app @param {PackSite} site @param {number} number @param {any} here */
function row(app, site, number, here) {
  const draft = app.entries.find((each) => each.site.id === site.id);
  const away = here
    ? awayWords(metresBetween(here, site), wind(bearingBetween(here, site)))
    : (site.district ?? "");
  return make(
    "li",
    {},
    make(
      "a",
      { className: "f-row", href: `#/site/${site.id}` },
      make("span", { className: "f-number" }, String(number)),
      make(
        "span",
        { className: "f-row-words" },
        make("strong", {}, site.name),
        make(
          "span",
          { className: "f-row-line" },
          statusLine(site),
          site.deadline && make("span", {}, say("until", { day: day(site.deadline) })),
          draft && make("span", { className: "f-draft" }, say("begun")),
        ),
      ),
      make("span", { className: "f-away" }, away),
    ),
  );
}

/** @param {App} app */
function asOf(app) {
  const at = /** @type {string} */ (app.pack?.as_of);
  const hours = (Date.now() - Date.parse(at)) / 3_600_000;
  const old = hours > app.limits.stale_hours;
  return make(
    "p",
    { className: old ? "f-stale" : "hint" },
    say(old ? "as_of_old" : "as_of", { time: time(at), n: Math.round(hours) }),
    " ",
    make("a", { href: "#/more" }, say("refresh")),
  );
}

/** @param {App} app */
function nothingYet(app) {
  return make(
    "div",
    { className: "f-screen" },
    make("h1", { className: "f-title" }, say("today")),
    make("p", {}, say(app.line === "signed_out" ? "sign_in_first" : "take_along_first")),
    app.line === "signed_out"
      ? make("a", { className: "button f-wide", href: "/sign-in?next=/field" }, say("sign_in"))
      : make("a", { className: "button f-wide", href: "#/more" }, say("take_along")),
  );
}

