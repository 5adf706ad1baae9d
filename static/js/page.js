// @ts-check
/**
 * Behaviour of every page: theme at once, the place kept when the language changes, printing.
 */

const root = document.documentElement;
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("preferences"));
const switchButton = /** @type {HTMLButtonElement | null} */ (document.getElementById("theme-switch"));
const dark = matchMedia("(prefers-color-scheme: dark)");

/** @returns {"light" | "dark"} what the eye sees now */
const shownTheme = () =>
  root.dataset.theme === "dark" || (!root.dataset.theme && dark.matches) ? "dark" : "light";

/** The server cannot know what the system prefers: the button offers the other one. */
const offerOther = () => {
  if (switchButton) switchButton.value = shownTheme() === "dark" ? "light" : "dark";
};

if (form && switchButton) {
  offerOther();
  dark.addEventListener("change", offerOther);
  switchButton.addEventListener("click", (event) => {
    event.preventDefault();
    const theme = switchButton.value;
    const body = new FormData(form);
    body.set("theme", theme);
    root.dataset.theme = theme;
    offerOther();
    document.dispatchEvent(new CustomEvent("themechange", { detail: { theme } }));
    fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => {
      // offline: the page has its theme; only the next visit will not remember it
    });
  });
  form.addEventListener("submit", () => {
    const next = /** @type {HTMLInputElement} */ (form.elements.namedItem("next"));
    next.value = location.pathname + location.search + location.hash;
  });
}

/** The button works with scripts only; a page that renews its parts brings a new one. */
const offerPrint = () => {
  const print = document.getElementById("print");
  if (print) print.hidden = false;
};
offerPrint();
document.addEventListener("partsrenewed", offerPrint);
document.addEventListener("click", (event) => {
  if (/** @type {Element} */ (event.target).closest("#print")) window.print();
});
