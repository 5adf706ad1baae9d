// @ts-check
/** The map in one file: everything is in the page, nothing is asked for. */

import { BottomSheet } from "../map/bottom_sheet.js";
import { SiteList } from "../map/site_list.js";
import { byId, make } from "../sheet/dom.js";
import { tally } from "../sheet/donut.js";
import { boxOf, paths } from "../sheet/geometry.js";
import { MarksLayer } from "../sheet/marks.js";
import { page, say } from "../sheet/page.js";
import { MapSheet } from "../sheet/sheet.js";
import { toMark, toMarks } from "../tiles/to_marks.js";
import { FileCard } from "./card.js";

/** @typedef {import("../map/sites.js").Site} Site */

/** @type {{features: Site[], outlines: any[], by_district: boolean}} */
const file = /** @type {any} */ (page);
const SOUGHT = ["name", "code", "district", "accounting_unit", "responsible_unit", "words"];
const BESIDE_PX = 8; // from the edge of the map to the card of what has no mark

/** @param {Site} site @param {string[]} words all of which it must hold */
function holds({ properties }, words) {
  const text = SOUGHT.map((name) => properties[name] ?? "")
    .join("\n")
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

class MapFile {
  constructor() {
    this.sheet = new MapSheet(/** @type {any} */ (window).map_sheet);
    this.sheet.base.setDistricts(file.outlines);
    this.bottom = new BottomSheet();
    this.search = byId("search");
    this.form = byId("filters");
    /** Only these, because somebody opened a ring. @type {{ids: Set<string>, words: string} | null} */
    this.ring = null;
    /** @type {string | null} */
    this.selected = null;
    this.marks = new MarksLayer(this.sheet, {
      pick: (id) => this.pick(id),
      stay: (crowd) =>
        this.open(crowd.sites ?? [], say("stacked", { n: crowd.sites?.length ?? 0 })),
      ...(file.by_district && {
        enter: (/** @type {any} */ { name, sites }) =>
          this.open(sites, say("in_district", { name, n: sites.length })),
      }),
    });
    this.list = new SiteList(byId("site-list"), byId("panel"));
    this.unlocated = new SiteList(byId("unlocated-list"), byId("panel"));
    this.card = new FileCard(this.sheet, {
      close: () => this.pick(null),
      zoomTo: (id) => this.zoomTo(id),
      position: (id) => this.marks.position(id) ?? this.edge(),
    });
    this.form.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
    this.form.addEventListener("input", () => this.filter());
    for (const id of ["site-list", "unlocated-list"]) this.listen(byId(id));
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.selected) this.pick(null);
    });
    addEventListener("beforeprint", () => {
      this.list.whole();
      this.unlocated.whole();
    });
    this.filter();
    this.sheet.goHome({ animate: false });
    document.body.dataset.ready = "yes";
  }

  /** Where the card of a site without a mark stands: layer pixels. */
  edge() {
    const { map } = this.sheet;
    return map.containerPointToLayerPoint([BESIDE_PX, map.getSize().y / 2]);
  }

  /** @param {HTMLElement} list */
  listen(list) {
    const idOf = (/** @type {any} */ event) => event.target.closest("[data-site]")?.dataset.site;
    list.addEventListener("click", (event) => {
      const id = idOf(event);
      if (!id) return;
      event.preventDefault();
      this.pick(id, true);
    });
    for (const type of ["mouseover", "focusin"])
      list.addEventListener(type, (event) => this.marks.hover(idOf(event) ?? null));
    for (const type of ["mouseleave", "focusout"])
      list.addEventListener(type, () => this.marks.hover(null));
  }

  /** Show what answers search and legend. */
  filter() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = new FormData(this.form).getAll("status");
    const statuses = chosen.filter((code) => code !== "overdue");
    const late = chosen.includes("overdue");
    const found = file.features.filter((site) => {
      const { status, overdue } = site.properties;
      return (
        (!statuses.length || statuses.includes(status)) &&
        (!late || overdue) &&
        (!this.ring || this.ring.ids.has(site.id)) &&
        holds(site, words)
      );
    });
    const placed = found.filter(({ properties }) => properties.located);
    const listed = found.filter(({ properties }) => !properties.unlocated);
    const others = found.filter(({ properties }) => properties.unlocated);
    this.marks.set(toMarks(placed), file.by_district ? rings(listed) : []);
    const none = listed.length ? [] : [make("li", { className: "empty" }, say("none"))];
    this.list.show(listed, null, none);
    this.unlocated.show(others, null, []);
    byId("shown").textContent = String(listed.length);
    byId("unlocated-count").textContent = String(others.length);
    byId("unlocated").hidden = !others.length;
    this.note();
    byId("announcer").textContent = say("found", { n: found.length });
    if (this.selected && !found.some(({ id }) => id === this.selected)) this.pick(null);
  }

  /** Whose sites are listed, where these are not all. */
  note() {
    const note = byId("list-note");
    note.hidden = !this.ring;
    if (!this.ring) return;
    const again = make(
      "button",
      { type: "button", className: "quiet", on: { click: () => this.everything() } },
      say("all_again"),
    );
    note.replaceChildren(this.ring.words, " ", again);
  }

  /** List what stands in one ring. @param {{id: string}[]} sites @param {string} words */
  open(sites, words) {
    this.ring = { ids: new Set(sites.map(({ id }) => id)), words };
    this.filter();
    this.bottom.raise();
  }

  everything() {
    this.ring = null;
    this.filter();
    this.search.focus();
  }

  /** @param {string | null} id @param {boolean} [fromList] the cursor goes to the card */
  pick(id, fromList = false) {
    const before = this.selected;
    const site = file.features.find((each) => each.id === id);
    this.selected = site ? site.id : null;
    this.list.select(this.selected, !fromList);
    this.unlocated.select(this.selected, !fromList);
    this.marks.select(this.selected, site?.properties.located ? toMark(site) : null);
    if (!site) {
      this.card.close();
      if (before) (this.list.indexOf(before) < 0 ? this.unlocated : this.list).focus(before);
      return;
    }
    this.bottom.lower();
    this.card.open(site);
    const at = this.marks.position(site.id);
    if (at) this.sheet.reveal(at, this.card.coverTop());
    if (fromList) this.card.focus();
    byId("announcer").textContent = say("selected", { name: site.properties.name });
  }

  /** @param {string} id */
  zoomTo(id) {
    this.bottom.lower();
    this.marks.show(id);
  }
}

/** A ring for each district: where nothing says where a site is. @param {Site[]} sites */
function rings(sites) {
  return file.outlines.flatMap(({ geometry, properties }) => {
    const inside = sites.filter((site) => site.properties.district_code === properties.code);
    const box = boxOf(paths(geometry).flat());
    if (!inside.length || !box) return [];
    const [lon, lat] = properties.label;
    const members = inside.map((site) => ({
      id: site.id,
      status: site.properties.status,
      overdue: site.properties.overdue,
    }));
    return [{ lon, lat, ...tally(members), box, sites: members, name: properties.name }];
  });
}

new MapFile();
