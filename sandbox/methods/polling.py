"""Getting updates, and the bot's own session."""

from typing import Any

from sandbox.calls import Call, Method
from sandbox.refusals import bad_request
from sandbox.views import me_view
from sandbox.world import Json

MAX_WAIT = 50  # seconds, LONG_POLL_MAX_TIMEOUT
UPDATE_KINDS = {
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "my_chat_member",
    "chat_member",
}


def get_me(call: Call) -> Json:
    manners = call.telegram.manners
    return me_view(call.world.bot, has_inline=manners.has_inline, reads_everything=manners.reads_everything)


async def get_updates(call: Call) -> list[Json]:
    _remember_allowed(call)
    limit = min(max(call.params.integer("limit", 100), 1), 100)
    seconds = min(max(call.params.integer("timeout"), 0), MAX_WAIT)
    return await call.telegram.updates.poll(call.params.integer("offset"), limit, seconds)


def _remember_allowed(call: Call) -> None:
    """A list sticks until another is given; an empty one means the default."""
    allowed: Any = call.params.json("allowed_updates", "Can't parse allowed_updates JSON object")
    if isinstance(allowed, list):
        call.world.allowed_updates = [str(kind) for kind in allowed] or None


def set_webhook(call: Call) -> bool:
    """Remember the address, so that polling is refused. Nothing is ever sent to it."""
    url = call.params.text("url")
    if url and not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    _remember_allowed(call)
    return _use_webhook(call, url)


def delete_webhook(call: Call) -> bool:
    return _use_webhook(call, "")


def _use_webhook(call: Call, url: str) -> bool:
    if call.params.flag("drop_pending_updates"):
        call.telegram.updates.forget()
    call.world.webhook = url
    return True


def get_webhook_info(call: Call) -> Json:
    info: Json = {
        "url": call.world.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(call.world.pending),
    }
    if call.world.allowed_updates:
        info["allowed_updates"] = call.world.allowed_updates
    return info


def leave_session(_call: Call) -> bool:
    return True


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "close": leave_session,
    "logOut": leave_session,
}
