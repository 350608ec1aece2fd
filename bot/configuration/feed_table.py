"""[[feed]] and [[side]] of feeds.toml: the outlets, and which are set against which."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from bot import model
from bot.configuration.values import Address, Country, Domain, Id, Language, Table


class FeedTable(Table):
    """A [[feed]] of feeds.toml."""

    id: Id
    title: Annotated[str, Field(min_length=1)]
    url: Address
    language: Language = ""
    country: Country = ""
    owner: str = ""
    ownership: model.Ownership = "independent"
    ownership_source: str = ""
    side: str = ""
    weight: Annotated[float, Field(gt=0, le=100)] = 1.0
    enabled: bool = True
    domains: tuple[Domain, ...] = ()
    note: str = ""

    def feed(self, sides: "Sequence[Side]") -> model.Feed:
        """Return what the table says as the noun, with its side; the note is for people only."""
        side = self.side or next((side.id for side in sides if side.fits(self)), "")
        return model.Feed(**{**self.model_dump(exclude={"note"}), "id": model.FeedId(self.id), "side": side})


class Side(Table):
    """A [[side]] of feeds.toml: outlets that are compared with those of other sides. An empty demand fits everybody."""

    id: Id
    countries: tuple[Country, ...] = ()
    ownership: tuple[model.Ownership, ...] = ()
    languages: tuple[Language, ...] = ()

    def fits(self, feed: FeedTable) -> bool:
        """Tell whether a feed is of this side."""
        demands = ((self.countries, feed.country), (self.ownership, feed.ownership), (self.languages, feed.language))
        return all(value in wanted for wanted, value in demands if wanted)
