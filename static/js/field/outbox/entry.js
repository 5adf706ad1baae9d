// @ts-check
/**
 * Entries of the outbox: an inspection from its first touch until the server has it.
 *
 * An entry is one row with a UUID made here; its photos are rows of their own. Each change is one
 * transaction that reads the newest row first, so that two tabs do not undo each other.
 */

import { withReserve } from "../reserve.js";
import { alone, database, keep, kept, STRICT } from "../store.js";
import { rounded, seal, sha256, wallClock } from "../seal.js";

/** @typedef {import("../seal.js").Fix} Fix */

/**
 * @typedef {object} Shot what an entry knows of one of its photos
 * @property {string} id
 * @property {string} role
 * @property {string} sha256
 * @property {number} size
 * @property {string} name
 * @property {Fix | null} fix
 * @property {import("../seal.js").Seal | null} seal
 * @property {boolean} external taken elsewhere: gallery, another camera program
 * @property {number} sent bytes that the server has, as far as is known
 */

/**
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} person
 * @property {{id: string, code: string, name: string, category: string}} site
 * @property {{name: string, unit: string | null}} by
 * @property {"draft" | "ready" | "attention"} state
 * @property {string} visited_at
 * @property {number | null} form_version
 * @property {Record<string, any>} answers
 * @property {string} note
 * @property {Fix | null} fix
 * @property {Fix[]} [track] the walk, where it was asked for
 * @property {string | null} token
 * @property {Shot[]} photos
 * @property {boolean} arrived the server knows of it
 * @property {number} tries
 * @property {number} next_at milliseconds: not before, unless something changed
 * @property {{code: string, message: string} | null} fault why it needs attention, or was not sent
 * @property {string} changed_at
 */

const CHANNEL = "geo-app-field";
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(CHANNEL) : null;
/** @type {Set<(news: any) => void>} */
const listeners = new Set();
channel?.addEventListener("message", ({ data }) => listeners.forEach((listen) => listen(data)));

/** Hear of changes to entries, from this tab, others and the worker. @param {(news: any) => void} listen */
export function onNews(listen) {
  listeners.add(listen);
  return () => listeners.delete(listen);
}

/** @param {any} news */
export function tell(news) {
  channel?.postMessage(news);
  listeners.forEach((listen) => listen(news));
}

/**
 * @param {{id: string, name: string, unit: string | null}} person
 * @param {{id: string, code: string, name: string, category: string}} site
 * @param {number | null} formVersion
 * @param {string | null} token
 * @returns {Promise<Entry>} the draft of this site that is open, else a new one
 */
export async function draftOf(person, site, formVersion, token) {
  // two tabs that begin at the same moment begin one visit
  return alone(`draft:${person.id}`, async () => {
    const mine = await entriesOf(person.id);
    const open = mine.find((each) => each.site.id === site.id && each.state === "draft");
    return open ?? (await newDraft(person, site, formVersion, token));
  });
}

/**
 * @param {{id: string, name: string, unit: string | null}} person
 * @param {{id: string, code: string, name: string, category: string}} site
 * @param {number | null} formVersion @param {string | null} token @returns {Promise<Entry>}
 */
async function newDraft(person, site, formVersion, token) {
  const now = wallClock();
  /** @type {Entry} */
  const entry = {
    id: crypto.randomUUID(),
    person: person.id,
    by: { name: person.name, unit: person.unit },
    site: { id: site.id, code: site.code, name: site.name, category: site.category },
    state: "draft",
    visited_at: now,
    form_version: formVersion,
    answers: {},
    note: "",
    fix: null,
    token,
    photos: [],
    arrived: false,
    tries: 0,
    next_at: 0,
    fault: null,
    changed_at: now,
  };
  await withReserve(async () => {
    const db = await database();
    const tx = db.transaction("entries", "readwrite", STRICT);
    await Promise.all([tx.store.put(entry), tx.done]);
  });
  tell({ type: "entry", id: entry.id });
  return entry;
}

/** @param {string} person @returns {Promise<Entry[]>} the newest first */
export async function entriesOf(person) {
  const found = await (await database()).getAllFromIndex("entries", "person", person);
  return found.sort((/** @type {Entry} */ a, /** @type {Entry} */ b) =>
    b.visited_at.localeCompare(a.visited_at),
  );
}

/** How many wait here for somebody else. @param {string | null} person */
export async function othersWaiting(person) {
  const db = await database();
  const all = await db.count("entries");
  return person === null ? all : all - (await db.countFromIndex("entries", "person", person));
}

/** @param {string} id @param {string} person @returns {Promise<Entry | null>} */
export async function entry(id, person) {
  const found = await (await database()).get("entries", id);
  return found?.person === person ? found : null;
}

/** Thrown where a visit was handed over, in another tab: what is being sent stands still. */
export class HandedOverError extends Error {}

/** @param {Entry | undefined} row @returns {Entry} a row that may be changed by the person */
function editable(row) {
  if (!row || row.state === "ready") throw new HandedOverError();
  return row;
}

/**
 * Change what a person has written; only while the entry is not handed over.
 *
 * @param {string} id @param {(entry: Entry) => void} write
 * @throws {HandedOverError} it waits to be sent, or has left
 */
export const write = (id, write) => change(id, (row) => write(editable(row)), { quiet: true, must: true });

/**
 * Change an entry; null where it has left meanwhile.
 *
 * @param {string} id
 * @param {(entry: Entry) => void} change
 * @param {{quiet?: boolean, must?: boolean}} [options] ``must``: that it has left is an error
 * @returns {Promise<Entry | null>}
 */
