// @ts-check
/** The last resort: an unsent visit as a file, for the office to take in (docs/field.md). */

import { asDraft } from "./send.js";
import { shotBytes } from "./entry.js";

/** @typedef {import("./entry.js").Entry} Entry */

/**
 * @param {Entry} entry
 * @returns {Promise<{name: string, blob: Blob}>} zip: ``visit.json`` and ``photos/ID``
 */
export async function parcel(entry) {
  const { downloadZip } = await import("client-zip");
  const visit = { ...asDraft(entry), inspector: entry.by };
  const about = {
    kind: "geo-app visit",
    version: 1,
    visit,
    names: Object.fromEntries(entry.photos.map((shot) => [shot.id, shot.name])),
  };
  const files = [{ name: "visit.json", input: JSON.stringify(about, null, 1) }];
  for (const shot of entry.photos) {
    const blob = await shotBytes(shot.id);
    if (blob) files.push({ name: `photos/${shot.id}`, input: /** @type {any} */ (blob) });
  }
  const blob = await downloadZip(files).blob();
  return { name: `${entry.site.code}-${entry.id.slice(0, 8)}.zip`, blob };
}

/** Hand a file to the browser's downloads. @param {{name: string, blob: Blob}} file */
export function download({ name, blob }) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
