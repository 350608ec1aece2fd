"""What the bot answers to /why: wording and HTML, from plain data. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat.reasons import Reasons
from bot.chat.replies import NAME, SAY, fitting
from bot.digest.lines import LEFT_TO_RIGHT, TITLE, age, count, linked_title, outlet
from bot.entities.explain import Explanation
from bot.model import Entity, EntityId, Item
from bot.text.inert import escape, shorten

VERDICTS = {"mention": "mentioned", "possible": "only possible, never posted", "rejected": "not mentioned"}
PLACES, CLUES, SHARED = 3, 4, 8
"""Places of one entity that are explained, reasons for each, things in common that are listed."""
CLUE = 120
"""Code points of a reason."""


def usage() -> str:
    """Answer /why without anything to explain."""
    return (
        "Reply with /why to a post or a list of mine, or write a report's link or some words of it behind the command: "
        "<code>/why putin tula</code>."
    )


def unknown() -> str:
    """Answer /why about what is not in the archive."""
    return (
        "I have no such report: I never read it, have not understood it yet, or keep its text no longer, "
        "and without the text nothing can be explained."
    )


def which(told: Sequence[Item]) -> str:
    """Answer /why to a post that tells of several reports."""
    head = "That tells of several reports. Ask about one, or reply again with its place, such as <code>/why 2</code>:"
    lines = [f"{n}. {escape(shorten(one.title, TITLE))} — <code>/why {one.id}</code>" for n, one in enumerate(told, 1)]
    return fitting([head, *lines])


def explained(reasons: Reasons, tracked: Mapping[EntityId, Entity], *, now: datetime) -> str:
    """Answer /why: whom a report names and why, who was rejected and why, and why it is in its story."""
    report = reasons.report
    lines = [
        f"<b>Why</b> · {linked_title(report)}",
        f"<i>{LEFT_TO_RIGHT}{outlet(report, SAY)} · {age(report.published, now, SAY)}</i>",
    ]
    for number, entity in tracked.items():
        if own := [one for one in reasons.places if one.entity == number]:
            lines += _explained(entity, own, counted=number in reasons.decided)
    if not reasons.places:
        lines.append("\nNo form of a name that is followed here stands in it.")
    if before := [one for one in reasons.decided if one not in {place.entity for place in reasons.places}]:
        lines.append(f"\nIt counts for {escape(', '.join(before))} since it was read, under other settings.")
    if reasons.senseless:
        lines.append("<i>The sense of the whole text was weighed too when it was read; it is no longer kept.</i>")
    return fitting(lines, last=_story(reasons))


def _explained(entity: Entity, places: Sequence[Explanation], *, counted: bool) -> list[str]:
    """Say what became of one entity. What was decided when the item was read goes before what is found now."""
    now = min((one.verdict for one in places), key=list(VERDICTS).index)
    verdict = VERDICTS[now]
    if counted != (now == "mention"):
        verdict = f"{'counted' if counted else 'not counted'} since it was read; {verdict} as things are now"
    lines = [f"\n<b>{escape(shorten(entity.name, NAME))}</b> — {verdict}"]
    for one in places[:PLACES]:
        told = "; ".join(f"{escape(shorten(reason, CLUE))} ({weight:+.1f})" for weight, reason in one.reasons[:CLUES])
        sum_ = f"{one.score:+.1f}, needs more than {one.line:g}"
        lines.append(f"• «{escape(shorten(one.surface, NAME))}» in the {one.field}, {sum_}: {told or 'no clue'}")
    if len(places) > PLACES:
        lines.append(f"• and in {count(len(places) - PLACES, 'more place')}")
    return lines


def _story(reasons: Reasons) -> list[str]:
    """Say what else is in the item's story, and what brought the two together."""
    story, kin = reasons.story, reasons.kin
    if kin is None:
        return ["\n<b>Story</b> — it stands alone: no other report was near enough."]
    others = len(story.coverage) - 1
    founded = ", which it founded" if int(story.id) == int(reasons.report.item) else ""
    lines = [f"\n<b>Story</b> — with {count(others, 'other report')} of one event{founded}."]
    if reasons.report.copy_of is not None:
        lines.append("It repeats the text of another report.")
    shared = escape(", ".join(kin.shared[:SHARED])) or "the wording or the sense, no name or place"
    lines.append(f"In common with {linked_title(kin.report)} ({outlet(kin.report, SAY)}): {shared}.")
    return lines
