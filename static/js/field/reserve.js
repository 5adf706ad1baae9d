// @ts-check
/**
 * Room held back for what must not be lost. What a browser says of free space is a guess, and in
 * Chromium a fixed figure; so some megabytes are filled ahead of time. Where they cannot be filled
 * the phone is full, which is known before a photo is taken; where a photo finds no room, they go
 * and it takes their place.
 */

import { database, FullError, withRoom } from "./store.js";

const KEY = "reserve";
const BYTES = 16 * 1024 * 1024; // some three photos of a phone

/**
 * Fill the reserve where it is empty.
 *
 * @returns {Promise<boolean>} whether it is there: false means that the phone is full
 */
export async function holdReserve() {
  try {
    const db = await database();
    if ((await db.count("kept", KEY)) > 0) return true;
    await withRoom(() => db.put("kept", new Blob([new Uint8Array(BYTES)]), KEY));
    return true;
  } catch (error) {
    if (error instanceof FullError) return false;
    throw error;
  }
}

/**
 * Write something of a visit; where there is no room, the reserve gives it.
 *
 * @template T
 * @param {() => Promise<T>} work all or nothing, so that it may be done again
 * @returns {Promise<T>}
 * @throws {FullError} there is no room even so
 */
export async function withReserve(work) {
  try {
    return await withRoom(work);
  } catch (error) {
    if (!(error instanceof FullError)) throw error;
    const db = await database();
    if ((await db.count("kept", KEY)) === 0) throw error;
    await db.delete("kept", KEY);
    return withRoom(work);
  }
}
