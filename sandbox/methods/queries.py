"""Answering buttons and inline queries."""

from sandbox import judge
from sandbox.calls import Call, Method
from sandbox.keyboards import check_markup
from sandbox.refusals import bad_request
from sandbox.world import Json

MAX_TOAST = 200  # code points
MAX_RESULTS = 50
MAX_ID_BYTES = 64
MAX_START_PARAMETER = 64


def answer_callback(call: Call) -> bool:
    query = call.telegram.open_query(call.params.text("callback_query_id"), "callback")
    text = call.params.text("text")
    if len(text) > MAX_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    _check_address(call, call.params.text("url"))
    query.answer = {"text": text, "alert": call.params.flag("show_alert"), "url": call.params.text("url")}
    call.telegram.announce("answered", query=query.id, answer=query.answer)
    return True


def _check_address(call: Call, url: str) -> None:
    """A callback may only lead to a chat with the bot itself (games apart, which are not known here)."""
    own = f"https://t.me/{call.world.bot.username}?start="
    if url and not url.startswith((own, own.replace("https://t.me/", "t.me/"))):
        raise bad_request("URL_INVALID")


def answer_inline(call: Call) -> bool:
    results = _read_results(call)
    if len(call.params.text("next_offset").encode()) > MAX_ID_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    button = call.params.json("button", "Can't parse inline query results button JSON object")
    if button is not None:
        _check_button(button)
    query = call.telegram.open_query(call.params.text("inline_query_id"), "inline")
    query.answer = {
        "results": results,
        "next_offset": call.params.text("next_offset"),
        "button": button,
        "is_personal": call.params.flag("is_personal"),
        "cache_time": call.params.integer("cache_time", 300),
    }
    call.telegram.announce("answered", query=query.id, answer=query.answer)
    return True


def _read_results(call: Call) -> list[Json]:
    results = call.params.json("results", "Can't parse JSON encoded inline query results")
    if results is None:
        return []
    if not isinstance(results, list):
        raise bad_request("Expected an Array of inline query results")
    if len(results) > MAX_RESULTS:
        raise bad_request("Too many inline query results specified")
    checked = [_read_result(call, result) for result in results]
    if len({result["id"] for result in checked}) < len(checked):
        raise bad_request("RESULT_ID_DUPLICATE")
    return checked


def _read_result(call: Call, result: object) -> Json:
    """One result with its text understood, so that choosing it later only has to put it into a chat."""
    trouble = "Can't parse inline query result: "
    if not isinstance(result, dict):
        raise bad_request(trouble + "Inline query result must be an object")
    for name in ("type", "id"):
        if not isinstance(result.get(name), str):
            raise bad_request(f'{trouble}Can\'t find field "{name}"')
    if not 1 <= len(result["id"].encode()) <= MAX_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if result["type"] != "article":
        call.entry.violations.append(f"the sandbox knows articles only, not {result['type']}")
    elif not result.get("title"):
        raise bad_request("ARTICLE_TITLE_EMPTY")
    markup = check_markup(result["reply_markup"]) if "reply_markup" in result else None
    return result | {"message": _read_content(result.get("input_message_content")) | {"markup": markup}}


def _read_content(content: object) -> Json:
    if not isinstance(content, dict) or not content.get("message_text"):
        raise bad_request("Can't parse inline query result: Input message content is not specified")
    entities = judge.given_entities(content.get("entities"))
    text = judge.read(str(content["message_text"]), str(content.get("parse_mode", "")), entities)
    if len(text.text) > judge.MAX_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    preview = content.get("link_preview_options")
    if preview is not None and not isinstance(preview, dict):
        raise bad_request("Object expected as link preview options")
    html = str(content["message_text"])
    return {"text": text.text, "entities": list(text.entities), "html": html, "preview": preview}


def _check_button(button: object) -> None:
    if not isinstance(button, dict):
        raise bad_request("Can't parse inline query results button: InlineQueryResultsButton must be an Object")
    start = str(button.get("start_parameter", ""))
    if "web_app" in button or (
        0 < len(start) <= MAX_START_PARAMETER and start.replace("_", "a").replace("-", "a").isalnum()
    ):
        return
    raise bad_request("START_PARAM_INVALID")


METHODS: dict[str, Method] = {"answerCallbackQuery": answer_callback, "answerInlineQuery": answer_inline}
