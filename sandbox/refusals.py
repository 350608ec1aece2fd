"""How Telegram says no: a code, a text and sometimes parameters (texts: Client.cpp of telegram-bot-api, see tests)."""

from typing import Any

PREFIXES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a mistake of the program
    """An answer with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def worded(code: int, text: str) -> str:
    """The description of an error: prefixed, and its first letter lowered unless it is an all-capitals code."""
    is_code = len(text) > 1 and (text[1] == "_" or text[1].isupper())
    return f"{PREFIXES[code]}: {text if is_code else text[:1].lower() + text[1:]}"


def bad_request(text: str, **parameters: int) -> Refusal:
    return Refusal(400, worded(400, text), **parameters)


def forbidden(text: str) -> Refusal:
    return Refusal(403, worded(403, text))


def too_many_requests(seconds: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
