"""What never stands in a file under version control, and is never printed: from the environment, then from `.env`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values

from bot.errors import Problem


@dataclass(frozen=True, slots=True)
class Secrets:
    """The bot's token, the channel that stands beside it, and the token that opens the bot's own web pages."""

    token: str = field(default="", repr=False)
    channel: str = ""
    watch: str = field(default="", repr=False)


def read(environment: Mapping[str, str], dotenv: Path, problems: list[Problem]) -> Secrets:
    """Return the secrets; in each of the two places NAME comes before NAME_FILE, the file that holds it."""
    places = (environment, _dotenv(dotenv, problems))
    token = _secret("TELEGRAM_BOT_TOKEN", places, problems)
    if token and not re.fullmatch(r"\d+:[\w-]{20,}", token):
        problems.append(
            Problem("TELEGRAM_BOT_TOKEN", "", "does not look like a bot's token (123456:ABC...); BotFather shows it")
        )
    channel, watch = (_secret(name, places, problems) for name in ("TELEGRAM_CHANNEL", "NEWSWATCH_WEB_TOKEN"))
    return Secrets(token=token, channel=channel, watch=watch)


def _dotenv(path: Path, problems: list[Problem]) -> dict[str, str]:
    try:
        found = dotenv_values(path, encoding="utf-8-sig") if path.is_file() else {}
    except UnicodeDecodeError:
        problems.append(Problem(str(path), "", "is not UTF-8; save it so"))
        return {}
    except OSError as error:
        problems.append(Problem(str(path), "", f"cannot be read ({error.strerror})"))
        return {}
    return {name: value or "" for name, value in found.items()}


def _secret(name: str, places: tuple[Mapping[str, str], ...], problems: list[Problem]) -> str:
    for place in places:
        if value := place.get(name, "").strip():
            return value
        if file := place.get(f"{name}_FILE", "").strip():
            try:
                return Path(file).read_text(encoding="utf-8-sig").strip()
            except (OSError, UnicodeDecodeError) as error:
                problems.append(Problem(f"{name}_FILE", "", f"{file} cannot be read ({type(error).__name__})"))
                return ""
    return ""
