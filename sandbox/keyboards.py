"""Which keyboards Telegram accepts."""

import html

from sandbox import judge
from sandbox.calls import Call
from sandbox.refusals import bad_request
from sandbox.world import Json

MAX_DATA_BYTES = 64
MAX_BUTTONS = 100
OTHER_KINDS = (
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
    "callback_game",
    "pay",
)


def read_markup(call: Call) -> Json | None:
    """The `reply_markup` of a call, or None; an empty inline keyboard is none."""
    markup = call.params.json("reply_markup", "Can't parse reply keyboard markup JSON object")
    return None if markup is None else check_markup(markup)


def read_inline_markup(call: Call) -> Json | None:
    """The same for an edit, where only an inline keyboard can stand."""
    markup = read_markup(call)
    if markup and "inline_keyboard" not in markup:
        raise bad_request("Inline keyboard expected")
    return markup


def read_post_markup(call: Call) -> Json | None:
    """The same for a post of a channel, whose readers do not know the name of the bot behind it."""
    markup = read_inline_markup(call)
    for button in (button for row in (markup or {}).get("inline_keyboard", ()) for button in row):
        for name in ("switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat"):
            if name in button:
                raise bad_request(
                    f"Can't use {name.removesuffix('_chosen_chat')} button in a channel chat, because users will not "
                    "be able to use the button without knowing bot's username"
                )
    return markup


def check_markup(markup: object) -> Json | None:
    if not isinstance(markup, dict):
        raise bad_request("Object expected as reply markup")
    if "inline_keyboard" not in markup:
        return markup
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    checked = [[_check_button(button) for button in row] for row in rows]
    kept = [[button for button in row if button["text"]] for row in checked]  # nameless ones vanish without a word
    if sum(map(len, kept)) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": [row for row in kept if row]} if any(kept) else None


def _check_button(button: object) -> Json:
    trouble = "Can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad_request(trouble + "InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad_request(trouble + 'Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise bad_request(trouble + 'Field "text" must be of type String')
    if not (button.get("url") or button.get("callback_data") or any(kind in button for kind in OTHER_KINDS)):
        raise bad_request(trouble + "Text buttons are unallowed in the inline keyboard")
    if len(str(button.get("callback_data", "")).encode()) > MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if url := button.get("url"):
        _check_url(str(url))
    return button


def _check_url(url: str) -> None:
    """An address is good if Telegram would make it a link."""
    if url.startswith("tg://"):
        return
    text = judge.execute(
        {
            "@type": "parseTextEntities",
            "text": f'<a href="{html.escape(url)}">x</a>',
            "parse_mode": judge.PARSE_MODES["html"],
        }
    )
    if not text.get("entities"):
        raise bad_request(f"Inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
