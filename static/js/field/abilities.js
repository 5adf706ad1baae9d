// @ts-check
/** What this browser cannot do here, so that the page says it before somebody relies on it. */

/** @type {Set<"worker">} */
const found = new Set();

/** Something that seemed to be there does not work. @param {"worker"} what */
export const missed = (what) => void found.add(what);

/** @returns {("secure" | "worker" | "camera" | "position" | "compass")[]} */
export function lacks() {
  if (!globalThis.isSecureContext) return ["secure"];
  /** @type {[boolean, "worker" | "camera" | "position" | "compass"][]} */
  const wanted = [
    ["serviceWorker" in navigator, "worker"],
    [Boolean(navigator.mediaDevices?.getUserMedia), "camera"],
    ["geolocation" in navigator, "position"],
    ["DeviceOrientationEvent" in globalThis, "compass"],
  ];
  const absent = wanted.filter(([there]) => !there).map(([, name]) => name);
  return [...new Set([...absent, ...found])];
}
