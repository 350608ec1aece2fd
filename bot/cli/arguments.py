"""The command line: verbs and options. Common options may stand before and after the verb; the last one wins.

Each verb names its function by module, `search.search`: only the verb that is asked for is imported.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bot import VERSION

if TYPE_CHECKING:
    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line; each verb sets `work`, the name of a function of what was parsed."""
    top = argparse.ArgumentParser(prog="run_bot.py", description="Newswatch: watches news feeds in many languages.")
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

    _verbs_of_feeds(_verb(verbs, "feeds", "feeds.listed", "how every feed is doing, and what one would give"))
    _verbs_of_data(verbs)
    _verbs_of_entities(_verb(verbs, "entities", "entities.listing", "who is tracked; try a text, find spellings, test"))
    return top


def _verbs_of_feeds(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _json(_verb(verbs, "list", "feeds.listed", "last success and error, when each feed is asked next and why then"))
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
