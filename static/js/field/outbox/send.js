// @ts-check
/**
 * Sending what waits: over all tabs and the worker one at a time, entries side by side but gently,
 * none in another's way. An entry leaves only when the server names it and each of its photos.
 */

import { alone } from "../store.js";
import { change, entriesOf, remove, shotBytes, tell } from "./entry.js";
import { uploadShot } from "./upload.js";
import { ask, LaterError, RefusedError, SignedOutError } from "./wire.js";
import { wallClock } from "../seal.js";

/** @typedef {import("./entry.js").Entry} Entry */
/** @typedef {import("./wire.js").Session} Session */

const AT_ONCE = 2; // photos on the line at the same time: fills it, and leaves the phone usable
const TELL_AT_ONCE = 2; // visits without their photos: small, and never behind a photo
const FIRST_WAIT_MS = 4_000;
const LONGEST_WAIT_MS = 5 * 60_000;

/**
 * @typedef {object} Outcome
 * @property {"busy" | "offline" | "unreachable" | "signed_out" | "done"} state
 * @property {number | null} nextInMs when to come again for what is still waiting
 * @property {Person} [person] who has signed in, where the server said so
 */

/** @typedef {{id: string, name: string, unit: string | null}} Person */

/**
 * Send what is due.
 *
 * @param {{force?: boolean, pieceBytes?: number}} [options] ``force``: something changed (network,
 *   focus, a tap): what waits for its next try goes now
 * @returns {Promise<Outcome>}
 */
export async function flush({ force = false, pieceBytes = 256 * 1024 } = {}) {
  const done = await alone("outbox", () => flushAlone(force, pieceBytes), { ifAvailable: true });
  return done ?? { state: "busy", nextInMs: FIRST_WAIT_MS };
}

/** @param {boolean} force @param {number} pieceBytes @returns {Promise<Outcome>} */
async function flushAlone(force, pieceBytes) {
  const session = await whoSends();
  if (session === "signed_out") return { state: "signed_out", nextInMs: null };
  if (typeof session === "string") return { state: session, nextInMs: FIRST_WAIT_MS };
  const line = { photos: new Line(AT_ONCE), visits: new Line(TELL_AT_ONCE) };
  const now = Date.now();
  const waiting = (await entriesOf(session.id)).filter((each) => each.state === "ready");
  const due = waiting.filter((each) => force || each.next_at <= now);
  const outcomes = await Promise.all(due.map((each) => deliver(session, each, line, pieceBytes)));
  if (outcomes.includes("signed_out")) return { state: "signed_out", nextInMs: null };
  const { person } = session;
  const left = (await entriesOf(session.id)).filter((each) => each.state === "ready");
  const next = Math.min(...left.map((each) => each.next_at - Date.now()));
  return { state: "done", nextInMs: left.length ? Math.max(1000, next) : null, person };
}

/** @returns {Promise<(Session & {person: Person}) | "offline" | "unreachable" | "signed_out">} */
async function whoSends() {
  try {
    const { json } = await ask({ id: "", csrf: "" }, "GET", "/api/field/me", {
      headers: { "X-Geo-App-Person": "" },
    });
    const { person, csrf } = json ?? {};
    return person?.id ? { id: person.id, csrf, person } : "unreachable";
  } catch (error) {
    if (error instanceof SignedOutError || error instanceof RefusedError) return "signed_out";
    return /** @type {Error} */ (error).message === "offline" ? "offline" : "unreachable";
  }
}

/** At most so many at a time. */
class Line {
  /** @param {number} room */
  constructor(room) {
    this.room = room;
    /** @type {(() => void)[]} */
    this.queue = [];
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  async take(work) {
    if (this.room > 0) this.room--;
    else await new Promise((go) => this.queue.push(() => go(undefined)));
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      if (next) next();
      else this.room++;
    }
  }
}

/** @typedef {{photos: Line, visits: Line}} Lines */

/**
 * @param {Session} session @param {Entry} entry @param {Lines} line @param {number} pieceBytes
 * @returns {Promise<"sent" | "later" | "attention" | "signed_out">}
 */
async function deliver(session, entry, line, pieceBytes) {
  try {
    const receipt = await through(session, entry, line, pieceBytes);
    check(receipt, entry);
    if (await remove(entry, true)) return "sent";
    throw new LaterError("changed");
  } catch (error) {
    return failed(error, entry);
  }
}

