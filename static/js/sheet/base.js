// @ts-check
/**
 * The offline base of the sheet: district tints, borders and names, graticule, named anchors.
 *
 * Over an online base map only the borders stay.
 */

import { Boxes } from "./boxes.js";
import { CanvasPane } from "./canvas.js";
import { boxOf, isArea, paths } from "./geometry.js";
import { windowLines } from "./graticule.js";
import { token } from "./tokens.js";

/** Quiet tints that take turns; neighbours differ. Token and opacity. @type {[string, number][]} */
const TINTS = [
  ["--tint", 0.95],
  ["--mark", 0.55],
  ["--water", 0.26],
  ["--tint", 0.4],
];
const BORDER_DASH = [9, 3, 1.5, 3];
const LINE_STYLES = {
  river: { colour: "--water", width: 3 },
  dike: { colour: "--dike", width: 1.6 },
  road: { colour: "--line-strong", width: 1.2 },
  railway: { colour: "--line-strong", width: 1.2 },
};
/** From which zoom an anchor of a kind is drawn. @type {Record<string, number>} */
const ANCHOR_ZOOM = { township: 9.75, bridge: 12, village: 12, park: 11 };
const OTHER_ANCHORS_ZOOM = 13;
/** How far a name may move up or down from its place, in its own height, where marks stand. */
const SHIFTS = [0, -1.5, 1.5, -3, 3];
const KNOWN_M = 500; // an anchor known better than this is a full dot

