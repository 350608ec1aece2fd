"""Newswatch: feeds in many languages -> items -> mentions -> stories -> digests in a Telegram channel.

collect     schedule.py -> net/fetch.py -> work/ (feeds/parse.py) -> feeds/normalise.py, identity.py -> store/items.py
understand  store/items.py -> entities/match.py -> stories/cluster.py -> store/stories.py, search index, outbox
compose     digest/choose.py -> digest/render.py -> store/outbox.py
deliver     store/outbox.py -> chat/delivery.py -> chat/channel.py
answer      chat/commands.py -> search/language.py -> store/search_sqlite.py -> search/rank.py -> chat/replies.py

pipeline/ holds the order of the steps, a page a stage; app.py builds the real things; docs/architecture.md is the map.
"""

VERSION = "0.1.0"
"""The only place where it stands; a release is a tag v<version> and a heading of CHANGELOG.md."""
