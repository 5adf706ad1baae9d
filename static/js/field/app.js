// @ts-check
/** What the screens of the field page share: who, what was taken along, where, what waits. */

import { Compass } from "./compass.js";
import { currentPack } from "./pack.js";
import { Position } from "./position.js";
import { keep, kept } from "./store.js";
import { Unkept } from "./outbox/unkept.js";
import { draftOf, entriesOf, onNews, othersWaiting } from "./outbox/entry.js";
import { Track } from "./track.js";
import { page } from "./words.js";

/** @typedef {import("./outbox/entry.js").Entry} Entry */
/** @typedef {import("./pack.js").Pack} Pack */

export class App {
  /** @type {{id: string, name: string, unit: string | null} | null} */
  person = null;
  /** @type {Pack | null} */
  pack = null;
  /** @type {Entry[]} */
  entries = [];
  /** Sent today and before. @type {any[]} */
  sent = [];
  others = 0;
  /** What is known of the line. @type {"unknown" | "online" | "offline" | "unreachable" | "signed_out"} */
  line = "unknown";
  /** Bytes of photos that are up, by id. @type {Map<string, number>} */
  progress = new Map();
  /** Photos that only this page has. */
  unkept = new Unkept();
  position = new Position();
  compass = new Compass(0);
  track = new Track(this.position, () => page.limits.track_points);
  /** @type {Set<() => void>} */
  #listeners = new Set();
  /** Ends of what only the screen of the moment listens to. @type {(() => void)[]} */
  #ends = [];

  async load() {
    this.person = (await kept("person")) ?? null;
    this.pack = await currentPack();
    this.compass.declination = this.pack?.declination_deg ?? 0;
    await this.reload();
    onNews((news) => {
      if (news.type === "progress") this.progress.set(news.shot, news.sent);
      else if (news.type === "sent" || news.type === "entry" || news.type === "removed")
        return void this.reload();
      this.changed();
    });
  }

  /**
   * The server says who has signed in: nobody reads or goes on with what is somebody else's.
   *
   * @param {{id: string, name: string, unit: string | null}} person
   */
  async meet(person) {
    if (person.id === this.person?.id) return;
    const before = this.person;
    void this.track.stop(); // the walk was of the one before
    await keep("person", person);
    this.person = person;
    this.pack = await currentPack();
    await this.reload();
    if (before) this.onPerson(); // the first one finds nothing of anybody else's on the screen
  }

  /** What is shown may be of somebody else now. */
  onPerson = () => {};

  /** Read again what waits. */
  async reload() {
    const id = this.person?.id ?? null;
    this.entries = id ? await entriesOf(id) : [];
    this.sent = id ? ((await kept(`sent:${id}`)) ?? []) : [];
    this.others = await othersWaiting(id);
    this.changed();
  }

  /** Entries that are not on the server. */
  get waiting() {
    return this.entries.length;
  }

  /** @param {string} id */
  site(id) {
    return this.pack?.sites.find((site) => site.id === id) ?? null;
  }

  /** The draft of a visit to a site, begun now or open already. @param {import("./pack.js").PackSite} site */
  async begin(site) {
    if (!this.person || !this.pack) throw new Error("nothing was taken along");
    const version = this.pack.forms[site.category]?.version ?? null;
    const entry = await draftOf(this.person, site, version, this.pack.token);
    await this.reload();
    return entry;
  }

  get limits() {
    return page.limits;
  }

  /** @param {() => void} listen @returns {() => void} ends it */
  on(listen) {
    this.#listeners.add(listen);
    return () => void this.#listeners.delete(listen);
  }

  changed() {
    for (const listen of this.#listeners) listen();
  }

  /** Something that ends with the screen of the moment. @param {() => void} end */
  during(end) {
    this.#ends.push(end);
  }

  /** The screen of the moment goes. */
  leave() {
    for (const end of this.#ends.splice(0)) end();
  }
}
