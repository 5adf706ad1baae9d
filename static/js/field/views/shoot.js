// @ts-check
/** The camera with the earlier photo over it, the way to where that was taken, and the shutter. */

import { make } from "../../sheet/dom.js";
import { Camera } from "../camera/camera.js";
import { edgePicture } from "../camera/edges.js";
import { wind } from "../ground.js";
import { guide } from "../guidance.js";
import { addShot, dropShot, entry as read, HandedOverError, momentNow } from "../outbox/entry.js";
import { picture } from "../pack.js";
import { metresWords, say, sizeWords, term } from "../words.js";
import { arrow, pictureOf, positionWords } from "./parts.js";
import { roomLine, unkeptList, whyUnkept } from "./unkept.js";

const ROLES = ["after", "before", "near", "far", "sign", "during"];
const LEVEL_DEG = 3;

/** @param {import("../app.js").App} app @param {string} id @param {string} pictureId @param {string} [role] */
export async function shootView(app, id, pictureId, role) {
  const entry = app.person && (await read(id, app.person.id));
  if (!entry) return make("div", { className: "f-screen" }, make("p", {}, say("visit_not_here")));
  const site = app.site(entry.site.id);
  const goal = site?.photos.find((each) => each.id === pictureId) ?? null;
  const chosen = { role: role ?? (goal?.role === "near" || goal?.role === "far" ? goal.role : "after") };
  const video = make("video", { className: "f-video", muted: true, playsInline: true, "aria-hidden": "true" });
  const camera = new Camera(video);
  const words = make("p", { className: "f-guide", role: "status" });
  const strip = make("ul", { className: "f-strip" });
  const notice = make("p", { className: "f-shot-notice", role: "alert" });
  const shutter = make("button", { type: "button", className: "f-shutter", disabled: true, "aria-label": say("shutter") });
  app.during(() => camera.close());
  const space = roomLine();
  const held = unkeptList(app, id, ({ blob }, shot) => kept(blob, shot));
  /** @param {Blob} blob @param {import("../outbox/entry.js").Shot} shot */
  const kept = (blob, shot) => {
    strip.prepend(shotItem(entry, shot, blob, notice));
    notice.textContent = say(shot.external ? "shot_kept_external" : shot.fix ? "shot_kept" : "shot_kept_no_fix", {
      n: Math.round(shot.fix?.accuracy_m ?? 0),
      role: term("photo_role", shot.role),
    });
  };

  /** @param {Blob} blob @param {string} name @param {boolean} external */
  const take = async (blob, name, external) => {
    shutter.disabled = true;
    const about = { role: chosen.role, name, fix: external ? null : captureFix(app), external, moment: momentNow() };
    try {
      const refusal = await tooMuch(app, entry, blob);
      if (refusal) notice.textContent = refusal;
      else kept(blob, await addShot(entry, blob, about));
    } catch (error) {
      if (error instanceof HandedOverError) notice.textContent = say("handed_over");
      else {
        // the moment does not come back: the page holds what the phone would not keep
        app.unkept.hold({ entry, blob, about, why: whyUnkept(error) });
        notice.textContent = "";
        held.draw();
      }
    } finally {
      shutter.disabled = stage.dataset.camera !== "on";
      void space.look();
    }
  };
  shutter.addEventListener("click", async () => {
    const blob = await camera.shoot().catch(() => null);
    if (blob) await take(blob, nameOf(entry.site.code, blob), false);
    else notice.textContent = say("shot_failed");
  });
  const draw = () => drawGuide(app, goal, words);
  app.during(app.position.on(draw));
  app.during(app.compass.on(draw));
  draw();
  if (app.position.state === "off") app.position.start();
  const stage = make("div", { className: "f-stage" }, video, goal && (await ghost(app, goal)), level(app), words);
  camera.open().then((state) => {
    shutter.disabled = state !== "on";
    stage.dataset.camera = state;
    if (state !== "on") notice.textContent = say(`camera_${state}`);
  });
  void space.look();
  return make(
    "div",
    { className: "f-shoot" },
    make(
      "div",
      { className: "f-shoot-top" },
      make("a", { className: "button quiet", href: `#/visit/${id}` }, say("done_shooting")),
      make("strong", {}, entry.site.name),
      compassButton(app, draw),
    ),
    make("h1", { className: "visually-hidden" }, say("shoot")),
    stage,
    space.element,
    held.element,
    strip,
    notice,
    roleChips(chosen),
    make("div", { className: "f-shutter-row" }, fileButton(take), shutter, make("span", {})),
  );
}

/** Why the server would not take a photo too. @param {import("../app.js").App} app @param {any} entry @param {Blob} blob */
async function tooMuch(app, entry, blob) {
  if (blob.size > app.limits.bytes)
    return say("photo_too_large", { limit: Math.round(app.limits.bytes / 1048576) });
  // an unreadable outbox is no reason to refuse the photo: keeping it says what is wrong
  const newest = await read(entry.id, entry.person).catch(() => null);
  const many = (newest?.photos.length ?? 0) >= app.limits.photos;
  return many ? say("too_many_photos", { limit: app.limits.photos }) : null;
}

/** Position and view of the moment, as they are sealed. @param {import("../app.js").App} app */
function captureFix(app) {
  const fix = app.position.fresh();
  if (!fix) return null;
  const { lon, lat, accuracy_m, at } = fix;
  return { lon, lat, accuracy_m, at, heading_deg: app.compass.heading };
}

