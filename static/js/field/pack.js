// @ts-check
/** What the phone takes along: fetched as a whole, pictures after it, used only when complete. */

import { database, keep, kept, withRoom } from "./store.js";
import { ask } from "./outbox/wire.js";
import { sha256 } from "./seal.js";

/** @typedef {{id: string, role: string, taken_at: string, lon: number | null, lat: number | null, accuracy_m: number | null, direction_deg: number | null, magnetic: boolean, bytes: number, sha256: string}} Picture */
/** @typedef {{id: string, code: string, name: string, category: string, status: string, overdue: boolean, drawn?: boolean, deadline: string | null, district: string | null, unit: string | null, place: string, finding: string | null, lon: number, lat: number, radius_m: number | null, geometry: any, inspected_on: string | null, photos: Picture[]}} PackSite */
/** @typedef {{as_of: string, token: string, person: {id: string, name: string, unit: string | null}, sites: PackSite[], total: number, forms: Record<string, any>, districts: any[], anchors: any[], declination_deg: number, size: {sites: number, data_bytes: number, pictures: number, picture_bytes: number}, pictures_here?: number}} Pack */

const AT_ONCE = 4;
const NOBODY = { id: "", csrf: "" };

/** @returns {Promise<Pack | null>} of the person who was here last */
export async function currentPack() {
  const person = await kept("person");
  return person ? ((await kept(`pack:${person.id}`)) ?? null) : null;
}

/**
 * @param {{lon: number, lat: number} | null} center
 * @returns {Promise<Pack>} everything but the pictures
 */
export async function fetchPack(center) {
  const query = center ? `?lon=${center.lon.toFixed(4)}&lat=${center.lat.toFixed(4)}` : "";
  const { json } = await ask(NOBODY, "GET", `/api/field/pack${query}`);
  if (!json?.as_of) throw new Error("portal");
  return json;
}

/**
 * Keep a pack and fetch the pictures that are not here yet. The pack counts at once; a picture
 * that does not come is left for the next time.
 *
 * @param {Pack} pack
 * @param {(done: number, of: number) => void} progress
 * @returns {Promise<Pack>} with how many of its pictures are here
 */
export async function takeAlong(pack, progress) {
  const { id } = pack.person;
  await leaveOthers(id);
  await withRoom(async () => {
    await keep(`pack:${id}`, pack);
    await keep("person", pack.person);
  });
  const wanted = new Map(pack.sites.flatMap((site) => site.photos).map((each) => [each.id, each]));
  const here = await tidied(id, wanted);
  const queue = [...wanted.values()].filter((each) => !here.has(each.id));
  let done = wanted.size - queue.length;
  progress(done, wanted.size);
  const fetchSome = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (await fetchPicture(id, next)) done++;
      progress(done, wanted.size);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchSome));
  const complete = { ...pack, pictures_here: done };
  await keep(`pack:${id}`, complete);
  return complete;
}

/** @param {string} person @param {Picture} picture @returns {Promise<boolean>} */
async function fetchPicture(person, picture) {
  const response = await fetch(`/api/photos/${picture.id}/thumb`).catch(() => null);
  if (!response?.ok) return false;
  const blob = await response.blob();
  if ((await sha256(blob)) !== picture.sha256) return false;
  await withRoom(async () => (await database()).put("pictures", { ...picture, person, blob }));
  return true;
}

/**
 * Throw away pictures that are wanted no more.
 *
 * @param {string} person @param {Map<string, Picture>} wanted
 * @returns {Promise<Set<string>>} those that are here
 */
async function tidied(person, wanted) {
  const db = await database();
  const tx = db.transaction("pictures", "readwrite");
  const here = new Set();
  for (const row of await tx.store.index("person").getAll(person)) {
    if (wanted.get(row.id)?.sha256 === row.sha256) here.add(row.id);
    else tx.store.delete([person, row.id]);
  }
  await tx.done;
  return here;
}

/** Whoever used this phone before leaves nothing to read but unsent entries. @param {string} person */
async function leaveOthers(person) {
  const db = await database();
  const tx = db.transaction(["kept", "pictures"], "readwrite");
  for (const key of await tx.objectStore("kept").getAllKeys())
    if (key.startsWith("pack:") && key !== `pack:${person}`) tx.objectStore("kept").delete(key);
  for (const key of await tx.objectStore("pictures").getAllKeys())
    if (key[0] !== person) tx.objectStore("pictures").delete(key);
  await tx.done;
}

/**
 * Throw away all earlier photos of a person: they can be fetched again, what is in the outbox cannot.
 *
 * @param {string} person
 * @returns {Promise<number>} bytes that are free now
 */
export async function dropPictures(person) {
  const db = await database();
  const tx = db.transaction("pictures", "readwrite");
  let bytes = 0;
  for (const row of await tx.store.index("person").getAll(person)) {
    bytes += row.blob.size;
    tx.store.delete([person, row.id]);
  }
  await tx.done;
  return bytes;
}

/** @param {string} person @param {string} id @returns {Promise<Blob | null>} */
export async function picture(person, id) {
  return (await (await database()).get("pictures", [person, id]))?.blob ?? null;
}
