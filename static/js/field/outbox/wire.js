// @ts-check
/**
 * One request, and what its answer means. A phone meets captive portals, proxies and servers that
 * restart: only words that our own server says in its own form count as an answer.
 */

/** @typedef {{id: string, csrf: string}} Session who sends, as the server just said */

/** Wait longer for a slow line, but not for ever: a line that hangs is a line that broke. */
const PATIENCE_MS = 45_000;
const SLOWEST_BYTES_PER_MS = 4;

/** Comes again by itself: try later. */
export class LaterError extends Error {
  /** @param {string} reason a code of ours, or what the network said @param {number} [afterMs] */
  constructor(reason, afterMs = 0) {
    super(reason);
    this.afterMs = afterMs;
  }
}

/** The server refuses it as it is: a person must look. */
export class RefusedError extends Error {
  /** @param {number} status @param {string} code @param {string} message */
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Nobody, or somebody else, is signed in. */
export class SignedOutError extends Error {}

/**
 * @param {Session} session
 * @param {string} method
 * @param {string} path
 * @param {{body?: Blob | string, headers?: Record<string, string>}} [more]
 * @returns {Promise<{status: number, headers: Headers, json: any}>} an answer of our server
 *   that says yes
 */
export async function ask(session, method, path, { body, headers = {} } = {}) {
  const size = typeof body === "string" ? body.length : (body?.size ?? 0);
  const hangs = new AbortController(); // AbortSignal.timeout is younger than some of the phones
  const timer = setTimeout(() => hangs.abort(), PATIENCE_MS + size / SLOWEST_BYTES_PER_MS);
  try {
    return await answerOf(session, method, path, body, headers, hangs.signal);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {Session} session @param {string} method @param {string} path
 * @param {Blob | string | undefined} body @param {Record<string, string>} headers
 * @param {AbortSignal} signal
 */
async function answerOf(session, method, path, body, headers, signal) {
  const response = await fetch(path, {
    method,
    body,
    headers: {
      Accept: "application/json",
      "X-CSRFToken": session.csrf,
      "X-Geo-App-Person": session.id,
      ...headers,
    },
    credentials: "same-origin",
    cache: "no-store",
    redirect: "manual",
    signal,
  }).catch(() => {
    throw new LaterError(signal.aborted ? "hangs" : "offline");
  });
  const json = await bodyOf(response);
  if (response.ok) return { status: response.status, headers: response.headers, json };
  throw refusal(response, json);
}

/** @param {Response} response @returns {Promise<any>} null where it is no JSON */
async function bodyOf(response) {
  if (!/\bjson\b/.test(response.headers.get("Content-Type") ?? "")) return null;
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/** @param {Response} response @param {any} json @returns {Error} */
function refusal({ status, headers }, json) {
  const code = json?.code ?? "";
  if (status === 401 && code) return new SignedOutError();
  if (code === "field.other_person") return new SignedOutError();
  const wait = Number(headers.get("Retry-After")) * 1000 || 0;
  const busy = status === 0 || status >= 500 || [408, 423, 425, 429].includes(status);
  if (busy) return new LaterError(status ? `http_${status}` : "portal", wait);
  // the token of a session ages: the next try asks for a new one; and what is too much now is not later
  if (["http.csrf", "store.conflict", "upload.too_much_waiting"].includes(code)) return new LaterError(code, wait);
  // a proxy that takes no large bodies will take none tomorrow either
  if (code || status === 413) return new RefusedError(status, code, json?.message ?? "");
  return new LaterError(`http_${status}`, wait);
}