/** @param {string} code @param {Blob} blob */
function nameOf(code, blob) {
  const stamp = new Date().toISOString().replace(/[-:]/g, "").slice(0, 15);
  const ending = { "image/png": "png", "image/webp": "webp" }[blob.type] ?? "jpg";
  return `${code}-${stamp}.${ending}`;
}

/** @param {import("../app.js").App} app @param {any} goal @param {HTMLElement} words */
function drawGuide(app, goal, words) {
  const here = app.position.fresh();
  const sentences = [positionWords(app.position)];
  words.replaceChildren();
  if (goal) {
    const direction = goal.direction_deg === null ? null : goal.direction_deg + (goal.magnetic ? app.compass.declination : 0);
    const way = guide(here, app.compass.heading, { ...goal, direction_deg: direction });
    if (way.metres !== null && way.bearing !== null) {
      const values = { length: metresWords(way.metres), direction: term("direction", wind(way.bearing)) };
      sentences.unshift(say(way.there ? "guide_there" : "guide_go", values));
      if (!way.there) words.append(arrow(way.bearing - (app.compass.heading ?? 0)));
    } else if (goal.lon === null) sentences.unshift(say("guide_no_place"));
    if (way.turn !== null)
      sentences.splice(1, 0, say(way.aligned ? "turn_done" : way.turn > 0 ? "turn_right" : "turn_left", { n: Math.abs(way.turn) }));
    if (way.wait && here) sentences.push(say("guide_wait"));
  }
  words.append(make("span", {}, sentences.join(" · ")));
}

/** The earlier photo over the picture. @param {import("../app.js").App} app @param {any} goal */
async function ghost(app, goal) {
  const blob = await picture(app.person?.id ?? "", goal.id);
  if (!blob) return make("p", { className: "f-ghost-missing" }, say("ghost_missing"));
  const image = /** @type {HTMLImageElement} */ (make("img", { className: "f-ghost", alt: say("ghost") }));
  image.src = URL.createObjectURL(blob);
  const slider = make("input", { type: "range", min: 0, max: 100, value: 45, "aria-label": say("ghost_strength") });
  const show = () => void (image.style.opacity = String(Number(slider.value) / 100));
  slider.addEventListener("input", show);
  show();
  let edges = false;
  const switchButton = make("button", { type: "button", className: "quiet", "aria-pressed": "false" }, say("edges"));
  switchButton.addEventListener("click", async () => {
    edges = !edges;
    switchButton.setAttribute("aria-pressed", String(edges));
    const lines = edges ? await edgePicture(image) : null;
    image.src = URL.createObjectURL(lines ?? blob);
  });
  return make("div", { className: "f-ghost-box" }, image, make("div", { className: "f-ghost-tools" }, slider, switchButton));
}

/** A line that lies level when the phone does. @param {import("../app.js").App} app */
function level(app) {
  const line = make("div", { className: "f-level", hidden: true, "aria-hidden": "true" });
  const draw = () => {
    const { roll } = app.compass;
    line.hidden = roll === null;
    if (roll === null) return;
    line.style.transform = `rotate(${(-roll).toFixed(1)}deg)`;
    line.dataset.level = Math.abs(roll) <= LEVEL_DEG ? "yes" : "no";
  };
  app.during(app.compass.on(draw));
  return line;
}

/** The compass needs a tap on some systems; where it does not, it is on already. @param {import("../app.js").App} app @param {() => void} draw */
function compassButton(app, draw) {
  const button = make("button", { type: "button", className: "quiet" }, say("use_compass"));
  const start = async () => {
    if (await app.compass.start()) button.hidden = true;
    draw();
  };
  button.addEventListener("click", start);
  const { constructor } = /** @type {any} */ (app.compass);
  if (!constructor.mustAsk()) start();
  app.during(() => app.compass.stop());
  return button;
}

/** @param {{role: string}} chosen */
function roleChips(chosen) {
  const chips = ROLES.map((role) => {
    const input = make("input", { type: "radio", name: "role", checked: role === chosen.role });
    input.addEventListener("change", () => (chosen.role = role));
    return make("label", { className: "chip" }, input, term("photo_role", role));
  });
  return make("div", { className: "f-role-chips", role: "radiogroup", "aria-label": say("role") }, ...chips);
}

/** Gallery, another camera program, or the only way where a page has no camera. @param {(blob: Blob, name: string, external: boolean) => Promise<void>} take */
function fileButton(take) {
  const input = make("input", { type: "file", accept: "image/*,.heic,.heif,.avif", multiple: true, "aria-label": say("from_files") });
  input.addEventListener("change", async () => {
    for (const file of input.files ?? []) await take(file, file.name, true);
    input.value = "";
  });
  return make("label", { className: "f-file button quiet" }, say("from_files"), input);
}

/** @param {any} entry @param {any} shot @param {Blob} blob @param {HTMLElement} notice */
function shotItem(entry, shot, blob, notice) {
  const again = make("button", { type: "button", className: "quiet" }, say("retake"));
  const item = make("li", {}, pictureOf(blob, `${term("photo_role", shot.role)} · ${sizeWords(blob.size)}`), again);
  again.addEventListener("click", async () => {
    try {
      await dropShot(entry.id, shot.id);
      item.remove();
    } catch {
      notice.textContent = say("handed_over");
    }
  });
  return item;
}
