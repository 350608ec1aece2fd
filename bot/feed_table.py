"""[[feed]] and [[side]] of feeds.toml, checked."""

import re
from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from bot import model
from bot.entity_table import Id, Table
from bot.text.domains import registered_domain


def _address(value: str) -> str:
    if not re.match(r"https?://[^/\s]+", value):
        raise ValueError("expected an address that begins with http:// or https://")
    return value


def _domain(value: str) -> str:
    host = urlsplit(value if "//" in value else f"//{value}").hostname or ""
    if registered_domain(host) != value or "." not in value:
        raise ValueError(f"expected a registered domain such as {registered_domain(host) or 'example.org'}")
    return value


Address = Annotated[str, AfterValidator(_address)]
Domain = Annotated[str, AfterValidator(_domain)]


class FeedTable(Table):
    """A [[feed]] of feeds.toml."""

    id: Id
    title: Annotated[str, Field(min_length=1)]
    url: Address
    language: str = ""
    country: str = ""
    owner: str = ""
    ownership: model.Ownership = "independent"
    ownership_source: str = ""
    side: str = ""
    weight: Annotated[float, Field(gt=0, le=100)] = 1.0
    enabled: bool = True
    domains: tuple[Domain, ...] = ()
    note: str = ""

    def feed(self, sides: Sequence["Side"]) -> model.Feed:
        """Return what the table says as the noun, with its side; the note is for people only."""
        side = self.side or next((side.id for side in sides if side.fits(self)), "")
        return model.Feed(**{**self.model_dump(exclude={"note"}), "id": model.FeedId(self.id), "side": side})


class Side(Table):
    """A [[side]] of feeds.toml: outlets that are compared with those of other sides. An empty demand fits everybody."""

    id: Id
    countries: tuple[str, ...] = ()
    ownership: tuple[model.Ownership, ...] = ()
    languages: tuple[str, ...] = ()

    def fits(self, feed: FeedTable) -> bool:
        """Tell whether a feed is of this side."""
        demands = ((self.countries, feed.country), (self.ownership, feed.ownership), (self.languages, feed.language))
        return all(value in wanted for wanted, value in demands if wanted)
