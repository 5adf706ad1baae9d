// @ts-check
/** Sending with progress; what is refused stays on the page, each reason at its field. */

import { byId, make } from "../sheet/dom.js";
import { say } from "../sheet/page.js";

/** @typedef {{name: string, anchor: string | null, sentence: string}} Fault */

/**
 * @param {HTMLFormElement} form
 * @param {(body: FormData) => void} complete adds what no control of the form holds
 */
export function sendWithProgress(form, complete) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = new FormData(form);
    complete(body);
    send(form, body);
  });
}

/** @param {HTMLFormElement} form @param {FormData} body */
function send(form, body) {
  const request = new XMLHttpRequest(); // fetch tells no progress of what is sent
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  busy(true, say("sending", { n: 0 }));
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    const percent = total ? Math.round((100 * loaded) / total) : 0;
    byId("progress").value = percent;
    byId("send-words").textContent =
      percent < 100 ? say("sending", { n: percent }) : say("examining");
  });
  request.addEventListener("load", () => {
    const answer = request.response;
    if (request.status < 300 && answer?.next) {
      byId("send-words").textContent = say("recorded");
      location.assign(answer.next);
      return;
    }
    busy(false, "");
    showFaults(answer?.faults ?? [
      { name: "", anchor: null, sentence: answer?.message ?? say("not_sent", { reason: request.status }) },
    ]);
  });
  for (const type of ["error", "abort", "timeout"])
    request.addEventListener(type, () => {
      busy(false, "");
      showFaults([{ name: "", anchor: null, sentence: say("send_offline") }]);
    });
  request.send(body);
}

/** @param {boolean} is @param {string} words */
function busy(is, words) {
  byId("send").disabled = is;
  byId("progress").hidden = !is;
  byId("send-words").textContent = words;
}

/** @param {Fault[]} faults */
function showFaults(faults) {
  for (const line of document.querySelectorAll(".fault")) {
    line.textContent = "";
    /** @type {HTMLElement} */ (line).hidden = true;
  }
  for (const { name, sentence } of faults) {
    const line = name && document.getElementById(`fault-${name}`);
    if (!line) continue;
    line.textContent = sentence;
    line.hidden = false;
    const fold = line.closest("details");
    if (fold) fold.open = true;
  }
  const box = byId("faults");
  box.querySelector("ul").replaceChildren(
    ...faults.map(({ anchor, sentence }) =>
      make("li", {}, anchor ? make("a", { href: `#${anchor}` }, sentence) : sentence),
    ),
  );
  box.hidden = faults.length === 0;
  byId("files-lost").hidden = true; // with scripts nothing is lost
  box.tabIndex = -1;
  box.focus();
  box.scrollIntoView({ block: "start" });
}
