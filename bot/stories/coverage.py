"""Who reported a story: how many owners independently of each other, and how fast it spread."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.stories.report import Key, Report
from bot.text.story_fold import fold

_AGENCIES: Final = {
    "reuters": "reuters|рейтер|рейтерс|رويترز|رویترز|רויטרס|路透社?|ロイター|로이터|ρόιτερς|रॉयटर्स",
    "afp": "afp|agence france-presse|афп|فرانس برس|法新社|ＡＦＰ|απε-afp|एएफपी",
    "ap": r"ap\b|associated press|ассошиэйтед пресс|أسوشيتد برس|美联社|ＡＰ通信",
    "tass": "tass|тасс|تاس|塔斯社|タス通信|타스",
    "ria": "ria novosti|риа новости|ріа новини|俄新社|리아노보스티",
    "interfax": "interfax|интерфакс|інтерфакс|إنترفاكس|国际文传",
    "xinhua": "xinhua|新华社|синьхуа|شينخوا|新華社|신화통신",
    "dpa": "dpa",
    "efe": "efe",
    "ansa": "ansa",
    "anadolu": r"anadolu ajansı|anadolu agency|anadolu|анадолу|الأناضول|\baa\b",
    "pap": "pap",
    "ctk": "čtk|ctk",
    "ukrinform": "ukrinform|укринформ|укрінформ",
    "unian": "unian|униан|уніан",
    "irna": "irna|ایرنا|إرنا|ирна",
    "sana": r"sana\b|سانا|сана\b",
    "kyodo": "kyodo|共同通信|共同社",
    "yonhap": "yonhap|연합뉴스|韩联社|聯合ニュース",
    "anp": "anp",
    "lusa": "lusa",
    "belga": "belga",
    "agerpres": "agerpres",
    "bta": "бта|bta",
    "tanjug": "tanjug|танјуг",
    "hina": "hina",
    "ptinews": "pti|पीटीआई",
    "apempe": "απε-μπε|αμπε",
}
_NAMES: Final = "|".join(f"(?P<{name}>{fold(pattern)})" for name, pattern in _AGENCIES.items())
# A credit stands in brackets, before a dash at the start, after a dash at the end, or after "according to".
_CREDITS: Final = (
    re.compile(rf"[(\[（【/]\s*(?:{_NAMES})\s*[)\]）】/]"),
    re.compile(rf"^[^.!?]{{0,60}}?\b(?:{_NAMES})\b\s*[-–—:|]"),
    re.compile(rf"[-–—|/]\s*(?:{_NAMES})\W*$"),
    re.compile(
        r"(?:according to|reports?|reported by|told|citing|сообщает|сообщил[аи]?|передает|передала|по данным"
        r"|повідомляє|laut|berichtet|selon|rapporte|según|informa|secondo|podaje|według|نقلا عن|بحسب|وفق|به گزارش)"
        rf"\s+(?:{_NAMES})(?!\w)"
    ),
)


@dataclass(frozen=True, slots=True)
class Spread:
    """When a story reached its second owner and its second language, since it was first seen; None: not yet."""

    first: Key
    to_second_owner: timedelta | None
    to_second_language: timedelta | None


def credited(report: Report) -> str:
    """Return the agency a report credits ("reuters"), or "": such a report is the agency's word, not its outlet's."""
    for text in (report.summary, report.title):
        folded = fold(text)
        for credit in _CREDITS:
            if found := credit.search(folded):
                return str(found.lastgroup)
    return ""


def independent(
    reports: Sequence[Report], copies: Collection[Key] = (), owners: Mapping[str, str] | None = None
) -> int:
    """Return by how many owners a story is reported independently of each other.

    Copies count for nothing. All reports that credit one agency count as one voice, that of the agency, and so does the
    agency itself where it is an outlet here. `owners` maps outlets to owners where a report does not name its own.
    """
    named = owners or {}
    voices = set()
    for report in reports:
        if report.key not in copies:
            owner = report.owner or named.get(report.source, report.source)
            voices.add(credited(report) or _as_agency(owner))
    return len(voices)


def _as_agency(owner: str) -> str:
    folded = fold(owner).strip()
    found = re.fullmatch(_NAMES, folded)
    return str(found.lastgroup) if found else folded


def spread(reports: Sequence[Report]) -> Spread:
    """Return how fast a story spread. Reports in order of time, at least one; an unknown language is no language."""
    first = reports[0]
    return Spread(
        first.key,
        _since(first, (r for r in reports if (r.owner or r.source) != (first.owner or first.source))),
        _since(first, (r for r in reports if first.language and r.language not in {"", first.language})),
    )


def _since(first: Report, others: Iterable[Report]) -> timedelta | None:
    other = next(iter(others), None)
    return other.published - first.published if other else None
