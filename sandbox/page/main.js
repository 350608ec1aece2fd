// The page: a channel and a private chat side by side, alive while the sandbox runs.

import { act, ask, listen } from "./api.js";
import { Composer } from "./composer.js";
import { Pane } from "./pane.js";

const find = (selector) => document.querySelector(selector);
let state = null;
let missed = null;

const doings = { tapped, pressed, enlarge, fill: (text) => write(text) };
const panes = {
  channel: new Pane(find("#channel"), "channel", doings),
  private: new Pane(find("#private"), "private", doings),
};
const composer = new Composer({ send: say });

/** What happens while everything is read anew is told again afterwards, so that nothing is missed or undone. */
async function refresh() {
  missed ??= [];
  state = await ask("state");
  const shared = offerChats();
  const [posts, talk] = await Promise.all([
    ask("messages", { chat: shared.id }),
    ask("messages", { chat: state.private.id }),
  ]);
  panes.channel.chat = shared.id;
  panes.private.chat = state.private.id;
  panes.channel.head(shared.title, shared.description || (shared.username ? `@${shared.username}` : shared.type));
  panes.private.head(state.bot.first_name, "bot");
  composer.know(state.bot, state.commands);
  panes.channel.load(posts);
  panes.private.load(talk);
  document.title = `${state.channel.title} · Telegram sandbox`;
  invite();
  const late = missed;
  missed = null;
  late?.forEach((tell) => tell());
}

/** The channel or group on the left: the first one, unless there are several and the reader chose another. */
function offerChats() {
  const shared = state.chats.filter(({ type }) => type !== "private");
  const which = find("#which");
  const shown = shared.find(({ id }) => id === Number(which.value)) ?? state.channel;
  which.replaceChildren(...shared.map(({ id, title }) => new Option(title, id, false, id === shown.id)));
  which.hidden = shared.length < 2;
  return shown.id === state.channel.id ? state.channel : shown;
}

find("#which").addEventListener("change", () => refresh());

/** Before the first message there is a Start button, as in Telegram; unlike there one may write at once. */
function invite() {
  const isNew = !state.private.is_started;
  find("#start").hidden = !isNew;
  const about = state.bot.about[`description|${state.user.language_code}`] ?? state.bot.about["description|"] ?? "";
  find("#private .log").dataset.about = about;
  panes.private.section.classList.toggle("empty", panes.private.shown.size === 0);
  panes.channel.section.classList.toggle("empty", panes.channel.shown.size === 0);
}

function paneOf(chat) {
  return Object.values(panes).find((pane) => pane.chat === chat);
}

const heard = {
  message: ({ message }) => {
    paneOf(message.chat.id)?.put(message);
    if (message.mine && message.chat.id === state.private.id) {
      state.private.is_started = true;
      invite();
    }
  },
  edited: ({ message }) => paneOf(message.chat.id)?.put(message),
  deleted: ({ chat, id }) => paneOf(chat)?.remove(id),
  action: ({ chat, action }) => paneOf(chat)?.busy(action === "typing" ? "typing…" : "sending a photo…"),
  chat: () => refresh(),
  commands: async () => {
    state = await ask("state");
    composer.know(state.bot, state.commands);
    invite();
  },
};

const inTurn = (handle) => (facts) => (missed ? missed.push(() => handle(facts)) : handle(facts));

listen(
  Object.fromEntries(Object.entries(heard).map(([event, handle]) => [event, inTurn(handle)])),
  () => {
    connected(true);
    refresh();
  },
  () => connected(false),
);

function connected(isOpen) {
  const dot = find("#connection");
  dot.classList.toggle("open", isOpen);
  dot.setAttribute("aria-label", isOpen ? "Connected" : "Waiting for the sandbox");
  dot.title = isOpen ? "Connected" : "Waiting for the sandbox";
}

async function say(text) {
  state.private.is_started = true;
  invite();
  try {
    await act("say", { text });
  } catch (error) {
    toast(`Not sent: ${error.message}`);
  }
}

find("#start").addEventListener("click", () => {
  say("/start");
  find("#words").focus();
});

function write(text) {
  show("private");
  state.private.is_started = true;
  invite();
  composer.fill(text);
}

/** Something in a text was tapped. True if that was all; a link that is not ours opens by itself. */
function tapped({ link, command }) {
  if (command) {
    show("private");
    say(command);
    return true;
  }
  return follow(link);
}

