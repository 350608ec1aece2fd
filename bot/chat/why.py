"""What the bot answers to /why: HTML from plain data. Pure."""

from collections.abc import Mapping, Sequence

from bot.chat.reasons import Reasons
from bot.chat.replies import NAME, Reader, fitting
from bot.digest.lines import foreign, isolated, linked_title, outlet
from bot.entities.explain import Explanation
from bot.model import Entity, EntityId
from bot.text.inert import escape, shorten

VERDICTS = ("mention", "possible", "rejected")
"""The best place of an entity says what the whole item says of it."""
PLACES, CLUES, SHARED = 3, 4, 8
"""Places of one entity that are explained, reasons for each, things in common that are listed."""
CLUE = 120
"""Code points of a reason."""


def explained(reasons: Reasons, tracked: Mapping[EntityId, Entity], reader: Reader) -> str:
    """Answer /why: whom a report names and why, who was rejected and why, and why it is in its story."""
    report, say, mark = reasons.report, reader.say, reader.opening
    lines = [
        f"{mark}<b>{say('why-head')}</b> · {isolated(linked_title(report))}",
        f"<i>{mark}{outlet(report, say)} · {reader.age(report.published)}</i> · <code>{report.item}</code>",
    ]
    for number, entity in tracked.items():
        if own := [one for one in reasons.places if one.entity == number]:
            lines += _explained(entity, own, reader, counted=number in reasons.decided)
    if not reasons.places:
        lines.append(f"\n{say('why-nobody')}")
    if before := [one for one in reasons.decided if one not in {place.entity for place in reasons.places}]:
        lines.append(f"\n{say('why-before', names=isolated(escape(', '.join(before))))}")
    if reasons.senseless:
        lines.append(f"<i>{say('why-senseless')}</i>")
    return fitting(lines, say, last=_story(reasons, reader))


def _explained(entity: Entity, places: Sequence[Explanation], reader: Reader, *, counted: bool) -> list[str]:
    """Say what became of one entity. What was decided when the item was read goes before what is found now."""
    say, mark = reader.say, reader.opening
    now = min((one.verdict for one in places), key=VERDICTS.index)
    verdict = say(f"verdict-{now}")
    if counted != (now == "mention"):
        verdict = say("verdict-counted" if counted else "verdict-not-counted", verdict=verdict)
    lines = [f"\n{mark}<b>{foreign(entity.name, NAME)}</b> — {verdict}"]
    for one in places[:PLACES]:
        told = "; ".join(f"{escape(shorten(reason, CLUE))} ({weight:+.1f})" for weight, reason in one.reasons[:CLUES])
        place = say(
            f"place-{one.field}",
            surface=foreign(one.surface, NAME),
            score=isolated(f"{one.score:+.1f}"),
            line=isolated(f"{one.line:g}"),
            clues=isolated(told) if told else say("no-clue"),
        )
        lines.append(f"{mark}• {place}")
    if len(places) > PLACES:
        lines.append(f"{mark}• {say('more-places', number=len(places) - PLACES)}")
    return lines


def _story(reasons: Reasons, reader: Reader) -> list[str]:
    """Say what else is in the item's story, and what brought the two together."""
    story, kin, say, mark = reasons.story, reasons.kin, reader.say, reader.opening
    head = f"\n{mark}<b>{say('why-story')}</b> — "
    if kin is None:
        return [head + say("story-alone")]
    founded = int(story.id) == int(reasons.report.item)
    lines = [head + say("story-founded" if founded else "story-with", number=len(story.coverage) - 1)]
    if reasons.report.copy_of is not None:
        lines.append(say("repeats-another"))
    shared = escape(", ".join(kin.shared[:SHARED]))
    with_ = f"{isolated(linked_title(kin.report))} ({outlet(kin.report, say)})"
    lines.append(mark + say("in-common", report=with_, shared=isolated(shared) if shared else say("in-common-sense")))
    return lines
