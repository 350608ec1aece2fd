// A chat: its messages in order, kept at the newest unless the reader has scrolled away.

import { bubble } from "./bubble.js";
import { make } from "./dom.js";

const NEAR_THE_END = 60;

export class Pane {
  /** `doings` are what the page does when something in a message is tapped. */
  constructor(section, kind, doings) {
    this.section = section;
    this.kind = kind;
    this.chat = null;
    this.unread = 0;
    this.lastTop = 0;
    this.shown = new Map();
    Object.assign(this, doings);
    this.log = section.querySelector(".log");
    this.scroll = section.querySelector(".scroll");
    this.down = section.querySelector(".down");
    this.down.addEventListener("click", () => this.toNewest(true));
    this.scroll.addEventListener("scroll", () => this.noteScrolling(), { passive: true });
    this.follow();
  }

  /** Stay at the newest while pictures load and quotes unfold. */
  follow() {
    this.isFollowing = true;
    const watch = new ResizeObserver(() => this.isFollowing && this.toNewest());
    watch.observe(this.log);
    watch.observe(this.scroll);
  }

  head(title, about) {
    this.section.querySelector("h1").textContent = title;
    this.about = about;
    this.section.querySelector(".about").textContent = about;
    this.section.querySelector(".avatar").textContent = [...title][0]?.toUpperCase() ?? "";
  }

  busy(words) {
    const line = this.section.querySelector(".about");
    line.textContent = words;
    clearTimeout(this.calm);
    this.calm = setTimeout(() => (line.textContent = this.about), 5000);
  }

  /** Show exactly these messages. */
  load(messages) {
    const wanted = new Set(messages.map(({ message_id }) => message_id));
    for (const id of [...this.shown.keys()]) if (!wanted.has(id)) this.remove(id);
    for (const message of messages) this.put(message, true);
  }

  /** Add a message, or replace it by its newer form. */
  put(message, isOld = false) {
    const id = message.message_id;
    const known = this.shown.get(id);
    const element = bubble(message, this);
    if (known) {
      if (JSON.stringify(known.message) === JSON.stringify(message)) return;
      known.element.replaceWith(element);
    } else {
      this.insert(element, id);
      if (!isOld) this.arrived(element, message);
    }
    this.shown.set(id, { message, element });
    if (!known) this.separate(element, message);
    this.section.classList.toggle("empty", this.shown.size === 0);
  }

  insert(element, id) {
    const later = [...this.log.children].find((child) => Number(child.dataset.id) > id);
    this.log.insertBefore(element, later ?? null);
  }

  arrived(element, message) {
    element.classList.add("new");
    if (message.mine) this.isFollowing = true;
    if (!this.isFollowing || this.isHidden()) this.count(this.unread + 1);
    if (this.isFollowing) this.toNewest(true);
  }

  /** A line with the date above the first message of each day. */
  separate(element, message) {
    const day = new Date(message.date * 1000).toDateString();
    element.dataset.day = day;
    if (element.previousElementSibling?.dataset.day === day) return;
    const words = new Date(message.date * 1000).toLocaleDateString([], { day: "numeric", month: "long" });
    const line = make("div", { className: "day", "data-id": String(message.message_id - 0.5), "data-day": day }, make("span", {}, words));
    element.before(line);
    const next = element.nextElementSibling;
    if (next?.classList.contains("day") && next.dataset.day === day) next.remove();
  }

  remove(id) {
    const known = this.shown.get(id);
    if (!known) return;
    const line = known.element.previousElementSibling;
    const next = known.element.nextElementSibling;
    if (line?.classList.contains("day") && (!next || next.classList.contains("day"))) line.remove();
    known.element.remove();
    this.shown.delete(id);
    this.section.classList.toggle("empty", this.shown.size === 0);
  }

  isHidden() {
    return this.section.offsetParent === null;
  }

  noteScrolling() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroll;
    const isNear = scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
    // only scrolling back stops the following: a chat that grows is no reader who leaves
    if (isNear) this.isFollowing = true;
    else if (scrollTop < this.lastTop) this.isFollowing = false;
    this.lastTop = scrollTop;
    this.down.hidden = this.isFollowing;
    if (this.isFollowing && !this.isHidden()) this.count(0);
  }

  toNewest(isSmooth = false) {
    this.isFollowing = true;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.scroll.scrollTo({ top: this.scroll.scrollHeight, behavior: isSmooth && !calm ? "smooth" : "instant" });
    if (!this.isHidden()) this.count(0);
  }

  count(unread) {
    this.unread = unread;
    for (const badge of [this.down.querySelector(".count"), document.querySelector(`#tab-${this.section.id} .count`)]) {
      badge.hidden = unread === 0;
      badge.textContent = String(unread);
    }
  }

  /** Scroll to a message and let it glow. */
  reveal(id) {
    const known = this.shown.get(id);
    if (!known) return false;
    this.isFollowing = false;
    known.element.scrollIntoView({ block: "center" });
    known.element.classList.remove("glow");
    void known.element.offsetWidth;
    known.element.classList.add("glow");
    return true;
  }
}
