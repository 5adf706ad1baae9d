// @ts-check
/** What is taken along and how old it is, room on the phone, language and light, what is missing. */

import { make } from "../../sheet/dom.js";
import { lacks } from "../abilities.js";
import { dropPictures, fetchPack, takeAlong } from "../pack.js";
import { askToPersist, FullError, room } from "../store.js";
import { isSunny, setSunny } from "../light.js";
import { language, page, say, setLanguage, sizeWords, time } from "../words.js";

/** @typedef {import("../app.js").App} App */

/** @param {App} app @param {() => void} redraw @returns {HTMLElement} */
export function moreView(app, redraw) {
  const storage = make("p", { className: "hint" });
  showRoom(storage);
  const missing = lacks();
  return make(
    "div",
    { className: "f-screen" },
    make("h1", { className: "f-title" }, say("more")),
    make("h2", {}, say("take_along")),
    takeAlongBox(app, storage),
    storage,
    make("h2", {}, say("make_room")),
    makeRoom(app, storage),
    missing.length > 0 && make("h2", {}, say("what_is_missing")),
    missing.length > 0 && make("ul", { className: "f-lacks" }, ...missing.map((each) => make("li", {}, say(`lacks_${each}`)))),
    make("h2", {}, say("display")),
    switchButton("sun", isSunny, () => setSunny(!isSunny())),
    make(
      "button",
      {
        type: "button",
        className: "quiet f-wide",
        lang: language() === "zh" ? "en" : "zh-CN",
        on: {
          click: () => {
            setLanguage(language() === "zh" ? "en" : "zh");
            redraw();
          },
        },
      },
      language() === "zh" ? "English" : "中文",
    ),
    make("h2", {}, say("account")),
    app.person && make("p", {}, [app.person.name, app.person.unit].filter(Boolean).join(" · ")),
    make("p", {}, make("a", { href: "/" }, say("to_office_pages"))),
    make("p", { className: "hint" }, say("version", { version: page.version.slice(0, 8) })),
  );
}

/** @param {string} key @param {() => boolean} is @param {() => void} change */
function switchButton(key, is, change) {
  const button = make("button", { type: "button", className: "quiet f-wide", "aria-pressed": String(is()) }, say(key));
  button.addEventListener("click", () => {
    change();
    button.setAttribute("aria-pressed", String(is()));
  });
  return button;
}

/** The size is said first; what is loaded comes after a second tap. @param {App} app @param {HTMLElement} storage */
function takeAlongBox(app, storage) {
  const words = make("p", { role: "status" });
  const progress = make("progress", { hidden: true, "aria-label": say("take_along") });
  const button = make("button", { type: "button", className: "f-wide" });
  const { pack } = app;
  words.textContent = pack ? say("have_along", values(pack)) : say("nothing_along");
  button.textContent = say("how_much");
  /** @type {import("../pack.js").Pack | null} */
  let found = null;
  const look = async () => {
    words.textContent = say("looking");
    found = await fetchPack(app.position.fresh());
    words.textContent = say("would_load", values(found));
    button.textContent = say("load", { size: sizeWords(found.size.data_bytes + found.size.picture_bytes) });
  };
  const load = async () => {
    progress.hidden = false;
    await askToPersist();
    const taken = await takeAlong(/** @type {any} */ (found), (done, of) => {
      progress.max = of || 1;
      progress.value = of ? done : 1;
    });
    await app.load();
    found = null;
    const whole = taken.pictures_here === taken.size.pictures;
    words.textContent = say(whole ? "loaded" : "loaded_partly", { ...values(taken), here: taken.pictures_here ?? 0 });
    button.textContent = say("how_much");
    showRoom(storage);
  };
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await (found ? load() : look());
    } catch (error) {
      const key = error instanceof FullError ? "full" : error?.constructor?.name === "SignedOutError" ? "sign_in_first" : "load_failed";
      words.textContent = say(key);
      found = null;
      button.textContent = say("how_much");
      if (key === "sign_in_first") words.append(" ", make("a", { href: "/sign-in?next=/field" }, say("sign_in")));
    } finally {
      progress.hidden = true;
      button.disabled = false;
    }
  });
  return make("div", {}, words, progress, button);
}

/** What may go without a loss. @param {App} app @param {HTMLElement} storage */
function makeRoom(app, storage) {
  const words = make("p", { className: "hint", role: "status" }, say("how_to_make_room"));
  const drop = make("button", { type: "button", className: "quiet f-wide" }, say("drop_pictures"));
  drop.addEventListener("click", async () => {
    const bytes = app.person ? await dropPictures(app.person.id) : 0;
    words.textContent = say(bytes ? "pictures_dropped" : "no_pictures", { size: sizeWords(bytes) });
    showRoom(storage);
  });
  return make("div", {}, words, drop);
}

/** @param {import("../pack.js").Pack} pack */
const values = ({ size, total, as_of }) => ({
  n: size.sites,
  total,
  pictures: size.pictures,
  size: sizeWords(size.data_bytes + size.picture_bytes),
  time: time(as_of),
});

/** @param {HTMLElement} holder */
async function showRoom(holder) {
  const { free, persistent } = await room();
  const words = [];
  if (free !== null) words.push(say("room_free", { size: sizeWords(free) }));
  if (persistent !== null) words.push(say(persistent ? "room_kept" : "room_not_kept"));
  holder.textContent = words.join(" ");
}
