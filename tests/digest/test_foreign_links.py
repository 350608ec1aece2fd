import pytest

from bot.digest.lines import foreign_domain, linked_title
from bot.text import inert
from tests.builders import make_coverage, make_feed

FEED = make_feed(url="http://feeds.harbour.example/rss", domains=("harbour.test",))


@pytest.mark.parametrize(
    "link", ["https://harbour.example/1", "http://www.harbour.example/1", "http://m.harbour.test/1"]
)
def test_a_link_within_the_outlets_own_domains_is_shown_without_one(link: str) -> None:
    assert foreign_domain(make_coverage(feed=FEED, link=link)) == ""


def test_a_link_that_leads_elsewhere_shows_where_it_really_leads() -> None:
    report = make_coverage(feed=FEED, link="https://www.elsewhere.test/harbour.example/1", title="Rain")

    assert foreign_domain(report) == "elsewhere.test"
    assert inert.escape("elsewhere.test") in linked_title(report)
