// @ts-check
/**
 * Shows how far the orders are, without losing the place of who is on a button; without this script
 * a link does the same.
 */

const EVERY_MS = 1000;

const going = () => document.querySelector("[data-going]");

/** Takes over what changed: figures in place, an order that ended as a whole. */
const renew = async () => {
  const answer = await fetch(location.href, { cache: "no-store" });
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-job]"))) {
    const next = made.getElementById(old.id);
    if (!next) continue;
    if (next.dataset.state !== old.dataset.state) {
      old.replaceWith(document.importNode(next, true));
      continue;
    }
    const [bar, told] = [old.querySelector("progress"), old.querySelector(".job-count")];
    if (bar && told) {
      bar.value = next.querySelector("progress")?.value ?? bar.value;
      told.textContent = next.querySelector(".job-count")?.textContent ?? told.textContent;
    }
  }
};

/** As long as something is being made; where no answer comes, the next look may have one. */
const watch = async () => {
  await renew().catch(() => {});
  if (going()) setTimeout(watch, EVERY_MS);
};

if (going()) {
  const link = document.getElementById("renew");
  if (link) link.hidden = true;
  setTimeout(watch, EVERY_MS);
}
