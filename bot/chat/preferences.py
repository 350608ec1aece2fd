"""/settings: in which language a chat is answered, and in which time zone its days begin. Buttons, or a zone typed."""

from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.chat.asking import Answer, Asked, Rows, Turned
from bot.digest.lines import isolated, opening
from bot.store import preferences
from bot.store.database import Database
from bot.store.preferences import Preference
from bot.text.inert import escape, shorten
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


class Preferences:
    """What chats chose, kept in the archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, chat: int) -> Preference:
        """Return what a chat chose."""
        return await self._database.read(preferences.load, chat)

    async def answer(self, asked: Asked) -> Answer:
        """Answer /settings, with a time zone behind it or without."""
        name = asked.text.strip()
        if not asked.may_change:
            return Answer(asked.say("settings-admins"))
        if not name:
            return self._overview(asked, await self.of(asked.chat))
        zone = zone_named(name)
        if zone is None:
            return Answer(asked.say("settings-no-zone", asked=isolated(escape(shorten(name, NAME)))))
        return await self._save(asked, replace(await self.of(asked.chat), zone=zone))

    async def press(self, asked: Asked) -> Turned:
        """Answer a press on a button of /settings: `p:l:language`, `p:z` or `p:z:zone`."""
        if not asked.may_change:
            return Turned(toast=asked.say("settings-admins"))
        _, what, value = (*asked.text.split(":", 2), "", "")[:3]
        chosen = await self.of(asked.chat)
        if what == "l" and (value in LANGUAGES or not value):
            return Turned(asked.say("settings-saved"), await self._save(asked, replace(chosen, language=value)))
        if what == "z" and value in ZONES:
            return Turned(asked.say("settings-saved"), await self._save(asked, replace(chosen, zone=value)))
        if what == "z" and not value:
            return Turned(answer=replace(self._overview(asked, chosen), buttons=_zone_buttons()))
        return Turned()

    async def _save(self, asked: Asked, chosen: Preference) -> Answer:
        await self._database.write(preferences.save, asked.chat, chosen)
        return self._overview(asked, chosen)

    def _overview(self, asked: Asked, chosen: Preference) -> Answer:
        """Show what is in force, in the language just chosen."""
        say = phrases(chosen.language) if chosen.language else asked.say
        mark = opening(say.language)
        language = language_name(chosen.language) if chosen.language else say("settings-follow")
        lines = [
            f"⚙️ {mark}<b>{say('settings')}</b>",
            mark + say("settings-language", language=isolated(language)),
            mark + say("settings-zone", zone=isolated(chosen.zone or "UTC")),
            "",
            mark + say("settings-hint"),
        ]
        languages = tuple((language_name(code), f"p:l:{code}") for code in LANGUAGES)
        last = ((say("settings-follow"), "p:l:"), (say("settings-zones"), "p:z"))
        return Answer("\n".join(lines), (languages[:2], languages[2:], last))


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


def _zone_buttons() -> Rows:
    rows = [ZONES[start : start + 3] for start in range(0, len(ZONES), 3)]
    return tuple(tuple((zone.rpartition("/")[2].replace("_", " "), f"p:z:{zone}") for zone in row) for row in rows)
