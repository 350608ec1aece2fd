"""Editors' remedies, faked."""

from collections.abc import Sequence

from bot.model import ItemId, StoryId


class FakeRemedies:
    """Remembers what editors decided; tests/pipeline/test_remedies.py has the real ones."""

    def __init__(self) -> None:
        self.decided: list[tuple[object, ...]] = []

    async def withdraw(self, items: Sequence[ItemId], reason: str) -> int:
        self.decided.append(("withdraw", *items, reason))
        return len(items)

    async def give_back(self, items: Sequence[ItemId]) -> int:
        taken = {one for kind, *rest in self.decided if kind == "withdraw" for one in rest}
        known = [one for one in items if one in taken]
        self.decided += [("give back", *known)] if known else []
        return len(known)

    async def split(self, items: Sequence[ItemId], by: str) -> StoryId:
        self.decided.append(("split", *items, by))
        return StoryId(items[0])

    async def merge(self, one: StoryId, other: StoryId, by: str) -> StoryId:
        self.decided.append(("merge", one, other, by))
        return one
