// Text and its entities -> nodes. Offsets are UTF-16 units, which is what JavaScript counts in, too.

import { make, pressable } from "./dom.js";

const PLAIN = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const COLLAPSED_LINES = 3;

/** Nodes for a text. `act` gets what was tapped: {link} or {command}. */
export function richText(text, entities, act) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, sorted, 0, text.length, act);
}

function span(text, entities, start, end, act) {
  const nodes = [];
  let at = start;
  for (let index = 0; index < entities.length; ) {
    const entity = entities[index];
    const stop = Math.min(entity.offset + entity.length, end);
    let next = index + 1;
    while (next < entities.length && entities[next].offset < stop) next += 1;
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inside = span(text, entities.slice(index + 1, next), entity.offset, stop, act);
    nodes.push(element(entity, text.slice(entity.offset, stop), inside, act));
    // a block stands on its own lines: the line break behind it is not one more
    at = BLOCKS.has(entity.type) && text[stop] === "\n" ? stop + 1 : stop;
    index = next;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function element(entity, words, inside, act) {
  if (entity.type in PLAIN) return make(PLAIN[entity.type], {}, ...inside);
  switch (entity.type) {
    case "pre":
      return make("pre", { dir: "auto", "data-language": entity.language }, make("code", {}, ...inside));
    case "text_link":
      return link(entity.url, inside, act);
    case "url":
      return link(/^[a-z]+:/i.test(words) ? words : `http://${words}`, inside, act);
    case "email":
      return link(`mailto:${words}`, inside, act);
    case "mention":
      return link(`https://t.me/${words.slice(1)}`, inside, act);
    case "bot_command":
      return pressable(make("span", { className: "link", title: "Send this command" }, ...inside), () =>
        act({ command: words }),
      );
    case "hashtag":
    case "cashtag":
    case "phone_number":
    case "text_mention":
      return make("span", { className: "link" }, ...inside);
    case "spoiler":
      return spoiler(inside);
    case "blockquote":
      return make("blockquote", { dir: "auto" }, ...inside);
    case "expandable_blockquote":
      return expandable(inside);
    case "date_time":
      return date(entity, inside);
    default:
      return make("span", {}, ...inside);
  }
}

function link(url, inside, act) {
  const anchor = make("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url }, ...inside);
  anchor.addEventListener("click", (event) => {
    if (act({ link: url })) event.preventDefault();
  });
  return anchor;
}

function spoiler(inside) {
  const cover = make("span", { className: "spoiler", "aria-label": "Hidden text, press to show" }, ...inside);
  return pressable(cover, (event) => {
    if (cover.classList.contains("shown")) return;
    event.preventDefault();
    cover.classList.add("shown");
    cover.removeAttribute("aria-label");
  });
}

/** A quote of which three lines are shown until it is tapped. */
function expandable(inside) {
  const body = make("div", { className: "quoted" }, ...inside);
  const toggle = make("button", { type: "button", className: "unfold", "aria-label": "Show all of the quote" });
  const quote = make("blockquote", { className: "expandable", dir: "auto" }, body, toggle);
  const fold = (isOpen) => {
    quote.classList.toggle("open", isOpen);
    toggle.setAttribute("aria-expanded", String(isOpen));
    toggle.setAttribute("aria-label", isOpen ? "Show less of the quote" : "Show all of the quote");
  };
  quote.addEventListener("click", (event) => {
    if (event.target.closest("a, [role=button]") || !getSelection().isCollapsed) return;
    if (!quote.classList.contains("short")) fold(!quote.classList.contains("open"));
  });
  const measure = new ResizeObserver(() => {
    const line = parseFloat(getComputedStyle(body).lineHeight);
    quote.classList.toggle("short", body.scrollHeight <= line * (COLLAPSED_LINES + 0.5));
  });
  measure.observe(body);
  fold(false);
  return quote;
}

const DATE_PARTS = {
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
};

/** A moment in the reader's own time, as its format asks; what the bot wrote if it asks for none. */
function date(entity, inside) {
  const moment = new Date(entity.unix_time * 1000);
  const time = make("time", { datetime: moment.toISOString(), title: moment.toLocaleString() });
  const format = entity.date_time_format ?? "";
  if (format === "r") time.textContent = ago(moment);
  else if (format) time.textContent = dated(moment, format);
  else time.append(...inside);
  return time;
}

function dated(moment, format) {
  const options = Object.assign({}, ...[...format].map((letter) => DATE_PARTS[letter] ?? {}));
  const words = Object.keys(options).length ? moment.toLocaleString([], options) : "";
  const day = format.includes("w") ? moment.toLocaleDateString([], { weekday: "long" }) : "";
  return [day, words].filter(Boolean).join(", ");
}

const STEPS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

function ago(moment) {
  const seconds = (moment - Date.now()) / 1000;
  const words = new Intl.RelativeTimeFormat([], { numeric: "auto" });
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return words.format(Math.round(seconds / size), unit);
}
