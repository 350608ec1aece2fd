"""`cluster`: stories over a stream of items in the order given."""

import argparse
import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from bot import app
from bot.boundaries import Encode
from bot.cli.lines import BATCH, EPOCH, BadLine, Line, complain, in_time, language, read, settings_of, write
from bot.entities.match import Matcher
from bot.pipeline.understand import Telling, encoded, summary_of
from bot.stories.cluster import Clusterer, Decision
from bot.stories.report import Report


def cluster(options: argparse.Namespace) -> int:
    """Print the story of each item as it is decided, then again that of every item whose story changed."""
    return asyncio.run(_cluster(options))


async def _cluster(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    matcher, clusterer = Matcher(settings.entities), Clusterer()
    failed = False
    decided: dict[str, Decision] = {}
    moved: dict[str, str] = {}
    async with app.encoding(settings) as encode:
        for batch in _whole_runs(_once_each(in_time(read(options.file)))):
            for bad in (one for one in batch if isinstance(one, BadLine)):
                failed = True
                complain(bad, as_json=options.json)
            lines = [one for one in batch if isinstance(one, Line)]
            for decision in clusterer.add_many(await _reports(lines, matcher, encode)):
                _print_decision(decision, as_json=options.json)
                decided[str(decision.key)] = decision
                moved |= {str(key): str(story) for key, story in decision.moved}
    for key, story in moved.items():
        if story != decided[key].story:
            _print_decision(replace(decided[key], story=story), as_json=options.json)
    return int(failed)


def _once_each(lines: Iterable[Line | BadLine]) -> Iterator[Line | BadLine]:
    """Return lines; one whose id was given before is an error."""
    seen: set[str] = set()
    for one in lines:
        if isinstance(one, Line) and one.id in seen:
            yield BadLine(one.line, f"the id {one.id!r} was given before")
        else:
            seen |= {one.id} if isinstance(one, Line) else set()
            yield one


def _whole_runs(lines: Iterable[Line | BadLine]) -> Iterator[list[Line | BadLine]]:
    """Part lines into batches that never part a run of equal times, whose order within is not the input's."""
    batch: list[Line | BadLine] = []
    for _, run in groupby(lines, key=lambda one: one.published if isinstance(one, Line) else None):
        batch += run
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


async def _reports(lines: Sequence[Line], matcher: Matcher, encode: Encode) -> list[Report]:
    tellings = [Telling(line.texts, language(line)) for line in lines]
    vectors = await encoded(tellings, encode)
    return [
        Report(
            key=line.id,
            title=line.texts.get("title", ""),
            summary=summary_of(line.texts),
            published=line.published or EPOCH,
            source=line.source,
            owner=line.source,
            language=telling.language,
            link=line.link,
            entities=matcher.match(
                telling.fields, language=telling.language, vector=both[1] if both else None
            ).entities,
            title_vector=both[0] if both else None,
            vector=both[1] if both else None,
        )
        for line, telling, both in zip(lines, tellings, vectors, strict=True)
    ]


def _print_decision(decision: Decision, *, as_json: bool) -> None:
    if not as_json:
        copy = f" (copy of {decision.duplicate_of})" if decision.duplicate_of is not None else ""
        print(f"{decision.key}: {decision.story}{copy}")
        return
    write(
        {
            "id": decision.key,
            "story": decision.story,
            "duplicate_of": decision.duplicate_of,
            "score": _finite(decision.score),
            "margin": _finite(decision.margin),
        }
    )


def _finite(number: float) -> float | None:
    """Return a number as JSON can hold it: what nothing could be compared with has none."""
    return round(number, 4) if abs(number) < float("inf") else None
