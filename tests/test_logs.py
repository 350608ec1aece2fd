import json
import logging
from io import StringIO

from bot.cli.logs import AsJson


def test_a_json_log_has_one_object_a_line_with_time_level_message_and_error() -> None:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(AsJson())
    logger = logging.getLogger("bot.test.json")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)

    logger.info("feed.failed feed=%s", "Тест\nline")
    try:
        int("no")
    except ValueError:
        logger.exception("it broke")

    first, second = map(json.loads, stream.getvalue().splitlines())
    assert (first["level"], first["logger"], first["message"]) == (
        "INFO",
        "bot.test.json",
        "feed.failed feed=Тест\nline",
    )
    assert first["time"].endswith("Z")
    assert "ValueError: invalid" in second["error"]
