import pytest

from bot.stories.reading import read
from tests.stories.builders import make_report

HARBOUR_STRIKE = {
    "en": "Missile hits Odesa, five killed",
    "ru": "Ракета попала в Одессу, пять человек погибли",
    "uk": "Ракета влучила в Одесу, п'ять загиблих",
    "ar": "صاروخ يضرب أوديسا ومقتل خمسة",
    "de": "Rakete trifft Odessa, fünf Tote",
    "fr": "Un missile frappe Odessa, cinq morts",
    "es": "Un misil alcanza Odesa, cinco muertos",
    "it": "Missile colpisce Odessa, cinque morti",
    "pt": "Míssil atinge Odessa, cinco mortos",
    "pl": "Rakieta trafiła w Odessę, pięć osób nie żyje",
    "cs": "Raketa zasáhla Oděsu, pět mrtvých",
    "tr": "Odessa'ya füze saldırısı: beş ölü",
    "fa": "اصابت موشک به اودسا؛ پنج کشته",
    "he": "טיל פגע באודסה, חמישה הרוגים",
    "zh": "导弹击中敖德萨 5人死亡",
    "ja": "オデーサにミサイル、5人死亡",
    "ko": "오데사에 미사일, 5명 사망",
    "nl": "Raket treft Odessa: vijf doden",
    "sr": "Ракета погодила Одесу, пет мртвих",
    "hr": "Raketa pogodila Odesu, petero mrtvih",
    "bg": "Ракета порази Одеса, петима загинали",
    "ro": "O rachetă a lovit Odesa: cinci morți",
    "sv": "Robot träffade Odessa – fem döda",
    "el": "Πύραυλος έπληξε την Οδησσό, πέντε νεκροί",
    "hi": "ओडेसा पर मिसाइल हमला, पांच की मौत",
    "hu": "Rakéta csapódott be Odesában, öten meghaltak",
}
RATE_CUT = {
    "en": "Central bank cuts interest rate",
    "ru": "Центробанк снизил ставку",
    "ar": "البنك المركزي يخفض سعر الفائدة",
    "fa": "بانک مرکزی نرخ بهره را کاهش داد",
    "he": "בנק ישראל הוריד את הריבית",
    "el": "Η Κεντρική Τράπεζα μειώνει το επιτόκιο",
    "hu": "A jegybank csökkentette a kamatot",
    "zh": "央行下调利率",
    "ko": "중앙은행 기준금리 인하",
    "tr": "Merkez Bankası faizi düşürdü",
    "hi": "रिजर्व बैंक ने ब्याज दर में कटौती की",
    "ro": "Banca Centrală reduce dobânda",
}


@pytest.mark.parametrize("language", HARBOUR_STRIKE)
def test_a_strike_is_read_alike_in_every_main_language(language: str) -> None:
    found = {(one.kind, one.name) for one in read(make_report(HARBOUR_STRIKE[language], language=language))}

    assert {("place", "Odesa/UA"), ("concept", "missile"), ("concept", "killed"), ("number", "5")} <= found


@pytest.mark.parametrize("language", RATE_CUT)
def test_news_of_the_economy_is_read_alike_too(language: str) -> None:
    found = {one.name for one in read(make_report(RATE_CUT[language], language=language)) if one.kind == "concept"}

    assert {"central-bank", "interest-rate", "lower"} <= found


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("he", "דיווח על פיצוץ באזור"),
        ("uk", "Палає склад"),
        ("en", "Palace evacuated after indictment"),
        ("fr", "La mer est noire"),
        ("pt", "Costa pede ajuda"),
        ("pl", "Kraj czeka"),
    ],
)
def test_a_common_word_is_no_town_and_no_country(language: str, title: str) -> None:
    assert not {"place", "country"} & {one.kind for one in read(make_report(title, language=language))}


@pytest.mark.parametrize(
    ("language", "title", "actor"),
    [
        ("nl", "Poetin spreekt het land toe", "putin"),
        ("ar", "وبوتين يتحدث", "putin"),
        ("he", "לפוטין אין תגובה", "putin"),
        ("ko", "푸틴이 말했다", "putin"),
        ("de", "Selenskyj-Besuch", "zelensky"),
        ("el", "Ο Ζελένσκι μίλησε", "zelensky"),
        ("ja", "ゼレンスキー氏が演説", "zelensky"),
    ],
)
def test_a_person_is_found_with_what_a_language_writes_around_the_name(language: str, title: str, actor: str) -> None:
    assert ("actor", actor) in {(one.kind, one.name) for one in read(make_report(title, language=language))}


