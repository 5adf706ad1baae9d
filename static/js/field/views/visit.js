// @ts-check
/** The visit: photos, what the form of the category asks, a note; kept at each change. */

import { make } from "../../sheet/dom.js";
import { dropShot, entry as read, HandedOverError, shotBytes, write } from "../outbox/entry.js";
import { release } from "../outbox/send.js";
import { rounded } from "../seal.js";
import { FullError } from "../store.js";
import { say, spoken, term } from "../words.js";
import { formFields, missingIn } from "./form.js";
import { pictureOf, positionLine } from "./parts.js";
import { roomLine, unkeptList } from "./unkept.js";

const ROLES = ["before", "during", "after", "near", "sign", "far"];
const SAVE_AFTER_MS = 400;

/** @typedef {import("../outbox/entry.js").Entry} Entry */

/** @param {import("../app.js").App} app @param {string} id @returns {Promise<HTMLElement>} */
export async function visitView(app, id) {
  const entry = app.person && (await read(id, app.person.id));
  if (!entry) return make("div", { className: "f-screen" }, make("p", {}, say("visit_not_here")));
  if (entry.state === "ready") return make("div", { className: "f-screen" }, make("p", {}, say("visit_is_ready")), make("a", { href: "#/outbox" }, say("to_outbox")));
  const form = app.pack?.forms[entry.site.category] ?? null;
  const saved = make("p", { className: "hint", role: "status" });
  const faults = make("div", { className: "f-faults", role: "alert", hidden: true });
  if (entry.fault) showFaults(faults, [entry.fault.message || say("needs_attention")]);
  const photos = make("div", { className: "f-roles" });
  await drawPhotos(app, entry, form, photos);
  const space = roomLine();
  void space.look();
  const held = unkeptList(app, id, (_, shot) => {
    entry.photos.push(shot);
    void drawPhotos(app, entry, form, photos);
  });

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let soon;
  let before = structuredClone({ answers: entry.answers, note: entry.note });
  const save = async () => {
    clearTimeout(soon);
    soon = undefined;
    const told = structuredClone({ answers: entry.answers, note: entry.note });
    try {
      await write(id, (row) => {
        carryOver(before, told, row);
        row.fix ??= fixNow(app);
      });
      before = told;
      saved.textContent = say("saved");
      return true;
    } catch (error) {
      saved.textContent = say(whyNot(error));
      return false;
    }
  };
  const later = () => {
    saved.textContent = "…";
    clearTimeout(soon);
    soon = setTimeout(save, SAVE_AFTER_MS);
  };
  // a page that is put away may never come back
  const atOnce = () => void (soon !== undefined && save());
  document.addEventListener("visibilitychange", atOnce);
  app.during(() => {
    document.removeEventListener("visibilitychange", atOnce);
    atOnce();
  });

  const note = make("textarea", { id: "note", rows: 3, maxLength: app.limits.note, value: entry.note });
  note.addEventListener("input", () => {
    entry.note = note.value;
    later();
  });
  const finish = async () => {
    if (!(await save())) return showFaults(faults, [saved.textContent ?? ""]);
    const newest = await read(id, entry.person);
    if (!newest) return showFaults(faults, [say("visit_not_here")]);
    const missing = missingIn(form, newest.answers).map((label) => say("answer_missing", { label }));
    if (app.unkept.of(id).length) missing.unshift(say("unkept_first"));
    if (missing.length) return showFaults(faults, missing);
    if (app.track.visit === id) await app.track.stop();
    await release(newest);
    location.hash = "#/outbox";
  };
  return make(
    "div",
    { className: "f-screen" },
    make("p", { className: "crumb" }, make("a", { href: `#/site/${entry.site.id}` }, say("back_to_site"))),
    make("h1", { className: "f-title" }, entry.site.name),
    faults,
    positionLine(app),
    walkSwitch(app, id, entry),
    make("h2", {}, say("photos")),
    space.element,
    held.element,
    photos,
    make("h2", {}, form ? spoken(form.title) : say("form")),
    ...(form ? formFields(form, entry.answers, later) : [make("p", { className: "hint" }, say("no_form"))]),
    make("label", { className: "f-label", htmlFor: "note" }, say("note")),
    make("p", { className: "hint" }, say("note_hint")),
    note,
    saved,
    make("div", { className: "f-bottom" }, make("button", { type: "button", on: { click: finish } }, say("finish"))),
  );
}