/** t.me links lead to places on this page: a chat with the bot, a post, the channel. */
function follow(link) {
  let url;
  try {
    url = new URL(link);
  } catch {
    return false;
  }
  if (url.hostname !== "t.me") return false;
  const [name, post] = url.pathname.slice(1).split("/");
  if (name.toLowerCase() === state.bot.username.toLowerCase()) {
    show("private");
    const start = url.searchParams.get("start");
    if (start !== null) say(`/start ${start}`.trim());
    return true;
  }
  const place = state.chats.find(({ username }) => username?.toLowerCase() === name.toLowerCase());
  if (place && place.type !== "private") {
    goTo(place, Number(post));
    return true;
  }
  toast(`${link} is not in this sandbox`);
  return true;
}

async function goTo(chat, post) {
  show("channel");
  if (panes.channel.chat !== chat.id) {
    find("#which").value = String(chat.id);
    await refresh();
  }
  if (post && !panes.channel.reveal(post)) toast("Message not found");
}

async function pressed(message, button, place, element) {
  if (button.url) {
    if (!follow(button.url)) open(button.url, "_blank", "noopener,noreferrer");
  } else if (button.callback_data) {
    await callBack(message, place, element);
  } else if (button.copy_text) {
    await navigator.clipboard.writeText(button.copy_text.text).catch(() => {});
    toast("Copied");
  } else {
    const query = button.switch_inline_query ?? button.switch_inline_query_current_chat ?? button.switch_inline_query_chosen_chat?.query ?? "";
    write(`@${state.bot.username} ${query}`);
  }
}

async function callBack(message, button, element) {
  if (element.classList.contains("waiting")) return;
  element.classList.add("waiting");
  element.setAttribute("aria-busy", "true");
  try {
    const { answer } = await act("press", { chat: message.chat.id, message: message.message_id, button });
    if (answer?.url) tapped({ link: answer.url });
    else if (answer?.alert) announce(answer.text);
    else if (answer?.text) toast(answer.text, paneOf(message.chat.id));
  } catch (error) {
    toast(error.message, paneOf(message.chat.id));
  } finally {
    element.classList.remove("waiting");
    element.removeAttribute("aria-busy");
  }
}

/** A short word to the reader, in the pane it is about (or the one shown). */
function toast(text, pane = panes[document.body.dataset.shown]) {
  const box = find("#toast");
  pane.section.append(box);
  box.textContent = text;
  box.classList.add("shown");
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => box.classList.remove("shown"), 3500);
}

function announce(text) {
  find("#alert p").textContent = text;
  find("#alert").showModal();
}

function enlarge(image) {
  Object.assign(find("#viewer img"), { src: image.src, alt: image.alt });
  find("#viewer").showModal();
}

/** On a narrow screen one of the two is shown. */
function show(name) {
  document.body.dataset.shown = name;
  for (const tab of document.querySelectorAll("[data-show]")) {
    const isShown = tab.dataset.show === name;
    tab.setAttribute("aria-selected", String(isShown));
    tab.tabIndex = isShown ? 0 : -1;
  }
  const pane = panes[name];
  if (pane.isFollowing) pane.toNewest();
  remember("shown", name);
}

for (const tab of document.querySelectorAll("[data-show]")) {
  tab.addEventListener("click", () => show(tab.dataset.show));
  tab.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = tab.dataset.show === "channel" ? "private" : "channel";
    show(other);
    find(`#tab-${other}`).focus();
  });
}

const THEMES = { auto: ["theme", "as the system"], light: ["light", "light"], dark: ["dark", "dark"] };

function dress(theme) {
  document.documentElement.dataset.theme = theme;
  const [icon, words] = THEMES[theme];
  find("#theme use").setAttribute("href", `/page/icons.svg#${icon}`);
  find("#theme").setAttribute("aria-label", `Theme: ${words}`);
  find("#theme").title = `Theme: ${words}`;
  remember("theme", theme);
}

find("#theme").addEventListener("click", () => {
  const names = Object.keys(THEMES);
  dress(names[(names.indexOf(document.documentElement.dataset.theme) + 1) % names.length]);
});

function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // a browser that keeps nothing still shows the page
  }
}

function recall(name, otherwise) {
  try {
    return localStorage.getItem(name) ?? otherwise;
  } catch {
    return otherwise;
  }
}

dress(recall("theme", "auto"));
show(recall("shown", "channel"));
