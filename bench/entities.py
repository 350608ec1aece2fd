"""stub"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.model import Entity, Field

HOME = Path(__file__).parents[1]
ROWS = (HOME / "tests" / "data" / "entities" / "golden.jsonl",)


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled text. `weight` counts in fitting only."""

    id: str
    language: str
    fields: Mapping[Field, str]
    entities: frozenset[str]
    weight: float = 1.0

    @property
    def sense(self) -> str:
        """What is encoded: title and summary, as the pipeline does it."""
        return f"{self.fields.get('title', '')} {self.fields.get('summary', '')}".strip()[:300]

    def weighing(self, weight: float) -> "Row":
        """Return the row with another weight."""
        return replace(self, weight=weight)


def read_rows(path: Path) -> list[Row]:
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        language = row["lang"].partition("-")[0]
        rows.append(
            Row(
                row["id"],
                ISO.get(language, language),
                {"title": row.get("title") or row.get("text", ""), "summary": row.get("summary", "")},
                frozenset(row["entities"]),
            )
        )
    return rows


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return {key: tuple(forms) for key, forms in value.items()} if isinstance(value, dict) else value


def catalogue() -> tuple[Entity, ...]:
    rows = tomllib.loads((HOME / "config" / "entities.toml").read_text(encoding="utf-8"))["entity"]
    return tuple(Entity(**{key: _frozen(value) for key, value in row.items()}) for row in rows)


ISO = dict(
    pair.split("=")
    for pair in [
        "afr=af",
        "amh=am",
        "aze=az",
        "azj=az",
        "bak=ba",
        "bel=be",
        "ben=bn",
        "bod=bo",
        "bos=bs",
        "bul=bg",
        "cat=ca",
        "ces=cs",
        "ckb=ckb",
        "cym=cy",
        "dan=da",
        "deu=de",
        "div=dv",
        "ell=el",
        "est=et",
        "eus=eu",
        "fas=fa",
        "fin=fi",
        "fra=fr",
        "gle=ga",
        "glg=gl",
        "guj=gu",
        "hau=ha",
        "heb=he",
        "hin=hi",
        "hrv=hr",
        "hun=hu",
        "hye=hy",
        "ind=id",
        "isl=is",
        "ita=it",
        "jpn=ja",
        "kan=kn",
        "kat=ka",
        "kaz=kk",
        "khm=km",
        "kir=ky",
        "kmr=ku",
        "kor=ko",
        "lao=lo",
        "lav=lv",
        "lit=lt",
        "mal=ml",
        "mar=mr",
        "mkd=mk",
        "mlt=mt",
        "mon=mn",
        "msa=ms",
        "mya=my",
        "nep=ne",
        "nld=nl",
        "nno=no",
        "nob=no",
        "pan=pa",
        "pol=pl",
        "por=pt",
        "prs=fa",
        "pus=ps",
        "ron=ro",
        "rus=ru",
        "sin=si",
        "slk=sk",
        "slv=sl",
        "snd=sd",
        "som=so",
        "spa=es",
        "sqi=sq",
        "srp=sr",
        "swa=sw",
        "swe=sv",
        "tam=ta",
        "tat=tt",
        "tel=te",
        "tgk=tg",
        "tha=th",
        "tir=ti",
        "tuk=tk",
        "tur=tr",
        "uig=ug",
        "ukr=uk",
        "urd=ur",
        "uzb=uz",
        "vie=vi",
        "zho=zh",
    ]
)