/** The walk is recorded only where the person says so. @param {import("../app.js").App} app @param {string} id @param {Entry} entry */
function walkSwitch(app, id, entry) {
  const on = () => app.track.visit === id;
  const words = make("p", { className: "hint", role: "status" });
  const button = make("button", { type: "button", className: "quiet f-wide" }, say("walk"));
  const draw = async () => {
    button.setAttribute("aria-pressed", String(on()));
    const n = (await read(id, entry.person))?.track?.length ?? 0;
    words.textContent = say(on() ? "walk_on" : n ? "walk_off_n" : "walk_off", { n });
  };
  button.addEventListener("click", async () => {
    if (on()) await app.track.stop();
    else app.track.start(id);
    await draw();
  });
  app.during(app.on(() => void draw()));
  void draw();
  return make("div", { className: "f-walk" }, button, words);
}

/** @param {import("../app.js").App} app */
function fixNow(app) {
  const fix = app.position.fresh();
  if (!fix) return null;
  const { lon, lat, accuracy_m, at } = fix;
  return rounded({ lon, lat, accuracy_m, at });
}

/** @param {unknown} error */
function whyNot(error) {
  if (error instanceof FullError) return "full";
  return error instanceof HandedOverError ? "handed_over" : "not_saved";
}

/**
 * What was changed here goes into the row; what another tab wrote meanwhile stays.
 *
 * @param {Pick<Entry, "answers" | "note">} before @param {Pick<Entry, "answers" | "note">} now
 * @param {Entry} row
 */
function carryOver(before, now, row) {
  for (const name of new Set([...Object.keys(before.answers), ...Object.keys(now.answers)])) {
    if (JSON.stringify(before.answers[name]) === JSON.stringify(now.answers[name])) continue;
    if (name in now.answers) row.answers[name] = now.answers[name];
    else delete row.answers[name];
  }
  if (now.note !== before.note) row.note = now.note;
}

/** @param {HTMLElement} box @param {string[]} sentences */
function showFaults(box, sentences) {
  box.replaceChildren(make("ul", {}, ...sentences.map((each) => make("li", {}, each))));
  box.hidden = !sentences.length;
  box.scrollIntoView({ block: "center" });
}

/** @param {import("../app.js").App} app @param {Entry} entry @param {any} form @param {HTMLElement} holder */
async function drawPhotos(app, entry, form, holder) {
  const wanted = new Map((form?.photos ?? []).map((/** @type {any} */ each) => [each.role, each]));
  const roles = [...ROLES].sort((a, b) => Number(wanted.has(b)) - Number(wanted.has(a)));
  const shots = new Map(roles.map((role) => [role, entry.photos.filter((shot) => shot.role === role)]));
  const shown = roles.filter((role) => wanted.has(role) || shots.get(role)?.length);
  const rest = roles.filter((role) => !shown.includes(role));
  holder.replaceChildren(
    ...(await Promise.all(shown.map((role) => oneRole(app, entry, form, holder, role, wanted.get(role), shots.get(role) ?? [])))),
    make(
      "details",
      {},
      make("summary", {}, say("other_photos")),
      make("div", { className: "f-apps" }, ...rest.map((role) => shootLink(entry, role, term("photo_role", role)))),
    ),
  );
}

/** @param {Entry} entry @param {string} role @param {string} words */
const shootLink = (entry, role, words) =>
  make("a", { className: "button quiet", href: `#/shoot/${entry.id}/-/${role}` }, words);

/**
 * @param {import("../app.js").App} app @param {Entry} entry @param {any} form @param {HTMLElement} holder
 * @param {string} role @param {any} asked @param {import("../outbox/entry.js").Shot[]} shots
 */
async function oneRole(app, entry, form, holder, role, asked, shots) {
  const items = await Promise.all(
    shots.map(async (shot) => {
      const words = say(shot.external ? "shot_external" : shot.fix ? "shot_fixed" : "shot_unfixed", {
        n: Math.round(shot.fix?.accuracy_m ?? 0),
      });
      const drop = make("button", { type: "button", className: "quiet" }, say("remove"));
      drop.addEventListener("click", async () => {
        const gone = await dropShot(entry.id, shot.id).then(() => true, () => false);
        if (!gone) return void (drop.textContent = say("handed_over"));
        entry.photos = entry.photos.filter((each) => each.id !== shot.id);
        await drawPhotos(app, entry, form, holder);
      });
      const picture = pictureOf(await shotBytes(shot.id), term("photo_role", role));
      return make("li", {}, make("div", { className: "f-picture" }, picture), make("p", { className: "hint" }, words), drop);
    }),
  );
  const need = asked ? say("n_of_m", { n: shots.length, m: asked.count }) : "";
  return make(
    "section",
    { className: "f-role" },
    make("h3", {}, term("photo_role", role), need && make("span", { className: "f-need" }, need)),
    asked?.hint && make("p", { className: "hint" }, spoken(asked.hint)),
    items.length > 0 && make("ul", { className: "f-pictures" }, ...items),
    shootLink(entry, role, say("shoot")),
  );
}