export async function change(id, change, { quiet = false, must = false } = {}) {
  const changed = await withReserve(async () => {
    const db = await database();
    const tx = db.transaction("entries", "readwrite", STRICT);
    const row = await tx.store.get(id);
    if (must) editable(row);
    if (!row) return null;
    change(row);
    row.changed_at = wallClock();
    await Promise.all([tx.store.put(row), tx.done]);
    return row;
  });
  if (!quiet) tell({ type: "entry", id });
  return changed;
}

/** Both clocks, as they are sealed. @returns {{wall: string, mono_ms: number}} */
export const momentNow = () => ({ wall: wallClock(), mono_ms: Math.round(performance.now()) });

/**
 * @typedef {object} About what is known of a photo when it is taken
 * @property {string} role
 * @property {string} name
 * @property {Fix | null} fix
 * @property {boolean} external
 * @property {{wall: string, mono_ms: number}} moment of the shutter
 */

/**
 * Put a photo into an entry: its bytes, what was sealed and the next link of the chain, all or none.
 *
 * @param {Entry} into
 * @param {Blob} file
 * @param {About} about
 * @returns {Promise<Shot>}
 * @throws {HandedOverError} the visit was handed over meanwhile
 */
export async function addShot(into, file, about) {
  // a file of the gallery may change or go: what is sealed is what is kept
  const blob = new Blob([await file.arrayBuffer()], { type: file.type });
  const digest = await sha256(blob);
  const fix = about.fix && rounded(about.fix);
  /** @type {Shot} */
  const shot = {
    id: crypto.randomUUID(),
    role: about.role,
    sha256: digest,
    size: blob.size,
    name: about.name,
    fix,
    seal: null,
    external: about.external,
    sent: 0,
  };
  // two tabs must not hang two photos on the same link
  await alone(`chain:${into.person}`, async () => {
    const head = await chainHead(into.person, into.token);
    if (head) shot.seal = await seal({ ...shot, fix }, { ...about.moment, previous: head });
    await withReserve(() => keepShot(into, shot, blob));
  });
  tell({ type: "entry", id: into.id });
  return shot;
}

/** @param {Entry} into @param {Shot} shot @param {Blob} blob */
async function keepShot(into, shot, blob) {
  const db = await database();
  const tx = db.transaction(["entries", "shots", "kept"], "readwrite", STRICT);
  const entries = tx.objectStore("entries");
  const row = editable(await entries.get(into.id));
  row.photos.push(shot);
  row.changed_at = wallClock();
  const bytes = { id: shot.id, entry: into.id, person: into.person, blob };
  const writes = [entries.put(row), tx.objectStore("shots").put(bytes)];
  if (shot.seal)
    writes.push(
      tx.objectStore("kept").put({ token: into.token, hash: shot.seal.hash }, `chain:${into.person}`),
    );
  await Promise.all([...writes, tx.done]);
}

/**
 * What the next link names: the link before of the same token, else the token itself.
 *
 * @param {string} person @param {string | null} token
 * @returns {Promise<string | null>} null: there is no token, so nothing to begin with
 */
async function chainHead(person, token) {
  if (!token) return null;
  const head = await kept(`chain:${person}`);
  return head?.token === token ? head.hash : sha256(token);
}

/** @param {string} id @returns {Promise<Blob | null>} */
export async function shotBytes(id) {
  return (await (await database()).get("shots", id))?.blob ?? null;
}

/** @param {string} entryId @param {string} shotId @throws {HandedOverError} */
export async function dropShot(entryId, shotId) {
  const db = await database();
  const tx = db.transaction(["entries", "shots"], "readwrite", STRICT);
  const row = editable(await tx.objectStore("entries").get(entryId));
  row.photos = row.photos.filter((/** @type {Shot} */ each) => each.id !== shotId);
  await Promise.all([
    tx.objectStore("entries").put(row),
    tx.objectStore("shots").delete(shotId),
    tx.done,
  ]);
  tell({ type: "entry", id: entryId });
}

/**
 * Take an entry out: the server has it, or the person throws it away.
 *
 * @param {Entry} gone
 * @param {boolean} sent
 * @returns {Promise<boolean>} false: it is not what was sent any more, and stays
 */
export async function remove(gone, sent) {
  const db = await database();
  const tx = db.transaction(["entries", "shots"], "readwrite", STRICT);
  const row = await tx.objectStore("entries").get(gone.id);
  if (sent && row && row.changed_at !== gone.changed_at && !sameContent(row, gone)) return false;
  tx.objectStore("entries").delete(gone.id);
  for (const key of await tx.objectStore("shots").index("entry").getAllKeys(gone.id))
    tx.objectStore("shots").delete(key);
  await tx.done;
  if (sent) {
    const key = `sent:${gone.person}`;
    const before = (await kept(key)) ?? [];
    const line = { id: gone.id, site: gone.site, photos: gone.photos.length, at: wallClock() };
    await keep(key, [line, ...before.filter((/** @type {any} */ e) => e.id !== gone.id)].slice(0, 50));
  }
  tell({ type: sent ? "sent" : "removed", id: gone.id, site: gone.site });
  return true;
}

/** Whether two readings of an entry say the same of the visit. @param {Entry} one @param {Entry} other */
function sameContent(one, other) {
  const told = (/** @type {Entry} */ { answers, note, track, photos }) =>
    JSON.stringify([answers, note, track ?? [], photos.map(({ id, role }) => [id, role])]);
  return told(one) === told(other);
}
