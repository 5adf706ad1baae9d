// @ts-check
/**
 * A small map of where both pictures were taken: positions, accuracy circles, cones of view, and
 * the site with its radius. Plain SVG over a local plane: good to a pixel over a few kilometres.
 */

import { say } from "../../sheet/page.js";

/** @typedef {import("./comparison.js").ShownPhoto} ShownPhoto */
/** @typedef {{lon: number, lat: number, radius_m: number | null}} Place */

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 360;
const HEIGHT = 240;
const AIR = 34; // pixels between what matters and the edge
const METRES_PER_DEGREE = 111_320; // of latitude
const LEAST_M = 20; // the plot never shows less than this around the middle
const BADGE_OFF = 17; // pixels between a point and its letter
const CONE_PX = 54;
const CONE_DEG = 30; // half of the angle of view of a phone's main camera, about 60° to 70°
const SITE_NEAR_M = 1_500; // a site further off than this is told by words only

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 */
function draw(tag, attributes, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text) element.textContent = text;
  return element;
}

/**
 * @param {HTMLElement} holder emptied first; hidden where neither picture has a position
 * @param {{before: ShownPhoto, after: ShownPhoto, site: Place | null, label: string}} what
 */
export function plot(holder, { before, after, site, label }) {
  const placed = [
    { photo: before, side: "before" },
    { photo: after, side: "after" },
  ].filter(({ photo }) => photo.lon !== null);
  holder.replaceChildren();
  holder.hidden = placed.length === 0;
  if (!placed.length) return;
  const view = new Plane(placed.map(({ photo }) => photo), site);
  const svg = draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": label });
  if (site) svg.append(...siteMarks(site, view));
  for (const { photo, side } of placed) svg.append(...groundMarks(photo, side, view));
  for (const badge of badges(placed, view)) svg.append(...badge);
  svg.append(...scaleBar(view), ...northArrow());
  holder.append(svg);
}

/** A local plane, its pixels square, north up. */
class Plane {
  /** @param {ShownPhoto[]} photos @param {Place | null} site */
  constructor(photos, site) {
    const points = photos.map(({ lon, lat, accuracy_m }) => ({
      lon: /** @type {number} */ (lon),
      lat: /** @type {number} */ (lat),
      room: Math.min(accuracy_m ?? 0, 200),
    }));
    this.lon = points[0].lon;
    this.lat = points[0].lat;
    this.across = METRES_PER_DEGREE * Math.cos((this.lat * Math.PI) / 180);
    if (site && Math.hypot(...this.metres(site)) < SITE_NEAR_M)
      points.push({ ...site, room: Math.min(site.radius_m ?? 0, 60) });
    const xs = points.flatMap((each) => around(this.metres(each)[0], each.room));
    const ys = points.flatMap((each) => around(this.metres(each)[1], each.room));
    this.middle = [middleOf(xs), middleOf(ys)];
    const wide = Math.max(spanOf(xs), 2 * LEAST_M);
    const high = Math.max(spanOf(ys), 2 * LEAST_M);
    this.pixelsPerMetre = Math.min((WIDTH - 2 * AIR) / wide, (HEIGHT - 2 * AIR) / high);
  }

  /** @param {{lon: number, lat: number}} at @returns {[number, number]} metres east and north */
  metres({ lon, lat }) {
    return [(lon - this.lon) * this.across, (lat - this.lat) * METRES_PER_DEGREE];
  }

  /** @param {{lon: number, lat: number}} at */
  pixel(at) {
    const [east, north] = this.metres(at);
    return {
      x: WIDTH / 2 + (east - this.middle[0]) * this.pixelsPerMetre,
      y: HEIGHT / 2 - (north - this.middle[1]) * this.pixelsPerMetre,
    };
  }
}

/** @param {number} value @param {number} room */
const around = (value, room) => [value - room, value + room];
/** @param {number[]} values */
const middleOf = (values) => (Math.min(...values) + Math.max(...values)) / 2;
/** @param {number[]} values */
const spanOf = (values) => Math.max(...values) - Math.min(...values);

/** @param {Place} site @param {Plane} view */
function siteMarks(site, view) {
  const { x, y } = view.pixel(site);
  const r = (site.radius_m ?? 0) * view.pixelsPerMetre;
  return [
    draw("circle", { class: "plot-site-radius", cx: x, cy: y, r }),
    draw("path", { class: "plot-site", d: `M${x - 6} ${y}h12M${x} ${y - 6}v12` }),
  ];
}

/** Accuracy, view and point of a photo. @param {ShownPhoto} photo @param {string} side @param {Plane} view */
function groundMarks(photo, side, view) {
  const { x, y } = view.pixel(/** @type {any} */ (photo));
  const marks = [];
  if (photo.accuracy_m)
    marks.push(
      draw("circle", {
        class: "plot-accuracy",
        "data-side": side,
        cx: x,
        cy: y,
        r: photo.accuracy_m * view.pixelsPerMetre,
      }),
    );
  if (photo.direction_deg !== null)
    marks.push(
      draw("path", {
        class: "plot-cone",
        "data-side": side,
        "data-north": photo.direction_ref === "M" ? "magnetic" : "true",
        d: cone(x, y, photo.direction_deg),
      }),
    );
  marks.push(draw("circle", { class: "plot-point", "data-side": side, cx: x, cy: y, r: 3.5 }));
  return marks;
}

/**
 * Letters beside the points: one to the left, the other to the right, so that they stay apart
 * also where both pictures were taken from one spot.
 *
 * @param {{photo: ShownPhoto, side: string}[]} placed
 * @param {Plane} view
 */
function badges(placed, view) {
  const spots = placed.map(({ photo, side }) => ({ side, ...view.pixel(/** @type {any} */ (photo)) }));
  spots.sort((a, b) => a.x - b.x);
  return spots.map(({ side, x, y }, i) => {
    const at = x + (i ? BADGE_OFF : -BADGE_OFF);
    return [
      draw("circle", { class: "plot-badge", "data-side": side, cx: at, cy: y, r: 9 }),
      draw(
        "text",
        { class: "plot-letter", x: at, y: y + 4 },
        side === "before" ? say("before_letter") : say("after_letter"),
      ),
    ];
  });
}

/** @param {number} x @param {number} y @param {number} direction degrees from north */
function cone(x, y, direction) {
  const corner = (/** @type {number} */ turn) => {
    const angle = ((direction + turn) * Math.PI) / 180;
    return `${x + CONE_PX * Math.sin(angle)} ${y - CONE_PX * Math.cos(angle)}`;
  };
  return `M${x} ${y}L${corner(-CONE_DEG)}A${CONE_PX} ${CONE_PX} 0 0 1 ${corner(CONE_DEG)}Z`;
}

/** A round length near a quarter of the width. @param {Plane} view */
function scaleBar(view) {
  const most = WIDTH / 4 / view.pixelsPerMetre;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = [5, 2, 1].map((each) => each * power).find((each) => each <= most) ?? power;
  const length = metres * view.pixelsPerMetre;
  const y = HEIGHT - 12;
  const words = metres < 1000 ? say("metres", { n: metres }) : say("kilometres", { n: metres / 1000 });
  return [
    draw("path", { class: "plot-scale", d: `M12 ${y - 5}v5h${length}v-5` }),
    draw("text", { class: "plot-words", x: 18 + length, y }, words),
  ];
}

function northArrow() {
  return [
    draw("path", { class: "plot-north", d: `M${WIDTH - 20} 34l5 -20l5 20l-5 -5z` }),
    draw("text", { class: "plot-words plot-north-word", x: WIDTH - 15, y: 48 }, say("north")),
  ];
}
