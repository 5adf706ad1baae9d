// @ts-check
/**
 * The small map of one site: the sheet behind, each layer of position with its radius, and where
 * photos were taken.
 */

/* global L */

import { Boxes } from "../sheet/boxes.js";
import { ConeLayer } from "../sheet/cones.js";
import { page } from "../sheet/page.js";
import { MapSheet } from "../sheet/sheet.js";
import { token } from "../sheet/tokens.js";

/** @typedef {{code: string, geometry: object, lon: number, lat: number, radius_m: number, schematic: boolean, current: boolean}} Layer */

const POINT = 9; // pixels around a point
const COARSE_M = 300; // a wider circle is dashed: the position is still to be confirmed

/**
 * @param {any} map Leaflet map of the page
 * @param {import("../sheet/cones.js").PhotoPoint[]} photos
 */
export async function showPlace(map, photos) {
  const sheet = new MapSheet(map);
  const drawn = L.layerGroup().addTo(map);
  const layers = /** @type {Layer[]} */ (/** @type {any} */ (page).positions);
  const { walks } = /** @type {{walks: [number, number][][]}} */ (/** @type {any} */ (page));
  const draw = () => {
    drawn.clearLayers();
    for (const layer of layers) drawLayer(sheet, drawn, layer);
    for (const walk of walks) drawWalk(sheet, drawn, walk);
  };
  sheet.obstacles = () => obstacles(sheet, layers);
  sheet.onRedraw(draw);
  draw();
  new ConeLayer(sheet).set(photos);
  await sheet.load();
}

/** @param {MapSheet} sheet @param {any} drawn group of Leaflet @param {Layer} layer */
function drawLayer(sheet, drawn, layer) {
  const colour = token(layer.current ? "--accent" : "--line-strong");
  const opacity = layer.current ? 1 : 0.6;
  const at = sheet.latLng(layer.lon, layer.lat);
  if (layer.radius_m) {
    L.circle(at, {
      radius: layer.radius_m,
      color: colour,
      weight: 1,
      opacity,
      dashArray: layer.radius_m > COARSE_M ? "4 5" : undefined,
      fillColor: colour,
      fillOpacity: layer.current ? 0.06 : 0,
      interactive: false,
    }).addTo(drawn);
  }
  L.geoJSON(layer.geometry, {
    interactive: false,
    /** @param {[number, number]} position */
    coordsToLatLng: (position) => sheet.latLng(position[0], position[1]),
    style: {
      color: colour,
      weight: 2.5,
      opacity,
      fillOpacity: 0.08,
      dashArray: layer.schematic ? "6 5" : undefined,
    },
    /** @param {unknown} _feature @param {unknown} position */
    pointToLayer: (_feature, position) =>
      L.circleMarker(position, {
        radius: layer.current ? 6 : 4,
        color: token("--sheet"),
        weight: 1.5,
        fillColor: colour,
        fillOpacity: opacity,
      }),
  }).addTo(drawn);
}

/** A walk as a line of its own kind: dots, on paper. @param {MapSheet} sheet @param {any} drawn @param {[number, number][]} walk */
function drawWalk(sheet, drawn, walk) {
  const line = walk.map(([lon, lat]) => sheet.latLng(lon, lat));
  const style = { interactive: false, className: "walk" };
  L.polyline(line, { ...style, color: token("--sheet"), weight: 6, opacity: 0.8 }).addTo(drawn);
  L.polyline(line, { ...style, color: token("--ink"), weight: 3, dashArray: "1 6" }).addTo(drawn);
}

/** Names of the base keep off the points. @param {MapSheet} sheet @param {Layer[]} layers */
function obstacles(sheet, layers) {
  const taken = new Boxes();
  for (const { lon, lat } of layers) {
    const { x, y } = sheet.point(lon, lat);
    taken.take(x - POINT, y - POINT, 2 * POINT, 2 * POINT);
  }
  return taken;
}
