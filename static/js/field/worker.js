// @ts-check
/**
 * The service worker of the field page: gives its files without a network, and sends what waits
 * when the browser wakes it. It keeps nothing that a person made: that is in the database.
 */

import { flush } from "./outbox/send.js";

const SYNC_TAG = "geo-app-outbox";
const PREFIX = "geo-app-field-";
const SHELL = "/field";

/**
 * @param {any} self
 * @param {{version: string, files: string[]}} release what this version of the page is made of
 */
export function serve(self, { version, files }) {
  const name = PREFIX + version;

  self.addEventListener("install", (/** @type {any} */ event) => {
    event.waitUntil(fill(name, version, files));
  });

  self.addEventListener("activate", (/** @type {any} */ event) => {
    event.waitUntil(dropOthers(name).then(() => self.clients.claim()));
  });

  self.addEventListener("message", (/** @type {any} */ { data }) => {
    if (data === "take-over") self.skipWaiting();
  });

  self.addEventListener("fetch", (/** @type {any} */ event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== self.location.origin) return;
    if (request.mode === "navigate" && url.pathname === SHELL) event.respondWith(kept(name, SHELL));
    else if (url.pathname.startsWith("/static/") || url.pathname.startsWith("/field/icon"))
      event.respondWith(kept(name, request));
  });

  self.addEventListener("sync", (/** @type {any} */ event) => {
    if (event.tag === SYNC_TAG) event.waitUntil(send(self));
  });
}

/**
 * All or nothing: a version that is not whole is not installed, nor one whose page is of another
 * version, since the server was renewed in between.
 *
 * @param {string} name @param {string} version @param {string[]} files
 */
async function fill(name, version, files) {
  const cache = await caches.open(name);
  await cache.addAll([SHELL, ...files].map((file) => new Request(file, { cache: "no-cache" })));
  const shell = await cache.match(SHELL);
  if (!(await shell?.text())?.includes(version)) {
    await caches.delete(name);
    throw new Error("the page is of another version");
  }
}

/** @param {string} name */
async function dropOthers(name) {
  for (const each of await caches.keys())
    if (each.startsWith(PREFIX) && each !== name) await caches.delete(each);
}

/** @param {string} name @param {Request | string} request */
async function kept(name, request) {
  const cache = await caches.open(name);
  return (await cache.match(request)) ?? fetch(request);
}

/** A page that is open sends itself and shows how far it is. @param {any} self */
async function send(self) {
  const pages = await self.clients.matchAll({ type: "window" });
  if (pages.length) {
    for (const each of pages) each.postMessage(SYNC_TAG);
    return;
  }
  const { state, nextInMs } = await flush({ force: true });
  // a promise that fails makes the browser try again
  if (state !== "done" || nextInMs !== null) throw new Error(state);
}
