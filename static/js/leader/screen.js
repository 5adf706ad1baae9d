// @ts-check
/**
 * The big screen asks for new figures by itself; where it gets none, it says so and keeps the old.
 */

const SECOND_MS = 1000;

const page = /** @type {HTMLElement} */ (document.getElementById("content"));
const every = Number(page.dataset.refresh) * SECOND_MS;

/** Puts the new figures in the place of the old ones. */
const renew = async () => {
  const stale = () => /** @type {HTMLElement} */ (document.getElementById("stale"));
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = made.getElementById("leader");
    // an error page, or the door after the session ended, has no figures
    if (!answer.ok || !next) throw new Error("no figures");
    document.getElementById("leader")?.replaceWith(document.importNode(next, true));
  } catch {
    stale().hidden = false;
  }
};

setInterval(renew, every);
