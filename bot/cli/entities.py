"""`entities`: who is tracked, what a text says of them and why, spellings for review, the operator's own examples."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby

from rich.text import Text

from bot import app
from bot.boundaries import Vector
from bot.cli.lines import settings_of, whole, write
from bot.cli.tables import console, show
from bot.configuration.wording import nearest
from bot.entities.examples import outcomes
from bot.entities.explain import Explanation, explain
from bot.entities.match import Matcher
from bot.entities.suggest import Proposal, suggest
from bot.errors import ConfigError, Problem
from bot.model import Entity, EntityId, Field
from bot.pipeline.understand import Telling, encoded
from bot.settings import Settings
from bot.text.count import counted
from bot.text.languages import primary

HEADINGS = {
    "mention": ("is mentioned", "bold green"),
    "possible": ("is only possible: kept apart, never posted", "bold yellow"),
    "rejected": ("is not mentioned", "bold red"),
}
CONCLUSIONS = {
    "mention": "more than {:g}, so it is a mention",
    "possible": "not more than {:g}, but near: possible",
    "rejected": "not more than {:g}: no mention",
}


def listing(options: argparse.Namespace) -> int:
    """Print who is tracked."""
    settings = settings_of(options)
    rows = [_row(entity, settings) for entity in settings.entities]
    show(rows, as_json=options.json, numbers=("languages", "names", "threshold", "examples"))
    return 0


def _row(entity: Entity, settings: Settings) -> dict[str, object]:
    languages = sorted((entity.strong.keys() | entity.weak.keys()) - {"*"})
    forms = [form for table in (entity.strong, entity.weak) for some in table.values() for form in some]
    return {
        "id": entity.id,
        "name": entity.name,
        "kind": entity.kind,
        "languages": len(languages),
        "names": len(forms) + (entity.name not in forms),
        "threshold": entity.threshold,
        "examples": len(entity.match) + len(entity.no_match),
        "file": settings.file_of(f"entity.{entity.id}"),
    }


def try_(options: argparse.Namespace) -> int:
    """Print what a text says of whom, with everything that was weighed."""
    settings = settings_of(options)
    matcher, text, language = Matcher(settings.entities), whole(" ".join(options.text)), primary(options.lang)
    if options.lang and not language:
        raise ConfigError([Problem("--lang", "", f"{options.lang!r} is no language; expected one such as ru")])
    vector = asyncio.run(_vector(settings, matcher, {"title": text}, language))
    places = explain(matcher, {"title": text}, language=language, vector=vector)
    if options.json:
        for one in places:
            row = asdict(one) | {"score": round(one.score, 2)}
            write(row | {"reasons": [{"weight": round(weight, 2), "reason": why} for weight, why in one.reasons]})
        return 0
    terminal = console()
    for entity in settings.entities:
        if own := [one for one in places if one.entity == entity.id]:
            terminal.print(_told(entity, own), soft_wrap=True)
    _print_others(settings.entities, matcher, places, text)
    return 0


async def _vector(settings: Settings, matcher: Matcher, fields: dict[Field, str], language: str) -> Vector | None:
    """Return the sentence vector of a text where it could change what is found, as the running bot would ask for it."""
    if not matcher.undecided(fields, language=language):
        return None
    async with app.encoding(settings) as encode:
        (both,) = await encoded([Telling(fields, language)], encode)
    return both[1] if both else None


def _told(entity: Entity, places: Sequence[Explanation]) -> Text:
    """Return what became of one entity: the verdict on the text, then every place with its sum."""
    verdict = min((one.verdict for one in places), key=list(HEADINGS).index)
    said, style = HEADINGS[verdict]
    told = Text.assemble((f"{entity.name} ({entity.id}) {said}\n", style))
    for one in places:
        told.append(f"  «{one.surface}», characters {one.start} to {one.end}, ", "bold")
        told.append(f"spelled as «{one.alias}»{'' if one.strong else ', a name that needs evidence'}\n")
        for weight, reason in one.reasons:
            told.append(f"    {weight:+5.1f}  {reason}\n")
        told.append(f"    {one.score:+5.1f}  in all: {CONCLUSIONS[one.verdict].format(one.line)}\n")
    if verdict == "possible":
        told.append("  A word under `context` found in it would speak for it, and one under `against` against it.\n")
    return told


def _print_others(entities: Sequence[Entity], matcher: Matcher, places: Sequence[Explanation], text: str) -> None:
    """Say who was not even considered, and in which words the name is only a part."""
    considered = {one.entity for one in places}
    inside = {entity: word for entity, word in matcher.inside_words({"title": text}) if entity not in considered}
    for entity, word in inside.items():
        print(f"{entity} is not mentioned: the name is only a part of the word «{word}»")
    absent = [entity.id for entity in entities if entity.id not in considered | inside.keys()]
    if absent:
        print(f"No form of the name stands in the text: {', '.join(absent)}")


def proposals(options: argparse.Namespace) -> int:
    """Print spellings of an entity's name for review, as lines of TOML to paste."""
    settings = settings_of(options)
    entity = _known(options.id, settings)
    rows = suggest(entity)
    if options.json:
        for row in rows:
            write(asdict(row))
        return 0
    if not rows:
        print(f"# Nothing to propose for {entity.name} ({entity.id}) that it does not have.")
        return 0
    print(f"# Guesses at how others write {entity.name} ({entity.id}): look each up before you take it, a wrong name")
    print('# is worse than none. They belong below its id in config/local/entities.toml; a row "*" replaces yours.')
    for table, some in groupby(rows, key=lambda row: row.table):
        print(f"\n[entity.{table}]")
        for row in some:
            _print_proposal(row)
    return 0


def _print_proposal(row: Proposal) -> None:
    names = ", ".join(json.dumps(name, ensure_ascii=False) for name in row.names)
    print(f"# {row.rule}")
    if row.understood:
        print(f"# understood with it: {', '.join(row.understood)}")
    language = '"*"' if row.language == "*" else row.language
    print(f"{language} = [{names}]")


def _known(name: str, settings: Settings) -> Entity:
    found = {str(entity.id): entity for entity in settings.entities}
    if name not in found:
        raise ConfigError([Problem("entities suggest", "", f"{name!r} is no entity{nearest(name, list(found))}")])
    return found[name]


def examples(options: argparse.Namespace) -> int:
    """Run every example of every entity; print those that fail."""
    settings = settings_of(options)
    number, failed = 0, 0
    for one in outcomes(Matcher(settings.entities)):
        number, failed = number + 1, failed + (not one.passed)
        key = f"entity.{one.entity}.{one.key}"
        if options.json:
            write(asdict(one))
        if not one.passed:
            print(Problem(settings.file_of(key), key, str(one)), file=sys.stderr)
    if not options.json:
        of = counted(len(_with_examples(settings.entities)), "entity", "entities")
        print(f"{counted(number, 'example')} of {of}, {failed} failed")
    return 2 if failed else 0


def _with_examples(entities: Sequence[Entity]) -> set[EntityId]:
    return {entity.id for entity in entities if entity.match or entity.no_match}
