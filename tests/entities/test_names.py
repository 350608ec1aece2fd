"""Two lines are enough: what follows for a new person or organisation."""

import tracemalloc

import pytest

from bot.entities.match import Matcher
from bot.model import Entity, EntityId

MACRON = Entity(EntityId("macron"), "Emmanuel Macron")


def finds(entity: Entity, title: str, summary: str = "") -> bool:
    return bool(Matcher([entity]).match({"title": title, "summary": summary}).entities)


@pytest.mark.parametrize(
    "title",
    [
        "Emmanuel Macron in Lyon",
        "EMMANUEL MACRON IN LYON",
        "Emmanuela Macrona přijal papež",
        "Rozmowa z Emmanuelem Macronem",
        "Macron Emmanuel réélu",
        "President Macron meets farmers",
        "Präsident Macron in Berlin",
    ],
)
def test_a_person_of_two_lines_is_found_by_full_name_in_any_case_and_by_title(title: str) -> None:
    assert finds(MACRON, title)


def test_a_bare_surname_of_a_two_line_person_needs_evidence() -> None:
    assert not finds(MACRON, "Macron opens bakery")
    assert finds(MACRON, "Macron opens bakery", summary="Emmanuel Macron cut the ribbon.")
    assert finds(Entity(EntityId("macron"), "Emmanuel Macron", context=("Élysée",)), "Macron leaves the Élysée")


def test_another_given_name_before_the_surname_is_somebody_else() -> None:
    assert not finds(MACRON, "Brigitte Macron visits a school, says president")
    assert not finds(
        Entity(EntityId("macron"), "Emmanuel Macron", competitors=("Brigitte",)), "Brigitte Macron in Paris"
    )


def test_russian_and_ukrainian_names_are_declined_by_dictionary() -> None:
    durov = Entity(EntityId("durov"), "Павел Дуров")

    assert finds(durov, "Встреча с Павлом Дуровым")
    assert finds(durov, "Допрос Павла Дурова")
    assert not finds(durov, "Встреча с Анной Дуровой")
    assert finds(Entity(EntityId("lviv"), "Орёл", kind="place"), "Пожар в Орле")


def test_an_organisation_is_found_by_its_name_and_not_inside_words() -> None:
    shell = Entity(EntityId("shell"), "Shell", kind="organisation")

    assert finds(shell, "Shell posts record profit")
    assert not finds(shell, "Shelling continues near the border")


def test_an_organisation_of_several_words_may_be_hyphenated_or_quoted() -> None:
    gazeta = Entity(EntityId("novaya"), "Новая газета", kind="organisation")

    assert finds(gazeta, "Редактор «Новой газеты» задержан")
    cross = Entity(EntityId("cross"), "Blue Cross", kind="organisation")
    assert finds(cross, 'Workers of Blue "Cross" return')
    assert finds(cross, "Blue-Cross worker returns")


def test_a_short_name_takes_few_endings() -> None:
    xi = Entity(EntityId("xi"), "Xi Jinping", weak={"*": ("Xi",)}, context=("beijing",))

    assert finds(xi, "Xi leaves Beijing")
    assert not finds(xi, "Xine leaves Beijing")


def test_a_romanian_name_is_found_without_its_comma_below() -> None:
    assert finds(Entity(EntityId("ciuca"), "Ion Țiriac"), "Ion Tiriac investeste")


def test_a_surname_that_many_share_counts_only_with_the_given_name() -> None:
    people = [
        Entity(EntityId(f"{name.lower()}"), f"{name} Smith")
        for name in ["Ada", "Bob", "Cy", "Dee", "Eve", "Flo", "Guy"]
    ]

    matching = Matcher(people).match({"title": "President Smith meets Eve Smith"})

    assert matching.entities == ("eve",)


def test_a_threshold_moves_the_line() -> None:
    strict = Entity(EntityId("macron"), "Emmanuel Macron", threshold=50.0)

    assert not finds(strict, "Emmanuel Macron in Lyon")


@pytest.mark.parametrize(
    "title",
    [
        "Встреча с Эммануэлем Макроном",
        "Еммануель Макрон у Києві",
        "Емануел Макрон у Београду",
        "إيمانويل ماكرون يصل إلى بيروت",
        "לעמנואל מקרון אין רוב",
        "Ο Εμανουέλ Μακρόν στην Αθήνα",
        "ემანუელ მაკრონი თბილისში",
    ],
)
def test_a_full_name_in_latin_letters_is_heard_in_other_alphabets(title: str) -> None:
    assert finds(MACRON, title)


@pytest.mark.parametrize("title", ["Макрон в Киеве", "Марк Ротко", "марк рютте", "ما سند القضية"])
def test_what_sounds_only_a_little_alike_is_not_heard(title: str) -> None:
    rutte, sandu = Entity(EntityId("rutte"), "Mark Rutte"), Entity(EntityId("sandu"), "Maia Sandu")

    assert not any(finds(entity, title) for entity in (MACRON, rutte, sandu))


def test_a_name_more_takes_less_than_five_kilobytes() -> None:
    def people(count: int) -> list[Entity]:
        return [Entity(EntityId(f"p{n}"), f"Aro{'bcdfg'[n % 5]}{n} Torve{'lmnrs'[n % 5]}{n}") for n in range(count)]

    Matcher(people(10))  # the shared tables
    tracemalloc.start()
    matcher = Matcher(people(1000))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert matcher.match({"title": "Arob0 Torvel0 speaks"}).entities
    assert taken / 1000 < 5_000
