// @ts-check
/** The questions of a form as big targets; answers as docs/forms.md has them. */

import { make } from "../../sheet/dom.js";
import { say, spoken } from "../words.js";

/** @typedef {Record<string, any>} Answers */

/**
 * @param {any} form content of a form file
 * @param {Answers} answers changed in place
 * @param {() => void} changed
 * @returns {HTMLElement[]}
 */
export function formFields(form, answers, changed) {
  /** @type {[any, HTMLElement][]} */
  const questions = form.fields.map((/** @type {any} */ field) => [
    field,
    question(field, answers, () => {
      judge();
      changed();
    }),
  ]);
  function judge() {
    // in order: what is not asked has no answer for those after it
    for (const [field, element] of questions) {
      element.hidden = !asked(field, answers);
      if (element.hidden) delete answers[field.name];
    }
  }
  judge();
  return questions.map(([, element]) => element);
}

/** @param {any} field @param {Answers} answers */
function asked(field, answers) {
  const when = field.shown_when;
  if (!when) return true;
  const values = [when.is].flat();
  return [answers[when.field]].flat().some((given) => values.includes(given));
}

/** Labels of what must be answered and is not. @param {any} form @param {Answers} answers @returns {string[]} */
export function missingIn(form, answers) {
  return (form?.fields ?? [])
    .filter((/** @type {any} */ f) => f.required && asked(f, answers) && isEmpty(answers[f.name]))
    .map((/** @type {any} */ f) => spoken(f.label));
}

const isEmpty = (/** @type {any} */ value) =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length);

/** @param {any} field @param {Answers} answers @param {() => void} changed */
function question(field, answers, changed) {
  const set = (/** @type {any} */ value) => {
    if (isEmpty(value)) delete answers[field.name];
    else answers[field.name] = value;
    changed();
  };
  const options = optionsOf(field);
  if (options) return choices(field, options, answers, set);
  const id = `answer-${field.name}`;
  return make(
    "div",
    { className: "f-question" },
    make("label", { className: "f-label", htmlFor: id }, ...labelOf(field)),
    field.hint && make("p", { className: "hint" }, spoken(field.hint)),
    control(field, id, answers, set),
  );
}

/** @param {any} field @returns {{value: any, words: string}[] | null} */
function optionsOf(field) {
  if (field.options) return field.options.map((/** @type {any} */ o) => ({ value: o.value, words: spoken(o.label) }));
  if (field.levels) return field.levels.map((/** @type {any} */ l, /** @type {number} */ i) => ({ value: i, words: `${i} ${spoken(l)}` }));
  if (field.kind === "yes_no") return [{ value: true, words: say("yes") }, { value: false, words: say("no") }];
  return null;
}

/** @param {any} field */
const labelOf = (field) => [
  spoken(field.label),
  field.required && make("span", { className: "f-need" }, say("needed")),
];

/** @param {any} field @param {{value: any, words: string}[]} options @param {Answers} answers @param {(value: any) => void} set */
function choices(field, options, answers, set) {
  const several = field.kind === "several";
  const inputs = options.map(({ value }) => {
    const now = [answers[field.name]].flat();
    return make("input", {
      type: several ? "checkbox" : "radio",
      name: field.name,
      checked: now.includes(value),
    });
  });
  const tell = () => {
    const chosen = options.filter((_, i) => inputs[i].checked).map(({ value }) => value);
    set(several ? chosen : chosen[0]);
  };
  return make(
    "fieldset",
    { className: "f-question", on: { change: tell } },
    make("legend", { className: "f-label" }, ...labelOf(field)),
    field.hint && make("p", { className: "hint" }, spoken(field.hint)),
    make(
      "div",
      { className: "f-choices" },
      ...options.map(({ words }, i) => make("label", { className: "f-choice" }, inputs[i], make("span", {}, words))),
    ),
  );
}

/** @param {any} field @param {string} id @param {Answers} answers @param {(value: any) => void} set */
function control(field, id, answers, set) {
  const value = answers[field.name] ?? "";
  if (field.kind === "number") {
    const input = make("input", { id, inputMode: "decimal", autocomplete: "off", value: String(value) });
    input.addEventListener("input", () => {
      const text = input.value.trim().replace(/[，,]/, ".");
      const number = Number(text);
      set(text === "" ? "" : Number.isFinite(number) ? number : text);
    });
    return make("p", { className: "f-measure" }, input, field.unit && make("span", {}, field.unit));
  }
  const day = field.kind === "day";
  const input = make(day ? "input" : "textarea", { id, value, ...(day ? { type: "date" } : { rows: 2, maxLength: field.max ?? 500 }) });
  input.addEventListener("input", () => set(input.value));
  return input;
}
