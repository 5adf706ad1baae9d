// @ts-check
/** Questions that depend on an earlier answer: asked only where it calls for them. */

/** @param {HTMLFormElement} form */
export function watchConditions(form) {
  const questions = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-when]")]);
  const judge = () => {
    // in the order of the page: a question that is not asked has no answer for those after it
    for (const question of questions) {
      const { field, values } = JSON.parse(question.dataset.when ?? "");
      const given = new FormData(form).getAll(`answer.${field}`);
      question.hidden = !given.some((each) => values.includes(each));
      for (const control of question.querySelectorAll("input, textarea, select"))
        /** @type {HTMLInputElement} */ (control).disabled = question.hidden;
    }
  };
  form.addEventListener("change", judge);
  judge();
}
