// @ts-check
/** Checks of a photo: one sentence open at a time beside those that need an answer; all on paper. */

/** Open what stands behind a link to a photo, and everything before printing. */
export function openChecks() {
  addEventListener("beforeprint", () => {
    for (const check of document.querySelectorAll("details.check, details.answers"))
      /** @type {HTMLDetailsElement} */ (check).open = true;
  });
}