@pytest.mark.parametrize(
    ("language", "title", "number"),
    [
        ("en", "1,200 people", "1200"),
        ("ru", "1 200 человек", "1200"),
        ("ar", "١٢٠٠ شخص", "1200"),
        ("fa", "۱۲۰۰ نفر", "1200"),
        ("en", "1.2 thousand people", "1200"),
        ("de", "1,1 Milliarden Euro", "1.1e+09"),
        ("zh", "3万人", "30000"),
        ("en", "Fifteen of 17 drones", "17"),
        ("zh", "大火烧了17小时", "17"),
        ("zh", "九名将领", "9"),
        ("ja", "二十三人が負傷", "23"),
        ("ja", "島沖でM7.1", "7.1"),
        ("en", "Hosts win 3-0", "3-0"),
        ("he", "0:3 בחוץ", "3-0"),
    ],
)
def test_a_number_is_one_whatever_its_digits_and_separators(language: str, title: str, number: str) -> None:
    assert ("number", number) in {(one.kind, one.name) for one in read(make_report(title, language=language))}


@pytest.mark.parametrize("title", ["F-16 jets", "The plan of 2024"])
def test_part_of_a_name_or_a_year_is_no_number(title: str) -> None:
    assert not [one for one in read(make_report(title)) if one.kind == "number"]


@pytest.mark.parametrize(
    ("language", "title", "concept"),
    [("fr", "Après l'explosion", "explosion"), ("it", "Ferma l'estradizione", "extradite")],
)
def test_a_word_is_read_behind_its_elided_article(language: str, title: str, concept: str) -> None:
    assert ("concept", concept) in {(one.kind, one.name) for one in read(make_report(title, language=language))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("en", "Mindanao"), ("ja", "ミンダナオ")),
        (("en", "Louvre"), ("ja", "ルーブル")),
        (("en", "Komeito's"), ("de", "Komeito")),
        (("en", "Retegui"), ("de", "Retegui-Doppelpack")),
    ],
)
def test_an_unknown_name_is_one_whatever_is_written_around_it(one: tuple[str, str], other: tuple[str, str]) -> None:
    found = [
        {name for kind, name, _ in read(make_report(title, language=language)) if kind == "skeleton"}
        for language, title in (one, other)
    ]
    assert found[0] & found[1]


def test_a_place_must_be_a_name_where_a_script_has_capitals() -> None:
    kinds = {one.kind for one in read(make_report("a nice reading of the mobile split"))}

    assert "place" not in kinds


def named(title: str, language: str) -> set[tuple[str, str]]:
    kinds = ("actor", "place")
    return {(one.kind, one.name) for one in read(make_report(title, language=language)) if one.kind in kinds}


@pytest.mark.parametrize(
    ("language", "title", "place"),
    [
        ("en", "Islamabad hosts talks", "Islamabad/PK"),
        ("es", "Acuerdo en Panamá", "Panama City/PA"),
        ("it", "Corteo a Monaco", "Monaco/MC"),
        ("de", "Bern stimmt ab", "bern/CH"),
        ("en", "Water returns to Venice", "Venice/IT"),
        ("ru", "Туман в Сан-Франциско", "San Francisco/US"),
        ("en", "Odessa port opens", "Odesa/UA"),
    ],
)
def test_a_city_is_itself_and_no_namesake_nor_a_town_that_was_once_called_so(
    language: str, title: str, place: str
) -> None:
    assert named(title, language) == {("place", place)}


@pytest.mark.parametrize(
    ("language", "title"),
    [("es", "No cabe duda alguna"), ("it", "Due grossi camion"), ("tr", "Okulda fidan dikildi")],
)
def test_a_word_in_lower_case_is_no_person_of_that_name(language: str, title: str) -> None:
    assert named(title, language) == set()


@pytest.mark.parametrize(
    ("language", "title", "actor"),
    [
        ("en", "Anti-Putin rally", "putin"),
        ("fr", "Les talibans ferment une école", "taliban"),
        ("uk", "Гарріс виступила", "harris"),
        ("uk", "Нетаньягу виступив", "netanyahu"),
        ("ru", "вагнеровцы", "wagner"),
    ],
)
def test_an_actor_is_known_inside_a_compound_as_a_common_noun_and_in_ukrainian_spelling(
    language: str, title: str, actor: str
) -> None:
    assert ("actor", actor) in named(title, language)


def test_traditional_simplified_and_japanese_characters_are_read_alike() -> None:
    ways = {"北朝鮮ミサイル発射": "ja", "朝鮮發射導彈": "zh", "朝鲜发射导弹": "zh"}
    found = [{(o.kind, o.name) for o in read(make_report(title, language=code))} for title, code in ways.items()]

    assert all({("concept", "missile"), ("country", "KP")} <= one for one in found)
