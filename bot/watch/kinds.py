"""What the operator is told of: how urgent it is, what many of a kind are called in one line, what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Urgency = Literal["now", "today", "note"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of trouble. `many` follows a number: "12 feeds are dead"; `command` is what to do next."""

    urgency: Urgency
    many: str
    command: str


KINDS: Final[Mapping[str, Kind]] = {
    "feed-dead": Kind("today", "feeds are dead", "python run_bot.py feeds test ID"),
    "feed-silent": Kind("note", "feeds are silent", "python run_bot.py feeds test ID"),
    "feed-moved": Kind(
        "today", "feeds moved to other domains", "add the domain to the [[feed]], if it is the outlet's"
    ),
    "feed-double": Kind("note", "feeds have the address of another", "take one of each pair off the list"),
    "page-leads": Kind("note", "addresses are web pages that name a feed", "write the feed's own url into feeds.toml"),
    "gap-open": Kind("today", "feeds may have lost items", "raise the weight of the [[feed]], or lower poll.every"),
    "network-down": Kind("now", "networks are down", "python run_bot.py check --feeds"),
    "entity-quiet": Kind("today", "entities are far quieter than usual", "python run_bot.py entities test"),
    "post-aside": Kind("now", "posts were set aside", "/quarantine"),
    "chat-lost": Kind("now", "chats take no posts", "let the bot post there again; /status shows what waits"),
    "topic-gone": Kind("today", "topics are gone", "put the topic's new number into its [[channel]]"),
    "group-moved": Kind("today", "groups became supergroups", "put the new number into its [[channel]]"),
    "journal-lost": Kind(
        "today", "journal chats cannot be used", "let the bot post and delete there, or empty journal_chat"
    ),
    "token-refused": Kind(
        "now", "tokens are refused", "get a new token of the same bot from @BotFather, put it into .env"
    ),
    "rival-seen": Kind(
        "now", "other programs use the bot's token", "revoke the token at @BotFather if it is not yours"
    ),
    "disk-low": Kind("now", "disks are nearly full", "df -h; then free some space, or lower archive.max_disk"),
    "limit-reached": Kind("note", "archives are at their limit", "raise archive.max_disk to keep more"),
    "encoder-gone": Kind("today", "sentence encoders are gone", "free -m; understanding.vectors = false does without"),
    "hold-begun": Kind("now", "databases are on hold", "python run_bot.py release --list, then release"),
    "settings-wrong": Kind("now", "settings were not taken up", "python run_bot.py check"),
    "receipt-wrong": Kind("today", "sums of the receipt do not agree", "python run_bot.py receipt; please report it"),
    "stage-stopped": Kind("now", "stages have stopped", "curl http://127.0.0.1:8787/readyz; restart if it stays so"),
}
"""By name: the area, a hyphen, and what happened in it. Trouble of one area about one thing is told of once; a notice
named "area-over" ends it."""
OVER: Final = "over"
