// Writing to the bot: the box, the menu of commands, and inline mode.

import { act } from "./api.js";
import { make } from "./dom.js";

const PATIENCE = 250;

export class Composer {
  constructor(doings) {
    Object.assign(this, doings);
    this.form = document.querySelector("#composer");
    this.words = document.querySelector("#words");
    this.offers = document.querySelector("#offers");
    this.menu = document.querySelector("#menu");
    this.commands = [];
    this.bot = "";
    this.chosen = -1;
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.words.addEventListener("input", () => this.typed());
    this.words.addEventListener("keydown", (event) => this.key(event));
    this.words.addEventListener("blur", () => setTimeout(() => this.leave(), 150));
    this.menu.addEventListener("click", () => (this.isMenuOpen() ? this.close() : this.openMenu()));
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    this.typed();
  }

  know(bot, commands) {
    this.bot = bot.username;
    this.commands = commands;
    this.menu.hidden = commands.length === 0;
  }

  fill(text) {
    this.words.value = text;
    this.words.focus();
    this.typed();
  }

  submit(event) {
    event.preventDefault();
    const text = this.words.value.trim();
    if (!text) return;
    this.words.value = "";
    this.typed();
    this.send(text);
  }

  typed() {
    this.words.style.height = "auto";
    if (this.words.scrollHeight) this.words.style.height = `${this.words.scrollHeight}px`;
    this.form.classList.toggle("filled", this.words.value.trim() !== "");
    clearTimeout(this.asking);
    const text = this.words.value;
    const inline = this.bot && text.toLowerCase().startsWith(`@${this.bot.toLowerCase()} `);
    if (inline) this.asking = setTimeout(() => this.askInline(text.slice(this.bot.length + 2)), PATIENCE);
    else if (/^\/\w*$/.test(text)) this.offerCommands(text.slice(1));
    else this.close();
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (this.chosen >= 0) this.offers.children[this.chosen]?.click();
      else this.form.requestSubmit();
    } else if (!this.offers.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.choose(this.chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Tab" && !event.shiftKey && this.chosen >= 0 && this.offers.children[this.chosen]) {
      event.preventDefault();
      this.offers.children[this.chosen].click();
    }
  }

  choose(index) {
    const all = [...this.offers.children];
    this.chosen = all.length ? (index + all.length) % all.length : -1;
    all.forEach((offer, place) => offer.setAttribute("aria-selected", String(place === this.chosen)));
    all[this.chosen]?.scrollIntoView({ block: "nearest" });
    this.words.setAttribute("aria-activedescendant", all[this.chosen]?.id ?? "");
  }

  offer(elements) {
    elements.forEach((element, index) => (element.id = `offer-${index}`));
    this.offers.replaceChildren(...elements);
    this.offers.hidden = elements.length === 0;
    this.chosen = -1;
  }

  close() {
    clearTimeout(this.asking);
    this.offers.hidden = true;
    this.offers.replaceChildren();
    this.chosen = -1;
    this.menu.setAttribute("aria-expanded", "false");
  }

  leave() {
    if (!this.offers.contains(document.activeElement) && document.activeElement !== this.menu && document.activeElement !== this.words) this.close();
  }

  isMenuOpen() {
    return this.menu.getAttribute("aria-expanded") === "true";
  }

  openMenu() {
    this.offerCommands("");
    this.menu.setAttribute("aria-expanded", "true");
    this.words.focus();
  }

  offerCommands(beginning) {
    const wanted = this.commands.filter(({ command }) => command.startsWith(beginning.toLowerCase()));
    this.offer(wanted.map((entry) => this.commandOffer(entry)));
    if (beginning && wanted.length) this.choose(0);
  }

  commandOffer({ command, description }) {
    const line = make(
      "button",
      { type: "button", role: "option", className: "offer command", tabindex: "-1" },
      make("b", {}, `/${command}`),
      make("span", { dir: "auto" }, description),
    );
    line.addEventListener("click", () => {
      this.words.value = "";
      this.typed();
      this.close();
      this.send(`/${command}`);
    });
    return line;
  }

  async askInline(text, offset = "", earlier = []) {
    const asked = (this.asked = (this.asked ?? 0) + 1);
    if (!offset) this.offer([make("div", { className: "offer note" }, "Asking the bot…")]);
    const { query, answer } = await act("inline", { text, offset });
    if (asked !== this.asked || !this.words.value.startsWith("@")) return;
    const results = [...earlier, ...(answer?.results ?? []).map((result) => this.resultOffer(query, result))];
    const more = answer?.next_offset && answer.results.length ? this.moreOffer(text, answer.next_offset, results) : null;
    const elements = [answer?.button ? this.buttonOffer(answer.button) : null, ...results, more].filter(Boolean);
    this.offer(elements.length ? elements : [make("div", { className: "offer note" }, answer ? "No results" : "The bot did not answer")]);
  }

  resultOffer(query, result) {
    const line = make(
      "button",
      { type: "button", role: "option", className: "offer result", tabindex: "-1" },
      make("span", { className: "avatar", "aria-hidden": "true" }, [...result.title][0] ?? ""),
      make("b", { dir: "auto" }, result.title),
      make("span", { dir: "auto" }, result.description ?? ""),
    );
    line.addEventListener("click", async () => {
      this.words.value = "";
      this.typed();
      await act("choose", { query, result: result.id });
    });
    return line;
  }

  moreOffer(text, offset, results) {
    const line = make("button", { type: "button", className: "offer note", tabindex: "-1" }, "More results");
    line.addEventListener("click", () => this.askInline(text, offset, results));
    return line;
  }

  buttonOffer({ text, start_parameter }) {
    const line = make("button", { type: "button", className: "offer note link", tabindex: "-1" }, text);
    line.addEventListener("click", () => {
      this.fill("");
      this.send(`/start ${start_parameter}`);
    });
    return line;
  }
}
