"""The web pages of the invented outlets: a front page that names the feed, and an article."""

import html

from sandbox.feed_formats import FORMATS, Article, Outlet, as_html, link

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
STYLE = """
body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; font: 17px/1.6 Georgia, "Noto Serif", serif; }
header { margin-bottom: 2rem; border-bottom: 3px double currentColor; font-size: 1.6rem; font-weight: 700; }
a { color: inherit; } h1 { line-height: 1.25; } .by { opacity: 0.7; font-size: 0.9rem; }
:root { color-scheme: light dark; }
"""


def front_page(outlet: Outlet, articles: list[Article], origin: str) -> str:
    _, kind = FORMATS[outlet.format]
    head = f'<link rel="alternate" type="{kind}" title="{html.escape(outlet.title)}" href="{outlet.path}">'
    lines = [
        f'<p><a href="{html.escape(link(outlet, article, origin))}">{html.escape(article.title)}</a></p>'
        for article in articles
    ]
    return _page(outlet, outlet.title, head, "\n".join(lines))


def article_page(outlet: Outlet, article: Article, origin: str) -> str:
    by = " · ".join(filter(None, [article.author, f"{article.published:%Y-%m-%d %H:%M} UTC", *article.categories]))
    head = f'<link rel="canonical" href="{html.escape(link(outlet, article, origin))}">'
    body = f'<h1>{html.escape(article.title)}</h1><p class="by">{html.escape(by)}</p><div>{as_html(article)}</div>'
    return _page(outlet, article.title, head, body)


def _page(outlet: Outlet, title: str, head: str, body: str) -> str:
    direction = "rtl" if outlet.language in RIGHT_TO_LEFT else "ltr"
    return (
        f'<!doctype html><html lang="{outlet.language}" dir="{direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title>{head}<style>{STYLE}</style></head>"
        f'<body><header><a href="/{outlet.id}/">{html.escape(outlet.title)}</a></header><main>{body}</main>'
        "<footer><p class=by>Invented news of the Newswatch sandbox.</p></footer></body></html>"
    )
