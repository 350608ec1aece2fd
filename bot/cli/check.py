"""`check`: is everything an operator can get wrong right? Shows what is in force and where each value comes from."""

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import fields

from telegram import Bot, ChatMember, ChatMemberAdministrator
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from bot import app
from bot.chat import commands
from bot.cli.asking import ask_feeds
from bot.cli.lines import settings_of, write
from bot.cli.service import TOKEN, live
from bot.configuration.values import Table
from bot.errors import ConfigError, FeedError, Problem
from bot.opening import with_all_feeds
from bot.settings import Settings
from bot.text.count import counted

JOURNAL = "journal_chat"
API, ADMINS = "telegram.base_url", "telegram.admins"
"""Where it is told that Telegram itself, or an administrator, not the token or a chat, is what is wrong."""


def check(options: argparse.Namespace) -> int:
    """Validate configuration, database and token; show what is in force and from where."""
    settings = settings_of(options)
    problems = asyncio.run(_check(settings, feeds=options.feeds, show=not options.json))
    for problem in problems:
        if options.json:
            write({"file": problem.file, "key": problem.key, "problem": problem.message})
        print(problem, file=sys.stderr)
    return 2 if problems else 0


async def _check(settings: Settings, *, feeds: bool, show: bool) -> list[Problem]:
    problems: list[Problem] = _check_entities(settings)
    settings = await with_all_feeds(settings)
    if settings.secrets.token:
        problems += await check_telegram(live(settings))
    if feeds:
        problems += await _check_feeds(settings, show=show)
    if show:
        for line in effective(settings):
            print(line)
    return problems


async def _check_feeds(settings: Settings, *, show: bool) -> list[Problem]:
    problems = []
    async for feed, outcome in ask_feeds(settings, (feed for feed in settings.feeds if feed.enabled)):
        if isinstance(outcome, FeedError):
            problems.append(Problem("feeds", feed.id, outcome.reason))
        elif show:
            print(f"feed {feed.id}: {counted(outcome, 'entry', 'entries')}")
    return problems


def effective(settings: Settings) -> list[str]:
    """Return the settings in force, each as it is written and with the file it comes from; never a secret."""
    values = ((field.name, getattr(settings, field.name)) for field in fields(settings))
    tables = [(name, value) for name, value in values if isinstance(value, Table)]
    tables += [(f"channel.{channel.id}", channel) for channel in settings.channels]
    tables += [(f"side.{side.id}", side) for side in settings.sides]
    lines = []
    for section, table in tables:
        for name, value in table.model_dump(mode="json").items():
            key = f"{section}.{name}"
            shown = "not set" if value is None else json.dumps(value, ensure_ascii=False)
            lines.append(f"{key} = {shown}  ({settings.origin.get(key, 'default')})")
    for entity in settings.entities:
        key = f"entity.{entity.id}.name"
        lines.append(f"entity {entity.id}: {entity.name}  ({settings.origin.get(key, 'default')})")
    for feed in settings.feeds:
        state = "" if feed.enabled else ", switched off"
        lines.append(f"feed {feed.id}: {feed.url}{state}  ({settings.origin.get(f'feed.{feed.id}.url', 'default')})")
    secret = "set" if settings.secrets.token else "missing"
    lines.append(f"TELEGRAM_BOT_TOKEN: {secret}; TELEGRAM_CHANNEL: {settings.secrets.channel or 'missing'}")
    return lines


def _check_entities(settings: Settings) -> list[Problem]:
    """Return which of the operator's own examples the matcher does not understand as they say."""
    try:
        app.matcher_of(settings)
    except ConfigError as error:
        return list(error.problems)
    return []


def _chats(settings: Settings) -> Iterator[tuple[str, str, str | int]]:
    """Yield each chat the bot must be able to post to, and where it is named."""
    for channel in settings.channels:
        yield "channel", channel.id, channel.chat
    if settings.telegram.journal_chat:
        yield "telegram", JOURNAL, settings.telegram.journal_chat


async def _unreachable(settings: Settings, bot: Bot) -> AsyncIterator[Problem]:
    """Yield the administrators to whom the bot cannot write; those to whom it can see for a moment that it types."""
    for admin in settings.telegram.admins:
        try:
            await bot.send_chat_action(admin, ChatAction.TYPING)
        except (BadRequest, Forbidden) as error:
            yield Problem(ADMINS, str(admin), f"hears nothing until writing /start to the bot ({error})")


def _lacks(member: ChatMember, *, journal: bool) -> str:
    """Return what a bot that is this member of a chat may not do there of what it must, "" if it may do all."""
    if isinstance(member, ChatMemberAdministrator):
        if member.can_post_messages is False:  # None in groups, where everybody posts
            return "post"
        return "delete messages" if journal and not member.can_delete_messages else ""
    if member.status in {ChatMember.LEFT, ChatMember.BANNED} or not getattr(member, "can_send_messages", True):
        return "post"
    return ""


async def check_telegram(settings: Settings) -> list[Problem]:
    """Return what keeps the bot from posting: an unknown token, a channel it may not post to, a journal chat where it
    may not post and delete.
    """
    problems = []
    bot = commands.bot(settings.secrets.token, settings.telegram.base_url)
    try:
        async with bot:
            for key, name, chat in _chats(settings):
                try:
                    member = await bot.get_chat_member(chat, bot.id)
                except (BadRequest, ChatMigrated, Forbidden) as error:
                    problems.append(Problem(key, name, f"{chat}: {error}"))
                else:
                    if lacks := _lacks(member, journal=name == JOURNAL):
                        refused = f"{chat}: the bot may not {lacks} there; make it an administrator who may"
                        problems.append(Problem(key, name, refused))
            problems += [problem async for problem in _unreachable(settings, bot)]
    except InvalidToken:  # its text holds the token
        problems.append(Problem(TOKEN, "", "Telegram does not know this token"))
    except TelegramError as error:
        problems.append(Problem(API, "", f"{settings.telegram.base_url} does not answer as it should ({error})"))
    return problems
