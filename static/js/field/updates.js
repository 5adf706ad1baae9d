// @ts-check
/** The service worker: installed after the page works, replaced only when the person says so. */

import { make } from "../sheet/dom.js";
import { missed } from "./abilities.js";
import { say } from "./words.js";

const LOOK_EVERY_MS = 60 * 60_000;

/** @param {HTMLElement} bar where a newer version is offered */
export async function install(bar) {
  if (!("serviceWorker" in navigator)) return;
  let asked = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // drafts are kept at each change: nothing is lost by a fresh page
    if (asked) location.reload();
  });
  const registration = await navigator.serviceWorker
    .register("/field/worker.js", { scope: "/field", type: "module" })
    .catch(() => null);
  if (!registration) return missed("worker");
  const offer = () => {
    const { waiting } = registration;
    if (!waiting || !navigator.serviceWorker.controller) return;
    const button = make("button", { type: "button" }, say("update_now"));
    button.addEventListener("click", () => {
      asked = true;
      waiting.postMessage("take-over");
    });
    bar.replaceChildren(make("span", {}, say("update_there")), button);
    bar.hidden = false;
  };
  offer();
  registration.addEventListener("updatefound", () => {
    const { installing } = registration;
    installing?.addEventListener("statechange", () => installing.state === "installed" && offer());
  });
  setInterval(() => registration.update().catch(() => {}), LOOK_EVERY_MS);
}
