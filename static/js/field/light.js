// @ts-check
/** Sunlight: black on white without greys, as far as a screen in the sun goes. */

const KEY = "geo-app-sun";

export const isSunny = () => localStorage.getItem(KEY) === "yes";

/** @param {boolean} sunny */
export function setSunny(sunny) {
  localStorage.setItem(KEY, sunny ? "yes" : "no");
  showLight();
}

/** Put the choice on the page. */
export function showLight() {
  if (isSunny()) document.documentElement.dataset.sun = "yes";
  else delete document.documentElement.dataset.sun;
  document.dispatchEvent(new CustomEvent("themechange"));
}
