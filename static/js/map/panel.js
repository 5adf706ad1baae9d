// @ts-check
/** The panel: figures of what is in view, the list, the unlocated. */

import { byId, make } from "../sheet/dom.js";
import { page, say } from "../sheet/page.js";
import { siteGroup, siteRow } from "./rows.js";

/** @typedef {import("./sites.js").Site} Site */

const LONGEST = 400; // rows; more nobody reads, and the page stays quick
const DONE = ["verified", "closed"];
const ANNOUNCE_MS = 700;

export class Panel {
  /** @param {{pick: (id: string) => void, hover: (id: string | null) => void, unlocated: () => void, clear: () => void}} listener */
  constructor(listener) {
    this.listener = listener;
    this.figures = byId("figures");
    this.notOnMap = byId("not-on-map");
    this.notOnMap.addEventListener("click", (/** @type {Event} */ event) => {
      event.preventDefault();
      listener.unlocated();
    });
    this.figures.removeAttribute("aria-live"); // it changes with each step of a pan; the announcer waits
    this.list = byId("site-list");
    this.unlocated = byId("unlocated-list");
    this.list.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const id = rowOf(event.target)?.dataset.site;
      if (!id || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      listener.pick(id);
    });
    for (const type of ["mouseover", "focusin"]) {
      this.list.addEventListener(type, (/** @type {Event} */ event) =>
        listener.hover(rowOf(event.target)?.dataset.site ?? null),
      );
    }
    for (const type of ["mouseleave", "focusout"])
      this.list.addEventListener(type, () => listener.hover(null));
  }

  /** @param {import("./sites.js").Found} found @param {boolean} filtered */
  show({ sites, shown, total }, filtered) {
    const located = sites.filter(({ properties }) => properties.located);
    const others = sites.filter(({ properties }) => !properties.located);
    this.list.replaceChildren(...located.slice(0, LONGEST).map(siteRow));
    this.unlocated.replaceChildren(
      ...sameNamed(others.slice(0, LONGEST)).map((same) =>
        same.length > 1 ? siteGroup(same) : siteRow(same[0]),
      ),
    );
    const first = byId("no-sites"); // nothing was read in yet: its own words, its own next step
    first.hidden = filtered || sites.length > 0;
    if (!located.length && first.hidden) this.list.append(this.#nothing(filtered));
    const more = located.length - LONGEST;
    if (more > 0)
      this.list.append(make("li", { className: "empty" }, say("more_sites", { n: more })));
    byId("unlocated-count").textContent = String(others.length);
    this.unlocated.parentElement.hidden = !others.length;
    this.notOnMap.querySelector("span").textContent = say("unlocated_sites_n", {
      n: others.length,
    });
    byId("shown").textContent =
      shown < total ? say("shown_of", { shown, total }) : String(located.length);
  }

  /** In place of a list without sites: why, and the next step. @param {boolean} filtered */
  #nothing(filtered) {
    const clear = { type: "button", className: "link", on: { click: () => this.listener.clear() } };
    return make(
      "li",
      { className: "empty" },
      say(filtered ? "no_match" : "none_located"),
      " ",
      filtered && make("button", clear, say("clear_filters")),
    );
  }

  /** Figures of what the window shows, and which rows are in it. @param {Site[]} inView */
  count(inView) {
    const claimed = inView.filter(({ properties }) => properties.status === "claimed").length;
    const verified = inView.filter(({ properties }) => DONE.includes(properties.status)).length;
    this.figures.replaceChildren(
      figure("in_view", inView.length, "all"),
      figure("claimed_n", claimed, "claimed"),
      figure("verified_n", verified, "verified"),
    );
    const ids = new Set(inView.map(({ id }) => id));
    for (const row of this.list.children) {
      if (row.dataset.site) row.classList.toggle("elsewhere", !ids.has(row.dataset.site));
    }
    clearTimeout(this.pause);
    this.pause = setTimeout(
      () => announce(say("count_announce", { n: inView.length })),
      ANNOUNCE_MS,
    );
  }

  /** @param {string | null} id */
  select(id) {
    for (const row of this.list.children) {
      const link = row.querySelector(".site-link");
      if (!link) continue;
      const chosen = row.dataset.site === id;
      row.classList.toggle("chosen", chosen);
      if (chosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      if (chosen && byId("panel").dataset.height !== "low")
        row.scrollIntoView({ block: "nearest" });
    }
  }

  /** Put the cursor on the row of a site. @param {string} id */
  focus(id) {
    this.list
      .querySelector(`[data-site="${CSS.escape(id)}"] .site-link`)
      ?.focus({ preventScroll: true });
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
  }

  hush() {
    document.querySelector(".panel-error")?.remove();
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
    make("b", {}, String(n)),
    after,
  );
}

/** Say something to a screen reader. @param {string} sentence */
export function announce(sentence) {
  byId("announcer").textContent = sentence;
}
