from datetime import timedelta

from bot.model import ItemId
from bot.search.document import first_id
from bot.search.rank import Presence, Ranking, scores
from tests.search.builders import NOW


def aged(days: float) -> ItemId:
    return ItemId(first_id(NOW - timedelta(days=days)))


def test_an_item_counts_half_at_the_half_life_and_never_more_than_once() -> None:
    today, last_week, tomorrow = aged(0), aged(7), aged(-1)
    ranked = scores([today, last_week, tomorrow], [], now=NOW, ranking=Ranking(half_life_days=7))

    assert ranked == {tomorrow: 1, today: 1, last_week: 0.5}


def test_a_word_few_candidates_have_weighs_more_than_one_that_all_have() -> None:
    rare, common, *rest = items = [aged(number / 1000) for number in range(10)]
    everywhere, somewhere = Presence([common, *rest], []), Presence([rare], [])

    assert next(iter(scores(items, [everywhere, somewhere], now=NOW, ranking=Ranking()))) == rare


def test_the_title_counts_more_and_of_equal_items_the_newest_comes_first() -> None:
    newest, newer, titled = (aged(0), aged(0.001), aged(0.002))
    word = Presence([newest, newer, titled], [titled])

    assert list(scores([newest, newer, titled], [word], now=NOW, ranking=Ranking())) == [titled, newest, newer]
    assert list(scores([newer, newest], [], now=NOW, ranking=Ranking())) == [newest, newer]