/** @param {any[]} features districts @returns {number[]} index of the tint of each */
function tintIndices(features) {
  const vertices = features.map(
    (feature) =>
      new Set(
        paths(feature.geometry)
          .flat()
          .map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`),
      ),
  );
  /** @type {number[]} */
  const chosen = [];
  features.forEach((_feature, i) => {
    const near = chosen.filter((_tint, j) => {
      let shared = 0;
      for (const vertex of vertices[i]) if (vertices[j].has(vertex) && ++shared > 1) return true;
      return false;
    });
    const index = TINTS.findIndex((_tint, tint) => !near.includes(tint));
    chosen.push(index < 0 ? i % TINTS.length : index);
  });
  return chosen;
}

export class Base {
  /** @param {any} sheet MapSheet */
  constructor(sheet) {
    this.sheet = sheet;
    /** @type {any[]} */
    this.districts = [];
    /** @type {any[]} */
    this.anchors = [];
    /** @type {number[]} */
    this.tints = [];
    /** Where names stand, so that names of sites keep off them. */
    this.names = new Boxes();
    this.pane = new CanvasPane(sheet.map, "base", 250, (context, view) => this.draw(context, view));
  }

  /** @param {any[]} features */
  setDistricts(features) {
    this.districts = features;
    this.tints = tintIndices(features);
    this.pane.redraw();
  }

  /** @param {any[]} features */
  setAnchors(features) {
    this.anchors = features;
    this.pane.redraw();
  }

  /** @param {CanvasRenderingContext2D} context @param {import("./canvas.js").View} view */
  draw(context, view) {
    const taken = this.sheet.obstacles();
    this.names = new Boxes();
    this.drawDistricts(context);
    if (!this.sheet.online) {
      this.drawGraticule(context, view);
      this.drawLines(context);
      this.drawNames(context, taken);
    }
    this.drawAnchors(context, view, taken);
  }

  /** @param {any} geometry */
  outline(geometry) {
    const path = new Path2D();
    for (const line of paths(geometry)) {
      line.forEach(([lon, lat], i) => {
        const { x, y } = this.sheet.point(lon, lat);
        if (i) path.lineTo(x, y);
        else path.moveTo(x, y);
      });
      if (isArea(geometry)) path.closePath();
    }
    return path;
  }

  /** @param {CanvasRenderingContext2D} context */
  drawDistricts(context) {
    const outlines = this.districts.map((feature) => this.outline(feature.geometry));
    context.lineJoin = "round";
    if (!this.sheet.online) {
      // a band of shade outside the area, as on printed sheets; the fills cover its inner half
      context.strokeStyle = token("--line");
      context.globalAlpha = 0.55;
      context.lineWidth = 9;
      for (const outline of outlines) context.stroke(outline);
      context.globalAlpha = 1;
      context.fillStyle = token("--sheet");
      for (const outline of outlines) context.fill(outline, "evenodd");
      outlines.forEach((outline, i) => {
        const [name, opacity] = TINTS[this.tints[i]];
        context.globalAlpha = opacity;
        context.fillStyle = token(name);
        context.fill(outline, "evenodd");
      });
      context.globalAlpha = 1;
    }
    context.strokeStyle = token("--district-line");
    context.lineWidth = 1;
    context.setLineDash(BORDER_DASH);
    for (const outline of outlines) context.stroke(outline);
    context.setLineDash([]);
  }

  /** @param {CanvasRenderingContext2D} context @param {import("./canvas.js").View} view */
  drawGraticule(context, { box }) {
    const { lons, lats } = windowLines(this.sheet, 0.3);
    const [lon, lat] = this.sheet.lonLat(this.sheet.map.getCenter());
    context.beginPath();
    for (const each of lons) {
      const x = Math.round(this.sheet.point(each, lat).x) + 0.5;
      context.moveTo(x, box.min.y);
      context.lineTo(x, box.max.y);
    }
    for (const each of lats) {
      const y = Math.round(this.sheet.point(lon, each).y) + 0.5;
      context.moveTo(box.min.x, y);
      context.lineTo(box.max.x, y);
    }
    context.strokeStyle = token("--line-strong");
    context.globalAlpha = 0.22;
    context.lineWidth = 1;
    context.stroke();
    context.globalAlpha = 1;
  }

  /** Rivers, dikes and roads that the bureau drew or imported. @param {CanvasRenderingContext2D} context */
  drawLines(context) {
    for (const { geometry, properties } of this.anchors) {
      const style = /** @type {any} */ (LINE_STYLES)[properties.kind];
      if (!style || !paths(geometry).length) continue;
      context.strokeStyle = token(style.colour);
      context.lineWidth = style.width;
      context.setLineDash(properties.schematic ? [6, 4] : []);
      context.stroke(this.outline(geometry));
    }
    context.setLineDash([]);
  }

  /** @param {CanvasRenderingContext2D} context @param {Boxes} taken */
  drawNames(context, taken) {
    context.textBaseline = "middle";
    context.textAlign = "center";
    for (const { geometry, properties } of this.districts) {
      const box = boxOf(paths(geometry).flat());
      if (!box) continue;
      const low = this.sheet.point(box[0], box[1]);
      const high = this.sheet.point(box[2], box[3]);
      const room = high.x - low.x;
      const size = Math.max(13, Math.min(20, room / 12));
      const signs = [...properties.name];
      const pitch = Math.min(size * 2.1, (room * 0.72) / signs.length);
      if (pitch < size * 1.05) continue; // crowded: the name is left out rather than squeezed
      const width = pitch * signs.length;
      const { x, y: middle } = this.sheet.point(...properties.label);
      const y = SHIFTS.map((shift) => middle + shift * size).find((each) =>
        taken.free(x - width / 2, each - size * 0.7, width, size * 1.4),
      );
      if (y === undefined) continue;
      taken.take(x - width / 2, y - size, width, size * 2);
      this.names.take(x - width / 2, y - size * 0.7, width, size * 1.4);
      context.font = `${size}px ${token("--font")}`;
      context.fillStyle = token("--muted");
      context.globalAlpha = 0.62;
      signs.forEach((sign, i) => {
        context.fillText(sign, x + (i - (signs.length - 1) / 2) * pitch, y);
      });
      context.globalAlpha = 1;
    }
  }

  /** @param {CanvasRenderingContext2D} context @param {import("./canvas.js").View} view @param {Boxes} taken */
  drawAnchors(context, { zoom }, taken) {
    context.font = `11px ${token("--font")}`;
    context.textAlign = "left";
    context.lineWidth = 1;
    for (const { geometry, properties } of this.anchors) {
      if (geometry?.type !== "Point") continue;
      if (zoom < (ANCHOR_ZOOM[properties.kind] ?? OTHER_ANCHORS_ZOOM)) continue;
      const [lon, lat] = geometry.coordinates;
      const { x, y } = this.sheet.point(lon, lat);
      context.beginPath();
      context.arc(x, y, 2, 0, 2 * Math.PI);
      context.strokeStyle = context.fillStyle = token("--muted");
      if (properties.radius_m <= KNOWN_M) context.fill();
      else context.stroke();
      const width = context.measureText(properties.name).width + 10;
      if (!taken.free(x - 4, y - 8, width, 16)) continue;
      taken.take(x - 4, y - 8, width, 16);
      context.strokeStyle = token("--sheet");
      context.lineWidth = 2.5;
      context.strokeText(properties.name, x + 6, y);
      context.fillText(properties.name, x + 6, y);
      context.lineWidth = 1;
    }
  }
}
