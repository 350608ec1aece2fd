from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.digest.lines import headline, outlet_of
from bot.digest.render import lay_out
from bot.model import Digest, EntityId, FeedId, ItemId, Message, Story, Told
from bot.text.say import phrases
from tests.builders import NOW, make_coverage, make_feed, make_story
from tests.telegram_parser import links, parsed

NAMES = {EntityId("putin"): "Vladimir Putin"}


def digest_of(*stories: Story, folded: tuple[Story, ...] = (), **changes: Any) -> Digest:
    language = changes.get("language", "en")
    entries = [Told(story, headline(story, language), again=bool(story.shown)) for story in stories]
    entries += [Told(story, headline(story, language), folded=True) for story in folded]
    defaults: dict[str, Any] = {"channel": "main", "key": "k", "title": "Morning digest", "at": NOW, "language": "en"}
    return Digest(**defaults | {"entries": tuple(entries)} | changes)


def posts_of(digest: Digest) -> list[Message]:
    return [message for _, message in lay_out(digest, NAMES)]


def post_of(digest: Digest) -> Message:
    (message,) = posts_of(digest)
    return message


def test_the_headline_is_the_link_and_outlets_carry_label_and_language() -> None:
    first = make_coverage(number=1, feed=make_feed(ownership="private"), title="Putin speaks")
    second = make_coverage(
        number=2, feed=make_feed(id=FeedId("v"), title="Вестник", owner="V", ownership="state-run", language="ru")
    )

    message = post_of(digest_of(make_story(first, second)))

    assert links(message.html) == ["http://feeds.example/a/1"]
    text = parsed(message.html)["text"].translate(dict.fromkeys((0x2068, 0x2069, 0x200E)))
    assert (
        "Vladimir Putin\nPutin speaks\nHarbour Post (private, EN), Вестник (state-run, RU) · 2 languages · 12:00"
        in text
    )


def test_an_outlet_nobody_labelled_shows_its_owner_in_place_of_a_label() -> None:
    feed = make_feed(title="Tide", owner="tide.example", ownership="unknown")

    assert outlet_of(feed, "en", phrases("en")) == "\u2068Tide\u2069 (\u2068tide\u2060.example\u2069, EN)"
    assert "unlabelled" in outlet_of(replace(feed, owner=""), "en", phrases("en"))


def test_a_story_with_one_owner_says_so() -> None:
    message = post_of(digest_of(make_story()))

    assert "single source" in message.plain


def test_a_link_that_leaves_the_feeds_own_domain_shows_where_it_leads() -> None:
    away = make_coverage(link="http://elsewhere.test/a", feed=make_feed(url="http://rss.harbour.example/x"))
    home = make_coverage(link="http://www.harbour.example/a", feed=make_feed(url="http://rss.harbour.example/x"))

    assert "elsewhere" in post_of(digest_of(make_story(away))).plain.split(" (http")[1]
    assert "(www" not in post_of(digest_of(make_story(home))).html


def test_a_headline_in_the_channels_language_speaks_for_the_story() -> None:
    russian = make_coverage(number=1, feed=make_feed(id=FeedId("v"), owner="V", language="ru"), title="Путин говорит")
    english = make_coverage(number=2, title="Putin speaks")

    message = post_of(digest_of(make_story(russian, english)))

    assert links(message.html) == ["http://feeds.example/a/2"]


def test_an_update_is_marked() -> None:
    known = make_story(make_coverage(number=1), make_coverage(number=2), shown=frozenset({ItemId(1)}))

    assert "↻" in post_of(digest_of(known)).html


def test_whom_several_stories_in_a_row_are_about_stands_above_the_first_of_them() -> None:
    whom = ("putin", "putin", "assad", "putin")
    stories = [
        make_story(make_coverage(number=number, title=f"Title {number}", entities=(EntityId(who),)))
        for number, who in enumerate(whom, 1)
    ]

    lines = post_of(digest_of(*stories)).plain.replace("\u200e", "").splitlines()

    told = [line for line in lines if line in {"Vladimir Putin", "assad"} or line.startswith("Title")]
    assert [line.partition(" (")[0] for line in told] == [
        *("Vladimir Putin", "Title 1", "Title 2"),
        *("assad", "Title 3"),
        *("Vladimir Putin", "Title 4"),
    ]


titles = st.text(min_size=1, max_size=400) | st.sampled_from(
    ["<b>x</b> & t.me/x @bbc #tag /start", "שלום bbc.com", "ب" * 300]
)


@given(st.lists(titles, min_size=1, max_size=60), st.integers(1, 8))
def test_any_stories_render_within_telegrams_limits_and_none_is_lost(texts: list[str], main: int) -> None:
    stories = [make_story(make_coverage(number=n, title=title)) for n, title in enumerate(texts, 1)]

    messages = posts_of(digest_of(*stories[:main], folded=tuple(stories[main:])))

    told = [link for message in messages for link in links(message.html)]
    assert sorted(told) == sorted(story.coverage[0].link for story in stories)
    for message in messages:
        answer = parsed(message.html)
        assert len(answer["text"]) <= 4096
        assert len(message.html.encode()) <= 32768
        assert len(answer["entities"]) <= 100
        kinds = {entity["type"]["@type"] for entity in answer["entities"]}
        assert kinds <= {
            f"textEntityType{kind}" for kind in ("TextUrl", "Bold", "Italic", "DateTime", "ExpandableBlockQuote")
        }


def test_long_links_are_spread_over_more_posts_than_one_telegram_would_refuse() -> None:
    stories = [make_story(make_coverage(number=n, link=f"http://feeds.example/{n}/{'я' * 900}")) for n in range(1, 29)]

    messages = posts_of(digest_of(*stories[:8], folded=tuple(stories[8:])))

    assert len(messages) > 1
    assert all(len(message.html.encode()) <= 32768 for message in messages)
    assert sum(len(links(message.html)) for message in messages) == 28
