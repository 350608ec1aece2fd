// One message as it is seen in a chat.

import { icon, make, pressable } from "./dom.js";
import { richText } from "./rich.js";

const FEW_EMOJI = /^(\p{RGI_Emoji}){1,3}$/v;
const WIDEST_PHOTO = 430;
const HIGHEST_PHOTO = 480;
const NARROWEST_PHOTO = 240;

/** The element of a message. `pane` says what happens when something in it is tapped. */
export function bubble(message, pane) {
  const service = serviceText(message);
  if (service) return make("div", { className: "service", "data-id": String(message.message_id) }, make("span", {}, service));
  const card = make(
    "div",
    { className: "bubble" },
    author(message, pane),
    forwarded(message),
    via(message, pane),
    reply(message, pane),
    photo(message, pane),
    ...body(message, pane),
  );
  const text = card.querySelector(".text");
  if (FEW_EMOJI.test(message.text ?? "")) card.classList.add("emoji");
  else if (hasRoom(message) && text === card.lastElementChild) text.append(room(message));
  else card.classList.add("tall");
  card.append(meta(message));
  card.classList.toggle("pictured", Boolean(message.photo));
  card.classList.toggle("bare", Boolean(message.photo) && !message.caption);
  const article = make(
    "article",
    { className: message.mine ? "message mine" : "message", "data-id": String(message.message_id) },
    card,
    keyboard(message, pane),
  );
  if (message.photo) article.style.width = `${photoWidth(message.photo.at(-1))}px`;
  return article;
}

/** Wide pictures fill a bubble, tall ones stay in sight, and a caption always has room under them. */
function photoWidth({ width, height }) {
  return Math.max(NARROWEST_PHOTO, Math.min(width, WIDEST_PHOTO, (HIGHEST_PHOTO * width) / height));
}

/** Whether the time may stand on the last line of the text: not after a block, nor where that line runs to the left. */
function hasRoom(message) {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  const endsInBlock = entities.some(({ type, offset, length }) => /quote|^pre$/.test(type) && offset + length >= text.length);
  const letter = text.slice(text.lastIndexOf("\n") + 1).match(/\p{L}/u)?.[0] ?? "";
  return !endsInBlock && !/[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(letter);
}

/** Unseen, but as wide as the time that will stand there. */
function room(message) {
  const space = meta(message);
  space.classList.add("room");
  space.setAttribute("aria-hidden", "true");
  return space;
}

function serviceText(message) {
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return "The group was upgraded to a supergroup";
  return null;
}

function author(message, pane) {
  if (pane.kind === "private" || message.sender_chat) return null;
  return make("div", { className: "author", dir: "auto" }, message.from.first_name);
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const name = origin.chat?.title ?? origin.sender_user?.first_name ?? origin.sender_user_name ?? "hidden";
  return make("div", { className: "forwarded" }, "Forwarded from ", make("b", {}, name));
}

function via(message, pane) {
  if (!message.via_bot) return null;
  const name = `@${message.via_bot.username}`;
  return make("div", { className: "via" }, "via ", pressable(make("span", { className: "link" }, name), () => pane.fill(`${name} `)));
}

function reply(message, pane) {
  const answered = message.reply_to_message;
  if (!answered) return null;
  const words = message.quote?.text ?? answered.text ?? answered.caption ?? "Photo";
  const name = answered.from?.first_name ?? answered.sender_chat?.title ?? "";
  const box = make("div", { className: "reply" }, make("b", { dir: "auto" }, name), make("span", { dir: "auto" }, words.slice(0, 200)));
  return pressable(box, () => pane.reveal(answered.message_id));
}

function photo(message, pane) {
  if (!message.photo) return null;
  const best = message.photo.at(-1);
  const alt = (message.caption ?? "").split("\n")[0] || "Photo";
  const image = make("img", { src: `/sandbox/photo/${best.file_id}`, alt, width: best.width, height: best.height, loading: "lazy" });
  const frame = make("button", { type: "button", className: "photo", "aria-label": `Enlarge: ${alt}` }, image);
  frame.addEventListener("click", () => pane.enlarge(image));
  return frame;
}

function body(message, pane) {
  const text = message.text ?? message.caption;
  if (!text) return [];
  const words = make(
    "div",
    { className: "text", dir: "auto" },
    ...richText(text, message.entities ?? message.caption_entities ?? [], (tapped) => pane.tapped(tapped)),
  );
  const card = preview(message);
  return message.link_preview_options?.show_above_text ? [card, words] : [words, card];
}

/** Where the first link leads: its domain only, since nothing is fetched. */
function preview(message) {
  const options = message.link_preview_options ?? {};
  if (options.is_disabled || !message.text) return null;
  const url = options.url ?? firstLink(message);
  let host;
  try {
    host = new URL(url).hostname;
  } catch {
    return null;
  }
  if (host === "t.me") return null;
  return make(
    "a",
    { className: "preview", href: url, target: "_blank", rel: "noopener noreferrer" },
    make("b", {}, host.replace(/^www\./, "")),
    make("span", {}, "Link preview"),
  );
}

function firstLink(message) {
  const entity = (message.entities ?? []).find(({ type }) => type === "text_link" || type === "url");
  if (!entity) return undefined;
  const words = message.text.slice(entity.offset, entity.offset + entity.length);
  return entity.url ?? (/^[a-z]+:/i.test(words) ? words : `http://${words}`);
}

function meta(message) {
  const moment = new Date(message.date * 1000);
  const silent = message.silent ? make("span", { title: "Sent without sound", role: "img", "aria-label": "Sent without sound" }, icon("silent")) : null;
  return make(
    "div",
    { className: "meta" },
    silent,
    message.author_signature ? make("span", { dir: "auto" }, `${message.author_signature},`) : null,
    message.edit_date ? make("span", { className: "edited", title: new Date(message.edit_date * 1000).toLocaleString() }, "edited") : null,
    make("time", { datetime: moment.toISOString(), title: moment.toLocaleString() }, clock(moment)),
    message.mine ? icon("seen") : null,
  );
}

function clock(moment) {
  return moment.toLocaleTimeString([], { timeStyle: "short" });
}

function keyboard(message, pane) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  const lines = rows.map((row, line) =>
    make("div", { className: "row" }, ...row.map((button, column) => key(message, button, [line, column], pane))),
  );
  return make("div", { className: "keyboard", role: "group", "aria-label": "Buttons of the message" }, ...lines);
}

const MARKS = { url: "out", switch_inline_query: "share", switch_inline_query_chosen_chat: "share", copy_text: "copy" };

function key(message, button, place, pane) {
  const mark = Object.keys(MARKS).find((kind) => kind in button);
  const words = make("span", { dir: "auto" }, button.text);
  const element = make("button", { type: "button", className: "key" }, words, mark ? icon(MARKS[mark]) : null);
  element.addEventListener("click", () => pane.pressed(message, button, place, element));
  return element;
}
