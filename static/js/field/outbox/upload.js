// @ts-check
/**
 * One photo in pieces by the tus protocol 1.0 (docs/decisions/0012): ask how much is there, go on
 * from there. Small enough to run in the service worker too.
 */

import { ask, LaterError, RefusedError } from "./wire.js";

const TUS = { "Tus-Resumable": "1.0.0" };
const UPLOADS = "/api/uploads";
const MOST_RESTARTS = 3;

/**
 * @param {import("./wire.js").Session} session
 * @param {import("./entry.js").Shot} shot
 * @param {Blob} blob
 * @param {number} pieceBytes
 * @param {(sent: number) => void} progress
 */
export async function uploadShot(session, shot, blob, pieceBytes, progress) {
  let offset = await begin(session, shot, blob);
  progress(offset);
  for (let restarts = 0; offset < blob.size; ) {
    const piece = blob.slice(offset, offset + pieceBytes);
    try {
      offset = await send(session, shot, offset, piece);
    } catch (error) {
      if (!(error instanceof RefusedError) || !canGoOn(error) || ++restarts > MOST_RESTARTS)
        throw error;
      offset = await begin(session, shot, blob);
    }
    progress(offset);
  }
}

/** The server has another number of bytes, none any more, or something got lost on the way. */
const canGoOn = (/** @type {RefusedError} */ { code }) =>
  ["upload.offset", "upload.none", "intake.other_bytes"].includes(code);

/** @param {import("./wire.js").Session} session @param {import("./entry.js").Shot} shot @param {Blob} blob */
async function begin(session, shot, blob) {
  const said = { photo: shot.id, sha256: shot.sha256, filename: shot.name };
  const metadata = Object.entries(said).map(([name, value]) => `${name} ${base64(value)}`);
  const answer = await ask(session, "POST", UPLOADS, {
    headers: {
      ...TUS,
      "Upload-Length": String(blob.size),
      "Upload-Metadata": metadata.join(","),
    },
  });
  return offsetOf(answer);
}

/**
 * @param {import("./wire.js").Session} session @param {import("./entry.js").Shot} shot
 * @param {number} offset @param {Blob} piece
 */
async function send(session, shot, offset, piece) {
  const headers = {
    ...TUS,
    "Content-Type": "application/offset+octet-stream",
    "Upload-Offset": String(offset),
  };
  const answer = await ask(session, "PATCH", `${UPLOADS}/${shot.id}`, { body: piece, headers });
  return offsetOf(answer);
}

/** @param {{headers: Headers}} answer */
function offsetOf({ headers }) {
  const offset = headers.get("Upload-Offset");
  // whoever answers without the protocol is not our server
  if (!headers.get("Tus-Resumable") || offset === null) throw new LaterError("portal");
  return Number(offset);
}

/** @param {string} text */
const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