/** @param {Session} session @param {Entry} entry @param {Lines} line @param {number} pieceBytes */
async function through(session, entry, line, pieceBytes) {
  const told = await line.visits.take(() => tellVisit(session, entry));
  if (told.status !== 202) return told.json;
  await change(entry.id, (row) => void (row.arrived = true));
  const here = new Set(told.json.photos.filter((/** @type {any} */ p) => p.here).map(idOf));
  const missing = entry.photos.filter((shot) => !here.has(shot.id));
  // all are tried, also when one fails: what is up need not go again
  const results = await Promise.allSettled(
    missing.map((shot) => line.photos.take(() => uploadOne(session, entry, shot, pieceBytes))),
  );
  const faults = results.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
  // what a person must look at is said before what passes by itself
  if (faults.length) throw faults.find((each) => each instanceof RefusedError) ?? faults[0];
  const done = await line.visits.take(() => tellVisit(session, entry));
  if (done.status === 202) throw new LaterError("still_missing");
  return done.json;
}

const idOf = (/** @type {{id: string}} */ photo) => photo.id;

/** @param {Session} session @param {Entry} entry */
async function tellVisit(session, entry) {
  const answer = await ask(session, "POST", "/api/inspections", {
    body: JSON.stringify({ ...asDraft(entry), sent_at: wallClock() }),
    headers: { "Content-Type": "application/json" },
  });
  // a portal says 200 to everything
  if (answer.json?.id !== entry.id) throw new LaterError("portal");
  return answer;
}

/** @param {Session} session @param {Entry} entry @param {import("./entry.js").Shot} shot @param {number} pieceBytes */
async function uploadOne(session, entry, shot, pieceBytes) {
  const blob = await shotBytes(shot.id);
  if (!blob) throw new RefusedError(0, "field.bytes_gone", "");
  await uploadShot(session, shot, blob, pieceBytes, (sent) => {
    shot.sent = sent;
    tell({ type: "progress", id: entry.id, shot: shot.id, sent, size: shot.size });
  });
}

/** Whether the server names the visit and each photo. @param {any} receipt @param {Entry} entry */
function check(receipt, entry) {
  const named = new Set(receipt?.photos?.map((/** @type {any} */ photo) => photo.sha256));
  const whole = receipt?.id === entry.id && entry.photos.every((shot) => named.has(shot.sha256));
  if (!whole) throw new LaterError("portal");
}

/** @param {unknown} error @param {Entry} entry @returns {Promise<"later" | "attention" | "signed_out">} */
async function failed(error, entry) {
  const sent = new Map(entry.photos.map((shot) => [shot.id, shot.sent]));
  const withProgress = (/** @type {Entry} */ row) => {
    for (const shot of row.photos) shot.sent = sent.get(shot.id) ?? shot.sent;
  };
  if (error instanceof SignedOutError) return "signed_out";
  if (error instanceof RefusedError) {
    await change(entry.id, (row) => {
      withProgress(row);
      row.state = "attention";
      row.fault = { code: error.code || `http.${error.status}`, message: error.message };
    });
    return "attention";
  }
  const reason = error instanceof LaterError ? error.message : String(error);
  await change(entry.id, (row) => {
    withProgress(row);
    row.tries += 1;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(row.tries - 1, 10));
    const asked = error instanceof LaterError ? error.afterMs : 0;
    row.next_at = Date.now() + Math.max(asked, wait * (0.75 + Math.random() / 2));
    row.fault = { code: reason, message: "" };
  });
  return "later";
}

/** The visit as docs/api.md wants it. @param {Entry} entry */
export function asDraft(entry) {
  return {
    id: entry.id,
    site: entry.site.id,
    visited_at: entry.visited_at,
    form_version: entry.form_version,
    answers: entry.answers,
    note: entry.note || null,
    fix: entry.fix,
    ...(entry.track?.length ? { track: entry.track } : {}),
    token: entry.token,
    photos: entry.photos.map(({ id, role, sha256, fix, seal, external }) => ({
      id,
      role,
      sha256,
      fix,
      seal,
      external,
    })),
  };
}

/** Let an entry go: from now on it is sent as soon as that is possible. @param {Entry} entry */
export async function release(entry) {
  const released = await change(
    entry.id,
    (row) => {
      row.state = "ready";
      row.tries = 0;
      row.next_at = 0;
      row.fault = null;
    },
    { quiet: true },
  );
  tell({ type: "entry", id: entry.id, released: true });
  return released;
}
