// @ts-check
/** Lines of the lists, made from the row that the server's pages use too. */

import { byId, categoryGlyph, make, statusMark } from "../sheet/dom.js";
import { page, say, term } from "../sheet/page.js";
import { isOverridden } from "../tiles/to_marks.js";

/** @typedef {import("./sites.js").Site} Site */

/** @param {Site} site @returns {string} address of its own page */
export const siteUrl = (site) => page.urls.site.replace("__ID__", encodeURIComponent(site.id));

/**
 * @param {Site} site
 * @returns {HTMLLIElement}
 */
export function siteRow(site) {
  const { properties } = site;
  const row = byId("site-row-template").content.firstElementChild.cloneNode(true);
  const part = (/** @type {string} */ name) => row.querySelector(`.${name}`);
  const nowhere = properties.unlocated ?? !properties.located; // a file may hide what is known
  const shown = nowhere ? "unlocated" : properties.status;
  row.dataset.site = site.id;
  part("site-link").href = siteUrl(site);
  part("mark").dataset.status = shown;
  part("mark").querySelector("use").setAttribute("href", `#status-${shown}`);
  part("site-name").textContent = properties.name;
  part("site-status").textContent = term("status", properties.status);
  part("site-overdue").hidden = !properties.overdue;
  part("site-overridden").hidden = !isOverridden(site);
  const complaints = properties.complaints?.message ?? page.complaints?.[site.id];
  if (complaints) {
    part("site-complaints").textContent = complaints;
    part("site-complaints").hidden = false;
  }
  part("site-district").textContent = properties.district ?? "";
  part("site-where").textContent = nowhere ? "" : whereWords(properties);
  part("site-meta").prepend(
    make(
      "span",
      { className: "site-category" },
      categoryGlyph(properties.category),
      term("category", properties.category),
    ),
  );
  if (nowhere) {
    const reasons = properties.doubts.map(
      (/** @type {{message: string}} */ { message }) => message,
    );
    part("site-link").append(
      make("span", { className: "site-reason" }, reasons[0] ?? say("why_unlocated")),
    );
  }
  return row;
}

/** How well a position is known, as the server's pages say it. @param {Record<string, any>} properties */
export function whereWords({ where, radius_m, schematic }) {
  if (where !== undefined) return where;
  const known = (radius_m ?? null) !== null;
  const about = known && say("radius_about", { length: length(radius_m) });
  return [about, schematic && say("schematic")].filter(Boolean).join(say("comma"));
}

/** @param {number} metres */
const length = (metres) =>
  metres < 1000
    ? say("metres", { n: Math.round(metres) })
    : say("kilometres", { n: (metres / 1000).toFixed(1).replace(/\.0$/, "") });

/**
 * Sites of one name, none of them on the map: the name once, their numbers side by side. The
 * server's pages draw the same (macro ``site_group``).
 *
 * @param {Site[]} sites
 */
export function siteGroup(sites) {
  const [{ properties: first }] = sites;
  const districts = new Set(sites.map(({ properties }) => properties.district).filter(Boolean));
  const members = sites.map((site) =>
    make(
      "li",
      { data: { site: site.id } },
      make(
        "a",
        { href: siteUrl(site) },
        statusMark(site.properties.status),
        site.properties.code,
        make(
          "span",
          { className: "visually-hidden" },
          ` ${term("status", site.properties.status)}`,
        ),
        ...(isOverridden(site)
          ? [" ", make("span", { className: "site-overridden" }, term("status", "overridden"))]
          : []),
      ),
    ),
  );
  return make(
    "li",
    { className: "site-group" },
    make("span", { className: "site-mark" }, statusMark("unlocated")),
    make(
      "p",
      { className: "site-name" },
      `${first.name} `,
      make("span", { className: "times" }, `×${sites.length}`),
    ),
    make(
      "p",
      { className: "site-meta" },
      make(
        "span",
        { className: "site-category" },
        categoryGlyph(first.category),
        term("category", first.category),
      ),
      ...[...districts].map((district) => make("span", {}, district)),
    ),
    make("p", { className: "site-reason" }, first.doubts[0]?.message ?? say("why_unlocated")),
    make("ul", { className: "site-codes" }, ...members),
  );
}
