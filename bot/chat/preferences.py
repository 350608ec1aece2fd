"""/settings: a chat's language, its time zone, and when the digests of what it follows come. Buttons, or typed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.chat.asking import Answer, Asked, Command, Press, Rows, Turned
from bot.chat.follow_replies import clocks
from bot.digest.lines import foreign, isolated, opening
from bot.digest.rhythm import times
from bot.pipeline.follow import DIGEST_AT
from bot.store import preferences
from bot.store.database import Database
from bot.store.preferences import Preference
from bot.text.say import LANGUAGES, phrases

ZONES = (
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Kyiv",
    "Europe/Moscow",
    "Europe/Istanbul",
    "Africa/Cairo",
    "Asia/Beirut",
    "Asia/Riyadh",
    "Asia/Dubai",
    "Asia/Tehran",
    "America/New_York",
)
"""Those offered as buttons; any other can be typed."""
NAME = 60
TIMES = ("09:00 18:00", "09:00", "18:00", "08:00 13:00 19:00")
"""Those offered as buttons; others can be typed."""
MOST_TIMES = 12


class Preferences:
    """What chats chose, kept in the archive; a Part of the conversation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def commands(self) -> Mapping[str, Command]:
        """Return what answers the command."""
        return {"settings": self.answer}

    @property
    def presses(self) -> Mapping[str, Press]:
        """Return what answers a press."""
        return {"p": self.press}

    async def of(self, chat: int) -> Preference:
        """Return what a chat chose."""
        return await self._database.read(preferences.load, chat)

    async def answer(self, asked: Asked) -> Answer:
        """Answer /settings, with a time zone or times behind it or without."""
        name = asked.text.strip()
        if not asked.may_change:
            return Answer(asked.say("settings-admins"))
        if not name:
            return self._overview(asked, await self.of(asked.chat))
        if at := times(name):
            chosen = replace(await self.of(asked.chat), digest_at=" ".join(f"{one:%H:%M}" for one in at[:MOST_TIMES]))
            return await self._save(asked, chosen)
        zone = zone_named(name)
        if zone is None:
            return Answer(asked.say("settings-no-zone", asked=foreign(name, NAME)))
        return await self._save(asked, replace(await self.of(asked.chat), zone=zone))

    async def press(self, asked: Asked) -> Turned:
        """Answer a press on a button of /settings: `p:l:language`, `p:z`, `p:z:zone`, `p:d` or `p:d:times`."""
        if not asked.may_change:
            return Turned(toast=asked.say("settings-admins"))
        _, what, value = (*asked.text.split(":", 2), "", "")[:3]
        chosen = await self.of(asked.chat)
        if what == "l" and (value in LANGUAGES or not value):
            said = phrases(value or asked.client)("settings-saved")  # whoever cannot read the old one reads this
            return Turned(said, await self._save(asked, replace(chosen, language=value)))
        if what == "z" and value in ZONES:
            return Turned(asked.say("settings-saved"), await self._save(asked, replace(chosen, zone=value)))
        if what == "d" and value in TIMES:
            return Turned(asked.say("settings-saved"), await self._save(asked, replace(chosen, digest_at=value)))
        offered = {"z": zone_buttons("p:z:"), "d": _time_buttons()}.get(what)
        if offered is None or value:
            return Turned()
        return Turned(answer=replace(self._overview(asked, chosen), buttons=offered))

    async def settle(self, asked: Asked, zone: str) -> Asked:
        """Keep a zone that was asked for because it was needed, if it is one of those offered; return the question with
        it.
        """
        if zone not in ZONES:
            return asked
        await self._database.write(preferences.save, asked.chat, replace(await self.of(asked.chat), zone=zone))
        return replace(asked, zone=ZoneInfo(zone))

    async def _save(self, asked: Asked, chosen: Preference) -> Answer:
        await self._database.write(preferences.save, asked.chat, chosen)
        return self._overview(asked, chosen)

    def _overview(self, asked: Asked, chosen: Preference) -> Answer:
        """Show what is in force, in the language just chosen."""
        say = phrases(chosen.language or asked.client)
        mark = opening(say.language)
        language = language_name(chosen.language) if chosen.language else say("settings-follow")
        lines = [
            f"⚙️ {mark}<b>{say('settings')}</b>",
            mark + say("settings-language", language=isolated(language)),
            mark + say("settings-zone", zone=isolated(chosen.zone or "UTC")),
            mark + say("settings-digests", at=clocks(digest_at(chosen), say)),
            "",
            mark + say("settings-hint"),
        ]
        languages = tuple((language_name(code), f"p:l:{code}") for code in LANGUAGES)
        own = ((say("settings-follow"), "p:l:"),)
        last = ((say("settings-zones"), "p:z"), (say("settings-times"), "p:d"))
        return Answer("\n".join(lines), (languages[:2], languages[2:], own, last))


def digest_at(chosen: Preference) -> tuple[time, ...]:
    """Return when the digests of a chat come, by its own clock."""
    return times(chosen.digest_at) or DIGEST_AT


def zone_named(name: str) -> str | None:
    """Return the time zone of that name, however its letters are written, or None."""
    wanted = name.replace(" ", "_").casefold()
    found = next((zone for zone in available_timezones() if zone.casefold() == wanted), None)
    try:
        return ZoneInfo(found).key if found else None
    except ZoneInfoNotFoundError:
        return None


def language_name(language: str) -> str:
    """Return what a language calls itself."""
    name = phrases(language).locale.display_name or language
    return name[:1].upper() + name[1:]


def zone_buttons(data: str) -> Rows:
    """Return a button for each zone that is offered, which sends `data` and the zone."""
    rows = [ZONES[start : start + 3] for start in range(0, len(ZONES), 3)]
    return tuple(tuple((zone.rpartition("/")[2].replace("_", " "), f"{data}{zone}") for zone in row) for row in rows)


def _time_buttons() -> Rows:
    return tuple(((at.replace(" ", " · "), f"p:d:{at}"),) for at in TIMES)
