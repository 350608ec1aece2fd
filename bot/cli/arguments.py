"""The command line: verbs and options. Common options may stand before and after the verb; the last one wins.

Each verb names its function by module, `search.search`: only the verb that is asked for is imported.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bot import VERSION
from bot.configuration.wording import nearest

if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name


class Parser(argparse.ArgumentParser):
    """Refuses an unknown verb with the nearest one there is."""

    def _check_value(self, action: argparse.Action, value: str) -> None:
        if isinstance(action, argparse._SubParsersAction) and value not in action.choices:  # noqa: SLF001 - as above
            raise argparse.ArgumentError(
                action, f"{value}: there is no such command{nearest(value, list(action.choices))}"
            )
        super()._check_value(action, value)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line; each verb sets `work`, the name of a function of what was parsed."""
    top: argparse.ArgumentParser = Parser(
        prog="run_bot.py", description="Newswatch: watches news feeds in many languages."
    )
    top.add_argument("--version", action="version", version=f"newswatch {VERSION}")
    _common(top, config=Path("config"), database=None, verbose=False)
    top.set_defaults(work="service.run", live=False)
    verbs = top.add_subparsers(title="commands", metavar="COMMAND")

    run = _verb(verbs, "run", "service.run", "the service: collect, understand, post, answer (the default)")
    run.add_argument("--live", action="store_true", help="never the sandbox: fail if token or channel is missing")

    once = _verb(verbs, "once", "service.once", "collect all due feeds once, understand, compose and post one digest")
    once.add_argument("--dry-run", action="store_true", help="print the posts, send nothing")
    once.add_argument("--since", metavar="DATE", help="stories since this date instead of the digest's own period")
    _json(once)

    checked = _verb(verbs, "check", "check.check", "validate configuration, database and token; show what is in force")
    checked.add_argument("--feeds", action="store_true", help="ask each feed once and report")
    _json(checked)

    _verbs_of_feeds(_verb(verbs, "feeds", "feeds.listed", "how every feed is doing; test, switch, import, export"))
    _verbs_of_data(verbs)
    _verbs_of_stories(verbs)
    _verbs_of_upkeep(verbs)
    _verbs_of_entities(_verb(verbs, "entities", "entities.listing", "who is tracked; try a text, find spellings, test"))
    return top


