"""Every request a bot made, and what became of it."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sandbox.clock import Clock
from sandbox.parameters import Parameters

# Every method of Bot API 10.3 with its parameters; true: required. A test compares it with aiogram's classes.
KNOWN: dict[str, dict[str, bool]] = json.loads((Path(__file__).parent / "data" / "bot_api.json").read_text("utf-8"))
MOST_ENTRIES = 100_000
BY_LOWER_NAME = {name.lower(): name for name in KNOWN}


@dataclass
class Entry:
    """One request. `outcome` is "open", "ok", a refusal's code and text, or the fault that struck; `committed` says
    whether the server did what it was asked, which a fault may hide from the client. `uploads`: sizes in bytes.
    """

    number: int
    at: float
    method: str
    params: dict[str, str]
    uploads: dict[str, int] = field(default_factory=dict)
    chat: int | None = None
    outcome: str = "open"
    committed: bool = False
    fault: str | None = None
    result: Any = None
    violations: list[str] = field(default_factory=list)

    @property
    def is_ok(self) -> bool:
        return self.outcome == "ok"

    def view(self) -> dict[str, Any]:
        return asdict(self)


class Journal:
    """The requests in the order of their arrival; of a very long run only the later ones are kept."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.entries: list[Entry] = []
        self._count = 0

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def open(self, method: str, parameters: Parameters) -> Entry:
        name = BY_LOWER_NAME.get(method.lower(), method)
        uploads = {name: len(upload.content) for name, upload in parameters.uploads.items()}
        self._count += 1
        if len(self.entries) >= MOST_ENTRIES:
            del self.entries[: MOST_ENTRIES // 2]
        entry = Entry(self._count, self._clock.now(), name, dict(parameters.values), uploads)
        entry.violations = _violations(name, parameters)
        self.entries.append(entry)
        return entry

    def calls(self, method: str) -> list[Entry]:
        """The requests for one method."""
        return [entry for entry in self.entries if entry.method.lower() == method.lower()]

    @property
    def violations(self) -> list[str]:
        """What the real server would have passed over in silence, and a careful bot would not send."""
        return [f"{entry.method}: {violation}" for entry in self.entries for violation in entry.violations]

    def refusals(self) -> Counter[str]:
        """How often each refusal was given."""
        return Counter(entry.outcome for entry in self.entries if entry.outcome not in {"ok", "open"})


def _violations(method: str, parameters: Parameters) -> list[str]:
    if method not in KNOWN:
        return ["no such method in Bot API 10.3"]
    known = KNOWN[method]
    attached = {value.removeprefix("attach://") for value in parameters.values.values()}
    unknown = [name for name in parameters.values if name not in known]
    unknown += [
        name
        for name in parameters.uploads
        if name not in known and not any(name in value for value in attached)  # inside an InputMedia, perhaps
    ]
    missing = [name for name, is_required in known.items() if is_required and not parameters.has(name)]
    return [f"unknown parameter {name}" for name in unknown] + [f"missing parameter {name}" for name in missing]
