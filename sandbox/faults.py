"""What can go wrong on the way, before or after the server has done what it was asked."""

from dataclasses import dataclass
from typing import Literal

FaultKind = Literal[
    "429",  # Too Many Requests; the chat stays closed for `seconds`
    "502",  # an HTML page from a proxy
    "hang",  # no answer for `seconds`
    "late",  # the server does it `seconds` later, whether or not the client still listens
    "refusal",  # `code` and `description`, in the API's form
    "reset",  # the connection is torn down
    "truncated",  # half a JSON answer
]
When = Literal["before", "after"]


@dataclass
class Fault:
    """One thing that will happen to the next `times` matching calls, after letting `skip` of them pass.

    `when`: before the server commits (nothing has happened) or after (it has, but the client is not told).
    `containing`: only calls with this text in a parameter.
    """

    kind: FaultKind
    method: str = ""
    chat: int | None = None
    containing: str = ""
    when: When = "before"
    times: int = 1
    skip: int = 0
    seconds: float = 30
    code: int = 400
    description: str = "Bad Request: armed fault"

    def matches(self, method: str, chat: int | None, parameters: dict[str, str]) -> bool:
        return (
            (not self.method or self.method.lower() == method.lower())
            and (self.chat is None or self.chat == chat)
            and (not self.containing or any(self.containing in value for value in parameters.values()))
        )


class Faults:
    """The faults that are armed, in order; each call takes the first that matches."""

    def __init__(self) -> None:
        self.armed: list[Fault] = []

    def arm(self, fault: Fault) -> None:
        self.armed.append(fault)

    def disarm(self) -> None:
        self.armed.clear()

    def take(self, method: str, chat: int | None, parameters: dict[str, str]) -> Fault | None:
        for fault in self.armed:
            if not fault.matches(method, chat, parameters):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            fault.times -= 1
            if fault.times <= 0:
                self.armed.remove(fault)
            return fault
        return None
