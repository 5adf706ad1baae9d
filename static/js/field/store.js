// @ts-check
/**
 * What the phone keeps, in IndexedDB: the pack, earlier photos, entries of the outbox with their
 * photos. Everything carries whose it is; only that person's page reads it.
 *
 * Shared with the service worker, which knows no import map: imports name files.
 */

import { openDB } from "../../vendor/idb/index.js";

const NAME = "geo-app-field";
const VERSION = 1;

/** What was said to be kept is on the disk, not only on its way there. */
export const STRICT = { durability: /** @type {"strict"} */ ("strict") };

/** @type {Promise<any> | null} */
let opened = null;

/** @returns {Promise<any>} the database (idb's IDBPDatabase) */
export function database() {
  opened ??= openDB(NAME, VERSION, {
    upgrade(db) {
      db.createObjectStore("kept");
      const pictures = db.createObjectStore("pictures", { keyPath: ["person", "id"] });
      pictures.createIndex("person", "person");
      const entries = db.createObjectStore("entries", { keyPath: "id" });
      entries.createIndex("person", "person");
      const shots = db.createObjectStore("shots", { keyPath: "id" });
      shots.createIndex("entry", "entry");
    },
    blocking() {
      // a newer page wants to change the tables: let it, and open again when needed
      opened?.then((db) => db.close());
      opened = null;
    },
    terminated() {
      opened = null;
    },
  });
  opened.catch(() => (opened = null));
  return opened;
}

/** @param {string} key @returns {Promise<any>} */
export const kept = async (key) => (await database()).get("kept", key);

/** @param {string} key @param {any} value */
export const keep = async (key, value) => void (await (await database()).put("kept", value, key));

/** @param {string} key */
export const forget = async (key) => void (await (await database()).delete("kept", key));

/** Thrown where the phone has no room: what was to be kept is not. */
export class FullError extends Error {}

/**
 * Do something that writes; a lack of room has a name of its own.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withRoom(work) {
  try {
    return await work();
  } catch (error) {
    const name = /** @type {any} */ (error)?.name;
    const inner = /** @type {any} */ (error)?.inner?.name;
    if (name === "QuotaExceededError" || inner === "QuotaExceededError") throw new FullError();
    throw error;
  }
}

const SAID_TO_ALL = 10 * 1024 ** 3; // newer Chromium says this on every phone, whatever is left

/**
 * @returns {Promise<{free: number | null, persistent: boolean | null}>} bytes that may still be
 *   kept, and whether the browser promised not to throw them away; null: it does not say
 */
export async function room() {
  const { storage } = navigator;
  const estimate = await storage?.estimate?.().catch(() => null);
  const persistent = (await storage?.persisted?.().catch(() => null)) ?? null;
  const { quota, usage } = estimate ?? {};
  const free = quota === undefined || usage === undefined ? null : quota - usage;
  return { free: free === SAID_TO_ALL ? null : free, persistent };
}

/** Ask the browser not to throw anything away. @returns {Promise<boolean | null>} */
export async function askToPersist() {
  const { storage } = navigator;
  if (!storage?.persist) return null;
  return (await storage.persisted()) || (await storage.persist());
}

/**
 * One at a time over all tabs and the worker; where the browser has no locks, in this page only.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {{ifAvailable?: boolean}} [options] with ``ifAvailable`` who comes second gets null
 * @returns {Promise<T | null>}
 */
export async function alone(name, work, options = {}) {
  if (navigator.locks)
    return navigator.locks.request(`geo-app-field:${name}`, options, (lock) =>
      lock ? work() : null,
    );
  const before = queues.get(name);
  if (before && options.ifAvailable) return null;
  const mine = (before ?? Promise.resolve()).catch(() => {}).then(work);
  queues.set(name, mine);
  try {
    return await mine;
  } finally {
    if (queues.get(name) === mine) queues.delete(name);
  }
}

/** @type {Map<string, Promise<any>>} */
const queues = new Map();
