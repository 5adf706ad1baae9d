// @ts-check
/**
 * The ledger at a desk: a row is changed in place, and the form for many shows once some are ticked.
 * Without this script both are pages of their own.
 */

const bulk = /** @type {HTMLFormElement | null} */ (document.getElementById("bulk"));

/** Opens the form of a row over the ledger; where that fails, as a page. */
const openRow = async (/** @type {HTMLAnchorElement} */ link) => {
  const answer = await fetch(link.href).catch(() => null);
  const made = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html");
  const sheet = made.getElementById("row-sheet");
  if (!answer?.ok || !sheet) {
    location.assign(link.href);
    return;
  }
  const dialog = document.createElement("dialog");
  dialog.className = "row-dialog";
  dialog.setAttribute("aria-labelledby", "row-title");
  dialog.append(document.importNode(sheet, true));
  dialog.querySelector(".row-back")?.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
};

document.querySelector(".ledger-page")?.addEventListener("click", (event) => {
  const link = /** @type {HTMLElement} */ (event.target).closest?.("a.row-edit");
  const plain = event instanceof MouseEvent && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!(link instanceof HTMLAnchorElement) || !plain) return;
  event.preventDefault();
  openRow(link);
});

if (bulk) {
  const told = /** @type {HTMLElement} */ (bulk.querySelector(".bulk-count"));
  const rows = /** @type {HTMLSelectElement} */ (bulk.elements.namedItem("rows"));
  const field = /** @type {HTMLSelectElement} */ (bulk.elements.namedItem("field"));
  const value = /** @type {HTMLInputElement} */ (bulk.elements.namedItem("value"));
  const count = () => document.querySelectorAll('input[form="bulk"][name="row"]:checked').length;
  const tell = () => {
    told.textContent = rows.value === "chosen" ? (told.dataset.words ?? "").replace("{n}", String(count())) : "";
    value.setAttribute("list", field.value === "deadline_class" ? "ledger-classes" : "units-offered");
    value.type = field.value === "deadline" ? "date" : "text";
  };
  document.addEventListener("change", tell);
  tell();
}