def _verbs_of_feeds(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(json=False)
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND")
    listed = "last success and error, when each feed is asked next and why then (the default)"
    _json(_verb(verbs, "list", "feeds.listed", listed))
    for name, text in (
        ("enable", "ask feeds again"),
        ("disable", "ask feeds no more; what they brought stays"),
        ("confirm", "let feeds that were added in Telegram raise alerts"),
    ):
        _verb(verbs, name, f"feed_list.{name}", text).add_argument("feeds", nargs="+", metavar="ID")
    taken = _verb(verbs, "import", "feed_list.import_", "add the feeds of an OPML file to config/local/feeds.toml")
    taken.add_argument("file", metavar="FILE", help="- is standard input")
    taken.add_argument("--unasked", action="store_true", help="take them as they are, without asking each once")
    _json(taken)
    _verb(verbs, "export", "feed_list.export", "the feeds in force as OPML")
    tested = _verb(verbs, "test", "feeds.test", "ask one feed once and show what it would give, storing nothing")
    tested.add_argument("feed", metavar="URL|ID")
    _json(tested)


def _verbs_of_data(verbs: "Verbs") -> None:
    parsed = _verb(verbs, "parse", "parse.parse", "what a feed says, normalised")
    parsed.add_argument("sources", nargs="+", metavar="FILE|URL")
    _json(parsed)

    for verb in (
        _verb(verbs, "match", "match.match", "which tracked entities items mention"),
        _verb(verbs, "cluster", "cluster.cluster", "stories over a stream of items in the order given"),
        _verb(verbs, "load", "archive.load", "put items into the archive, posting nothing"),
    ):
        verb.add_argument("file", nargs="?", default="-", metavar="FILE", help="JSON lines; - is standard input")
        _json(verb)

    _json(_verb(verbs, "reindex", "archive.reindex", "make the search index anew; the bot may run meanwhile"))

    schemas = _verb(verbs, "schemas", "schemas.schemas", "the JSON Schema of the configuration, for editors")
    schemas.add_argument("--write", action="store_true", help="write it into the configuration's folder")

    search = _verb(verbs, "search", "search.search", "what /search finds")
    search.add_argument("--limit", type=_positive, default=10, metavar="N")
    search.add_argument("--sort", choices=("new", "best"), help="overrides sort: in the query")
    search.add_argument("--exact", action="store_true", help="no correction of typing errors")
    search.add_argument("--now", metavar="TIME", help="the time `since:7d` counts from")
    search.add_argument("--tz", default="UTC", metavar="ZONE", help="the zone dates in the query are in")
    search.add_argument("query", nargs="+", metavar="QUERY")
    _json(search)


def _verbs_of_stories(verbs: "Verbs") -> None:
    stories = _verb(verbs, "stories", "stories.listing", "which there are, and what one is made of")
    stories.set_defaults(json=False, entity="", limit=20)
    inner = stories.add_subparsers(title="commands", metavar="COMMAND")
    listed = _verb(inner, "list", "stories.listing", "those with the newest reports (the default)")
    listed.add_argument("--entity", default="", metavar="ID", help="only those that name it")
    listed.add_argument("--limit", type=_positive, default=20, metavar="N")
    _json(listed)
    shown = _verb(inner, "show", "stories.details", "the reports of one, oldest first")
    shown.add_argument("id", metavar="ID", help="of the story, or of any of its items")
    _json(shown)

    digest = _verb(verbs, "digest", "digest.preview", "what a channel would be told")
    digest.set_defaults(json=False, channel="", since=None, picture=None)
    inner = digest.add_subparsers(title="commands", metavar="COMMAND")
    now = "the digest of now, without collecting or sending anything (the default)"
    preview = _verb(inner, "preview", "digest.preview", now)
    preview.add_argument("--channel", default="", metavar="ID", help="the first one, if it is not given")
    preview.add_argument("--since", metavar="DATE", help="stories since this date instead of the digest's own period")
    preview.add_argument("--picture", metavar="FILE", help="draw the first post as a picture (PNG)")
    _json(preview)

    exported = _verb(verbs, "export", "export.export", "the archive as JSON lines, oldest first")
    exported.add_argument("what", choices=("items", "stories", "mentions"))
    exported.add_argument("--since", metavar="DATE")


def _verbs_of_upkeep(verbs: "Verbs") -> None:
    backup = _verb(verbs, "backup", "safekeeping.back_up", "copy the database, also while the bot runs")
    backup.add_argument("file", nargs="?", metavar="FILE", help="beside the database, if it is not given")
    _json(backup)
    restored = _verb(verbs, "restore", "safekeeping.restore", "put a backup in the place of the database")
    restored.add_argument("file", metavar="FILE")
    released = _verb(verbs, "release", "safekeeping.release", "let the bot send again after a restore")
    released.add_argument("--list", action="store_true", help="only show what waits")
    released.add_argument("--send", action="store_true", help="send what waits: nothing was sent since the backup")
    _json(released)

    source = _verb(verbs, "source", "source.forget", "a takedown").add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    forgotten = _verb(source, "forget", "source.forget", "switch a feed off and forget all it brought, for good")
    forgotten.add_argument("id", metavar="ID")
    forgotten.add_argument(
        "--reason", default="at the publisher's request", metavar="TEXT", help="told in edited posts"
    )
    _json(forgotten)

    _json(_verb(verbs, "receipt", "receipt.receipt", "what became of everything that was read and called for"))
    _json(_verb(verbs, "doctor", "doctor.doctor", "what keeps the bot from working, and what to do about it"))


def _verbs_of_entities(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(json=False)
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND")
    _json(_verb(verbs, "list", "entities.listing", "who is tracked (the default)"))

    tried = _verb(verbs, "try", "entities.try_", "what a text says of whom, and everything that was weighed")
    tried.add_argument("text", nargs="+", metavar="TEXT")
    tried.add_argument("--lang", default="", metavar="xx", help="the language, as a feed would declare it")
    _json(tried)

    suggested = _verb(verbs, "suggest", "entities.proposals", "spellings in other scripts, for review")
    suggested.add_argument("id", metavar="ID")
    _json(suggested)

    _json(_verb(verbs, "test", "entities.examples", "run the examples (match, no_match) of all entities"))


def _verb(verbs: "Verbs", name: str, work: str, text: str) -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    hidden = argparse.SUPPRESS  # what is not given after the verb keeps what was given before it
    _common(verb, config=hidden, database=hidden, verbose=hidden)
    verb.set_defaults(work=work)
    return verb


def _common(parser: argparse.ArgumentParser, *, config: object, database: object, verbose: object) -> None:
    parser.add_argument("--config", type=Path, default=config, metavar="DIR", help="the folder with settings.toml")
    parser.add_argument("--database", default=database, metavar="URL", help="such as sqlite:///data/newswatch.db")
    parser.add_argument("-v", "--verbose", action="store_true", default=verbose, help="say more on stderr")


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number
