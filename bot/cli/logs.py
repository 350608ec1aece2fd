"""How the log is written: text for people, or one JSON object a line for programs."""

import json
import logging
from datetime import UTC, datetime
from typing import Literal


class AsJson(logging.Formatter):
    """Writes a record as one JSON object: time (RFC 3339, UTC), level, logger, message, error where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = {"time": when, "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def write_as(form: Literal["text", "json"]) -> None:
    """Let all that is logged from now on be written so."""
    if form == "json":
        for handler in logging.getLogger().handlers:
            handler.setFormatter(AsJson())
