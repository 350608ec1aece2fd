"""Updates as they come from Telegram: what cannot be read is passed over, what comes twice is taken once."""

import logging
from typing import Any

from telegram import Update
from telegram.request import HTTPXRequest

log = logging.getLogger(__name__)

REMEMBERED = 1000
"""Ids of updates that are known again."""


class UpdatesRequest(HTTPXRequest):
    """Asks for updates. One that the library cannot read would otherwise be asked for again without end."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return what Telegram answered, with nothing but its id left of an update that makes no sense."""
        answer = HTTPXRequest.parse_json_payload(payload)
        if isinstance(answer, dict) and isinstance(answer.get("result"), list):
            answer["result"] = [_readable(update) for update in answer["result"]]
        return answer


def _readable(update: Any) -> Any:  # noqa: ANN401 - anything that JSON can say
    try:
        Update.de_json(update, None)
    except Exception as error:  # noqa: BLE001 - the library raises whatever the odd value led to
        number = update.get("update_id") if isinstance(update, dict) else None
        log.warning("telegram.update_unreadable id=%s kind=%s", number, type(error).__name__)
        return {"update_id": number} if isinstance(number, int) else update
    return update


class Once:
    """Knows the last updates again, whoever sent them twice."""

    def __init__(self) -> None:
        self._seen: dict[int, None] = {}

    def is_new(self, update: int) -> bool:
        """Tell whether an update comes for the first time."""
        if update in self._seen:
            return False
        self._seen[update] = None
        if len(self._seen) > REMEMBERED:
            del self._seen[next(iter(self._seen))]
        return True
