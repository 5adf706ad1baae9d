// @ts-check
/** The form of a tip: a tap on the map fills in the place, fields that are typed move the mark. */

/* global L */

import { MapSheet } from "../sheet/sheet.js";
import { token } from "../sheet/tokens.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector(".tip-form"));
const sheet = new MapSheet(/** @type {any} */ (window).map_sheet);
const drawn = L.layerGroup().addTo(sheet.map);

/** @param {string} name @returns {HTMLInputElement} */
const field = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

function draw() {
  drawn.clearLayers();
  const texts = [field("lon").value.trim(), field("lat").value.trim()];
  const [lon, lat] = texts.map(Number);
  if (!texts[0] || !texts[1] || !(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return;
  L.circleMarker(sheet.latLng(lon, lat), {
    radius: 8,
    color: token("--sheet"),
    weight: 2,
    fillColor: token("--accent"),
    fillOpacity: 1,
    interactive: false,
  }).addTo(drawn);
}

sheet.map.on("click", (/** @type {any} */ { latlng }) => {
  const [lon, lat] = sheet.lonLat(latlng);
  field("lon").value = lon.toFixed(5);
  field("lat").value = lat.toFixed(5);
  draw();
});
for (const name of ["lon", "lat"]) field(name).addEventListener("input", draw);
sheet.onRedraw(draw);
draw();
await sheet.load();
document.body.dataset.ready = "yes";
