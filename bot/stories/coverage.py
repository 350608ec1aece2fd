"""Whose word a report is: its outlet's own, or that of a news agency it credits."""

import re
from typing import Final

from bot.stories.report import Report
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


def agency(report: Report) -> str:
    """Return the agency whose word a report is ("reuters"): one it credits, or its own owner; "" if it is its outlet's.

    All reports of one agency's word are one voice, and so is the agency itself where it is an outlet here.
    """
    for text in (report.summary, report.title):
        folded = fold(text)
        for credit in _CREDITS:
            if found := credit.search(folded):
                return str(found.lastgroup)
    found = re.fullmatch(_NAMES, fold(report.owner).strip())
    return str(found.lastgroup) if found else ""
