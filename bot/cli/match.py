"""`match`: which tracked entities items mention."""

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import asdict

from bot import app
from bot.boundaries import Encode
from bot.cli.lines import BadLine, Line, batches, complain, language, read, settings_of, write
from bot.entities.match import Matcher
from bot.model import Matching
from bot.pipeline.understand import Telling, encoded


def match(options: argparse.Namespace) -> int:
    """Print which tracked entities items mention."""
    return asyncio.run(_match(options))


async def _match(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    matcher = Matcher(settings.entities)
    failed = False
    async with app.encoding(settings) as encode:
        for batch in batches(read(options.file)):
            found = iter(await _matchings([one for one in batch if isinstance(one, Line)], matcher, encode))
            for one in batch:
                if isinstance(one, BadLine):
                    failed = True
                    complain(one, as_json=options.json)
                else:
                    _print_matching(one, next(found), as_json=options.json)
    return int(failed)


async def _matchings(lines: Sequence[Line], matcher: Matcher, encode: Encode) -> list[Matching]:
    tellings = [Telling(line.texts, language(line)) for line in lines]
    asked = [place for place, one in enumerate(tellings) if matcher.undecided(one.fields, language=one.language)]
    vectors = dict(zip(asked, await encoded([tellings[place] for place in asked], encode), strict=True))
    return [
        matcher.match(one.fields, language=one.language, vector=found[1] if (found := vectors.get(place)) else None)
        for place, one in enumerate(tellings)
    ]


def named(found: Matching) -> str:
    """Return whom an item names, for people."""
    possible = f" (possible: {', '.join(found.possible)})" if found.possible else ""
    return f"{', '.join(found.entities) or '-'}{possible}"


def _print_matching(line: Line, found: Matching, *, as_json: bool) -> None:
    if not as_json:
        print(f"{line.id}: {named(found)}")
        return
    write(
        {
            "id": line.id,
            "entities": found.entities,
            "possible": found.possible,
            "mentions": [asdict(mention) for mention in found.mentions],
            "rejected": [asdict(rejection) for rejection in found.rejected],
        }
    )
