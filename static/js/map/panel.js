// @ts-check
/** The panel: figures of what is in view, the list, the unlocated. */

import { byId, make } from "../sheet/dom.js";
import { grouped } from "../sheet/numbers.js";
import { page, say } from "../sheet/page.js";
import { siteGroup, siteRow } from "./rows.js";
import { SiteList } from "./site_list.js";

/** @typedef {import("./sites.js").Site} Site */
/** @typedef {import("./shown.js").Shown} Shown */

const ANNOUNCE_MS = 700;
const LONG = 5; // more digits than these take two lines

/**
 * @typedef {object} Listed
 * @property {Site[]} sites most urgent first
 * @property {number} counted those in view that are only counted
 * @property {Set<string> | null} near ids of those in the window, where others are listed too
 * @property {number} [total] how many there are, where the answer was cut
 * @property {boolean} [here] what a crowd holds that no zoom takes apart
 * @property {number} left those that found no room in their tile
 * @property {boolean} filtered
 */

export class Panel {
  /**
   * @param {object} listener
   * @param {(id: string) => void} listener.pick
   * @param {(id: string | null) => void} listener.hover
   * @param {() => void} listener.unlocated
   * @param {() => void} listener.clear the filter
   * @param {() => void} listener.closer zoom in where most are
   * @param {() => void} listener.back from the list of a crowd to that of the window
   */
  constructor(listener) {
    this.listener = listener;
    this.figures = byId("figures");
    this.notOnMap = byId("not-on-map");
    this.notOnMap.addEventListener("click", (/** @type {Event} */ event) => {
      event.preventDefault();
      listener.unlocated();
    });
    this.figures.removeAttribute("aria-live"); // it changes with each step of a pan; the announcer waits
    const list = byId("site-list");
    this.list = new SiteList(list, byId("panel"));
    this.unlocated = byId("unlocated-list");
    list.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const id = rowOf(event.target)?.dataset.site;
      if (!id || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      listener.pick(id);
    });
    for (const type of ["mouseover", "focusin"]) {
      list.addEventListener(type, (/** @type {Event} */ event) =>
        listener.hover(rowOf(event.target)?.dataset.site ?? null),
      );
    }
    for (const type of ["mouseleave", "focusout"])
      list.addEventListener(type, () => listener.hover(null));
  }

  /** @param {Listed} listed */
  show(listed) {
    const { sites, counted, near, total = sites.length + counted } = listed;
    byId("shown").textContent =
      sites.length < total
        ? say("shown_of", { shown: grouped(sites.length), total: grouped(total) })
        : grouped(sites.length);
    const first = byId("no-sites"); // nothing was read in yet: its own words, its own next step
    first.hidden = listed.filtered || page.total > 0;
    this.list.show(sites, near, first.hidden ? this.#notes(listed, total) : []);
  }

  /** The answer is slow: say so where its number will stand. */
  wait() {
    byId("shown").textContent = say("loading");
  }

  /** Lines above the rows: why there are none, or not all. @param {Listed} listed @param {number} total */
  #notes({ sites, counted, left, here, filtered, near }, total) {
    const note = (/** @type {string} */ words, /** @type {Node[]} */ ...buttons) =>
      make("li", { className: "empty" }, words, ...buttons.flatMap((each) => [" ", each]));
    if (here) {
      const back = this.#button("back_to_view", this.listener.back);
      return [note(say("stacked_here", { n: grouped(total) }), back)];
    }
    if (counted)
      return [
        note(
          say("counted_n", { n: grouped(counted) }),
          this.#button("closer", this.listener.closer),
        ),
      ];
    if (left) return [note(say("left_out_n", { n: grouped(left) }))];
    if (sites.length < total) return [note(say("first_n", { n: grouped(sites.length) }))];
    if (sites.length) return [];
    const clear = this.#button("clear_filters", this.listener.clear);
    if (filtered) return [note(say(near ? "no_match" : "no_match_here"), clear)];
    return [note(say("none_here"))];
  }

  /** @param {string} words @param {() => void} act */
  #button(words, act) {
    return make("button", { type: "button", className: "link", on: { click: act } }, say(words));
  }

  /** The unlocated are asked for; where some are listed already they stay for the moment. */
  awaitUnlocated() {
    if (this.unlocated.childElementCount) return;
    this.unlocated.append(make("li", { className: "empty" }, say("loading")));
  }

  /** What is not on the map. @param {Site[]} sites @param {number} total */
  showUnlocated(sites, total) {
    this.unlocated.replaceChildren(
      ...sameNamed(sites).map((same) => (same.length > 1 ? siteGroup(same) : siteRow(same[0]))),
    );
    if (total > sites.length) {
      const more = say("more_sites", { n: grouped(total - sites.length) });
      this.unlocated.append(make("li", { className: "empty" }, more));
    }
    byId("unlocated-count").textContent = grouped(total);
    this.unlocated.parentElement.hidden = !total;
    this.notOnMap.querySelector("span").textContent = say("unlocated_sites_n", {
      n: grouped(total),
    });
  }

  /**
   * Figures of what the window shows; of a search that has found more than is drawn, of all of it.
   *
   * @param {Shown} shown
   * @param {import("./sites.js").Figures | null} [found]
   */
  count(shown, found) {
    const n = found?.located ?? shown.n;
    const { claimed, verified } = found ?? shown;
    const inAll = found ? "found_n" : shown.about ? "in_view_about" : "in_view";
    this.figures.classList.toggle("long", [n, claimed, verified].join("").length > LONG);
    this.figures.replaceChildren(
      figure(inAll, n, "all"),
      figure("claimed_n", claimed, "claimed"),
      figure("verified_n", verified, "verified"),
    );
    if (n === this.counted) return;
    this.counted = n;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => announce(say("count_announce", { n: grouped(n) })), ANNOUNCE_MS);
  }

  /** @param {string | null} id */
  select(id) {
    this.list.select(id, byId("panel").dataset.height !== "low");
  }

  /** Put the cursor on the row of a site. @param {string} id */
  focus(id) {
    this.list.focus(id);
  }

  /** @param {string} reason @param {() => void} again */
  fail(reason, again) {
    this.hush();
    const note = make(
      "div",
      { className: "panel-error", role: "alert" },
      make("p", {}, say("load_failed", { reason })),
      make("button", { type: "button", className: "quiet", on: { click: again } }, say("retry")),
    );
    byId("filters").after(note);
    this.error = note;
  }

  hush() {
    this.error?.remove();
    this.error = undefined;
  }
}

/** @param {any} target @returns {HTMLElement | null} */
const rowOf = (target) => target.closest?.(".site-row");

/** Sites of one name together, in the order of the first. @param {Site[]} sites */
function sameNamed(sites) {
  /** @type {Map<string, Site[]>} */
  const groups = new Map();
  for (const site of sites) {
    const { name } = site.properties;
    groups.set(name, [...(groups.get(name) ?? []), site]);
  }
  return [...groups.values()];
}

/** A figure whose number stands out. @param {string} key @param {number} n @param {string} status */
function figure(key, n, status) {
  const [before, after = ""] = (page.strings[key] ?? "{n}").split("{n}");
  return make(
    "span",
    { className: "figure", data: { status } },
    before,
    make("b", {}, grouped(n)),
    after,
  );
}

/** Say something to a screen reader. @param {string} sentence */
export function announce(sentence) {
  byId("announcer").textContent = sentence;
}
