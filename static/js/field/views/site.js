// @ts-check
/** One site: how far, what it is about, how it looked, the way there. */

import { make } from "../../sheet/dom.js";
import { wind } from "../ground.js";
import { standing } from "../guidance.js";
import { wayTo } from "../map_apps.js";
import { picture } from "../pack.js";
import { FullError } from "../store.js";
import { SmallMap } from "../small_map.js";
import { day, language, metresWords, page, say, term, time } from "../words.js";
import { arrow, pictureOf, positionLine, statusLine, zoomButtons } from "./parts.js";

/** @param {import("../app.js").App} app @param {string} id @returns {HTMLElement} */
export function siteView(app, id) {
  const site = app.site(id);
  if (!site || !app.pack)
    return make("div", { className: "f-screen" }, make("p", {}, say("site_not_here")), back());
  const canvas = make("canvas", { className: "f-map", role: "img", "aria-label": say("map_label") });
  const map = new SmallMap(canvas, {
    districts: app.pack.districts,
    anchors: app.pack.anchors,
    sites: [{ ...site, main: true }],
  });
  const how = make("p", { className: "f-standing", role: "status" });
  const trouble = make("p", { className: "f-trouble", role: "alert" });
  /** @param {"visit" | "shoot"} screen @param {string} [picture] */
  const begin = (screen, picture) => beginOrSay(app, site, trouble, screen, picture);
  const draw = () => {
    const here = app.position.fresh();
    map.setMe(here);
    if (!map.held) map.frame([site, ...(here ? [here] : [])], 3 * (site.radius_m ?? 100));
    how.hidden = !here;
    if (!here) return;
    const { metres, bearing, inside } = standing(here, site);
    const words = { length: metresWords(metres), direction: term("direction", wind(bearing)) };
    how.dataset.inside = inside ? "yes" : "no";
    how.replaceChildren(
      arrow(bearing),
      make("span", {}, say(inside ? "stand_inside" : "stand_outside", words)),
    );
  };
  app.during(app.position.on(draw));
  app.during(() => map.end());
  requestAnimationFrame(draw);
  return make(
    "div",
    { className: "f-screen" },
    back(),
    make("h1", { className: "f-title" }, site.name),
    make(
      "p",
      { className: "f-row-line" },
      statusLine(site),
      make("span", {}, site.deadline ? say("until", { day: day(site.deadline) }) : say("no_deadline")),
      make("span", { className: "muted" }, site.code),
    ),
    how,
    positionLine(app),
    make("div", { className: "f-map-box" }, canvas, zoomButtons(map)),
    site.radius_m !== null &&
      make("p", { className: "hint" }, say("radius", { length: metresWords(site.radius_m) })),
    make("h2", {}, say("go_there")),
    make("div", { className: "f-apps" }, ...page.map_apps.map((/** @type {any} */ each) => appLink(each, site))),
    make("h2", {}, say("what_it_is")),
    site.finding && make("p", {}, site.finding),
    make("p", { className: "hint" }, site.place),
    make("h2", {}, say("how_it_looked")),
    earlier(app, site, begin),
    trouble,
    make("div", { className: "f-bottom" }, make("button", { type: "button", on: { click: () => begin("visit") } }, say("begin"))),
  );
}

/**
 * @param {import("../app.js").App} app @param {import("../pack.js").PackSite} site
 * @param {HTMLElement} trouble where it is said that nothing was begun
 * @param {"visit" | "shoot"} screen @param {string} [picture]
 */
async function beginOrSay(app, site, trouble, screen, picture) {
  try {
    const entry = await app.begin(site);
    location.hash = ["#", screen, entry.id, picture].filter(Boolean).join("/");
  } catch (error) {
    trouble.textContent = say(error instanceof FullError ? "full" : "not_saved");
    trouble.scrollIntoView({ block: "center" });
  }
}

const back = () => make("p", { className: "crumb" }, make("a", { href: "#/" }, say("back_to_today")));

/** @param {import("../map_apps.js").MapApp} app @param {import("../pack.js").PackSite} site */
const appLink = (app, site) =>
  make(
    "a",
    { className: "button quiet", href: wayTo(app, site), target: "_blank", rel: "noopener" },
    app.label[language()],
  );

/**
 * @param {import("../app.js").App} app @param {import("../pack.js").PackSite} site
 * @param {(screen: "shoot", picture: string) => void} begin
 */
function earlier(app, site, begin) {
  if (!site.photos.length) return make("p", { className: "hint" }, say("no_earlier"));
  const list = make("ul", { className: "f-pictures" });
  for (const each of site.photos) {
    const words = `${term("photo_role", each.role)} · ${time(each.taken_at)}`;
    const holder = make("div", { className: "f-picture" });
    picture(app.person?.id ?? "", each.id).then((blob) => holder.append(pictureOf(blob, words)));
    const again = make("button", { type: "button", className: "quiet" }, say("same_view"));
    again.addEventListener("click", () => begin("shoot", each.id));
    list.append(make("li", {}, holder, make("p", { className: "hint" }, words), again));
  }
  return list;
}
