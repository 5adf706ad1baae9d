// @ts-check
/** The last resort: an unsent visit as a file, which `geo-app inspection record` takes in. */

import { asDraft } from "./send.js";
import { shotBytes } from "./entry.js";

/** @typedef {import("./entry.js").Entry} Entry */

/**
 * @param {Entry} entry
 * @returns {Promise<{name: string, blob: Blob}>} zip: ``visit.json``, and ``photos/`` in its order
 */
export async function parcel(entry) {
  const { downloadZip } = await import("client-zip");
  const visit = { ...asDraft(entry), inspector: entry.by };
  const files = [{ name: "visit.json", input: /** @type {any} */ (JSON.stringify(visit, null, 1)) }];
  for (const [index, shot] of entry.photos.entries()) {
    const input = await shotBytes(shot.id);
    const number = String(index + 1).padStart(3, "0");
    if (input) files.push({ name: `photos/${number}-${shot.name}`, input });
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
