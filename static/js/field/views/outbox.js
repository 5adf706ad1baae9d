// @ts-check
/** What waits on this phone, how far it is, what needs a person, and what has arrived. */

import { make } from "../../sheet/dom.js";
import { change, remove } from "../outbox/entry.js";
import { download, parcel } from "../outbox/parcel.js";
import { release } from "../outbox/send.js";
import { alone } from "../store.js";
import { known, language, say, sizeWords, time } from "../words.js";
import { twiceButton } from "./parts.js";

/** @typedef {import("../outbox/entry.js").Entry} Entry */
/** @typedef {import("../app.js").App} App */

/** @param {App} app @param {() => void} sendNow @returns {HTMLElement} */
export function outboxView(app, sendNow) {
  const holder = make("div", {});
  let shown = "";
  const draw = () => {
    // bytes go up many times a second: a button must not vanish under a finger
    const now = content(app);
    if (now !== shown) holder.replaceChildren(...parts(app, sendNow));
    shown = now;
    for (const entry of app.entries) showProgress(app, entry, holder);
  };
  app.during(app.on(draw));
  draw();
  return make("div", { className: "f-screen" }, make("h1", { className: "f-title" }, say("outbox")), holder);
}

/** All that is drawn but the bytes. @param {App} app */
const content = (app) =>
  JSON.stringify([
    language(),
    app.line,
    app.others,
    app.sent,
    app.entries.map(({ id, state, arrived, fault, next_at, photos }) => [id, state, arrived, fault, next_at, photos.map(idOf)]),
  ]);

const idOf = (/** @type {{id: string}} */ { id }) => id;

/** @param {App} app @param {Entry} entry @param {HTMLElement} holder */
function showProgress(app, entry, holder) {
  const item = holder.querySelector(`[data-entry="${entry.id}"]`);
  const sent = entry.photos.map((shot) => Math.max(shot.sent, app.progress.get(shot.id) ?? 0));
  const up = entry.photos.filter((shot, i) => sent[i] >= shot.size).length;
  const words = item?.querySelector(".f-entry-bytes");
  if (!item || !words) return;
  const sum = sent.reduce((one, other) => one + other, 0);
  words.textContent = say("photos_sent", { n: up, m: sent.length, sent: sizeWords(sum), whole: sizeWords(bytesOf(entry)) });
  const [whole, ...each] = item.querySelectorAll("progress");
  whole.value = sum;
  each.forEach((bar, i) => (bar.value = sent[i]));
}

const bytesOf = (/** @type {Entry} */ { photos }) => photos.reduce((sum, { size }) => sum + size, 0);

/** @param {App} app @param {() => void} sendNow */
function parts(app, sendNow) {
  const ready = app.entries.some((each) => each.state === "ready");
  return [
    make("p", { className: "f-line", role: "status" }, say(`line_${app.line}`, { n: app.waiting })),
    app.line === "signed_out" &&
      make("p", {}, make("a", { className: "button f-wide", href: "/sign-in?next=/field" }, say("sign_in"))),
    ready && make("button", { type: "button", className: "f-wide", on: { click: sendNow } }, say("send_now")),
    app.others > 0 && make("p", { className: "note" }, say("others_waiting", { n: app.others })),
    make("ul", { className: "f-entries" }, ...app.entries.map(entryItem)),
    !app.entries.length && make("p", { className: "hint" }, say("nothing_waits")),
    app.sent.length > 0 && make("h2", {}, say("arrived")),
    make(
      "ul",
      { className: "f-sent" },
      ...app.sent.map((each) =>
        make("li", {}, "✓ ", each.site.name, " ", make("span", { className: "hint" }, say("sent_line", { n: each.photos, time: time(each.at) }))),
      ),
    ),
  ].filter(Boolean);
}

/** @param {Entry} entry */
function entryItem(entry) {
  const whole = bytesOf(entry);
  return make(
    "li",
    { className: "f-entry", data: { state: entry.state, entry: entry.id } },
    make("strong", {}, entry.site.name),
    make("p", { className: "hint" }, time(entry.visited_at)),
    make("p", { className: "f-entry-state" }, stateWords(entry)),
    whole > 0 && make("p", { className: "hint f-entry-bytes" }),
    whole > 0 && make("progress", { max: whole, value: 0, "aria-label": say("progress_all") }),
    entry.photos.length > 1 &&
      make(
        "ul",
        { className: "f-bars" },
        ...entry.photos.map((shot, i) =>
          make("li", {}, make("progress", { max: shot.size, value: 0, "aria-label": say("progress_photo", { n: i + 1 }) })),
        ),
      ),
    make("div", { className: "f-apps" }, ...actions(entry)),
  );
}

/** @param {Entry} entry */
function stateWords(entry) {
  if (entry.state === "draft") return say("state_draft");
  if (entry.state === "attention") return say("state_attention", { reason: faultWords(entry) });
  if (!entry.fault) return say("state_ready");
  return say(entry.arrived ? "state_partly" : "state_later", { reason: faultWords(entry), time: time(entry.next_at) });
}

/** @param {Entry} entry */
function faultWords({ fault }) {
  const key = `fault_${fault?.code}`;
  if (known(key)) return say(key);
  return fault?.message || say("fault_other", { code: fault?.code ?? "" });
}

/** @param {Entry} entry */
function actions(entry) {
  const edit = make("button", { type: "button", className: "quiet" }, say("edit"));
  edit.addEventListener("click", async () => {
    if (!(await correct(entry))) edit.textContent = say("edit_busy");
  });
  const again = make("button", { type: "button", className: "quiet" }, say("send_again"));
  again.addEventListener("click", () => release(entry));
  const file = make("button", { type: "button", className: "quiet" }, say("export_file"));
  file.addEventListener("click", async () => {
    try {
      download(await parcel(entry));
    } catch {
      file.textContent = say("not_saved");
    }
  });
  const away = twiceButton(say("discard"), say("discard_sure"), () => remove(entry, false));
  return [
    entry.state === "draft" ? make("a", { className: "button quiet", href: `#/visit/${entry.id}` }, say("go_on")) : edit,
    entry.state === "attention" && again,
    entry.photos.length + Object.keys(entry.answers).length > 0 && file,
    away,
  ];
}

/**
 * Open an entry again; not while it is on the line, when it may just be arriving.
 *
 * @param {Entry} entry
 * @returns {Promise<boolean>}
 */
async function correct(entry) {
  const opened = await alone(
    "outbox",
    () => change(entry.id, (row) => void (row.state = "draft")),
    { ifAvailable: true },
  );
  if (opened) location.hash = `#/visit/${entry.id}`;
  return Boolean(opened);
}
