"""The papers of a meeting as a report: when and where, who sits, the agenda, and a paper for each item of it."""

from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localdate

from expertbody.domain import composition
from expertbody.models import Attendance, Meeting
from expertbody.selectors import decidable, meetings, plain
from govuk import formats, reports

PLAIN_WORDS = (
    ("What is it?", "what"),
    ("What is asked?", "asked"),
    ("What does it mean for people?", "means"),
    ("How sure are we?", "sure"),
)


def report(meeting: Meeting, at: datetime) -> reports.Report:
    """Everything that a member reads before the meeting, on paper."""
    programme = meeting.programme
    items = meetings.items(meeting)
    return reports.Report(
        f"Papers for meeting {meeting.number}",
        caption=f"Expert Body, {programme.name}",
        made=f"Made on {formats.moment(at)} from the record as it stood then.",
        blocks=(
            reports.Facts(
                (
                    reports.Fact("When", f"{formats.moment(meeting.starts_at)}, for {meeting.lasts}"),
                    reports.Fact("Where", meeting.place),
                    reports.Fact("Chair", f"{meeting.chair.user}, {meeting.chair.get_constituency_display().lower()}"),
                    reports.Fact("Quorum", meetings.rule(programme).words),
                )
            ),
            _members(meeting),
            reports.Heading("Agenda"),
            _agenda(items),
            *_minutes_to_approve(meeting),
            *(block for number, shown in enumerate(items, 1) for block in _item(meeting, number, shown, at)),
        ),
    )


def _members(meeting: Meeting) -> reports.Table:
    """Who sits for each constituency on the day of the meeting, an empty seat said as such."""
    names: dict[str, list[str]] = {}
    for member in meetings.attendance(meeting):
        names.setdefault(member.seat.constituency, []).append(member.seat.user.name)
    rows = tuple((one.name, ", ".join(names.get(one.code, ["Nobody sits"]))) for one in composition.CONSTITUENCIES)
    return reports.Table("Members by constituency", ("Constituency", "Members"), rows, widths=(1, 2))


def _agenda(items: list[meetings.ItemShown]) -> reports.Block:
    if not items:
        return reports.Paragraph("Nothing is on the agenda yet.")
    return reports.Bullets(tuple(shown.item.title for shown in items), numbered=True)


def _minutes_to_approve(meeting: Meeting) -> tuple[reports.Block, ...]:
    """Earlier minutes that this meeting can approve, or approved, in short."""
    open_here = Q(minutes_approval=None) | Q(minutes_approval__approved_in=meeting)
    earlier = meeting.programme.meetings.filter(open_here, number__lt=meeting.number, closed_at__isnull=False)
    lines = tuple(_in_short(one) for one in earlier.order_by("number"))
    return (reports.Heading("Minutes to approve"), reports.Bullets(lines)) if lines else ()


def _in_short(meeting: Meeting) -> str:
    shown = meetings.items(meeting)
    came = meeting.attendances.filter(state=Attendance.State.PRESENT).count()
    said = [
        f"Meeting {meeting.number}, {formats.uk_date(meeting.opened_at)}, {meeting.place}. Members present: {came}."
    ]
    said += [f"{one.item.title}: {one.state[0].lower()}{_votes(one)}." for one in shown]
    notes = meeting.minutes_notes.count()
    if notes:
        said.append(f"Corrections: {notes}.")
    return "\n".join(said)


def _votes(shown: meetings.ItemShown) -> str:
    return f" ({shown.counts})" if shown.motion else ""


def _item(meeting: Meeting, number: int, shown: meetings.ItemShown, at: datetime) -> tuple[reports.Block, ...]:
    """The paper of one item."""
    item = shown.item
    matter = None
    if item.subject_id is not None:
        matter = decidable.matter(item.subject_kind, meeting.programme, item.subject_id)
    facts = [reports.Fact("What is asked", _asked(shown, matter))]
    if matter is not None:
        facts.append(reports.Fact("Paper", matter.title))
        if matter.summary.strip():
            facts.append(reports.Fact("Summary", matter.summary))
    elif item.is_decidable:
        facts.append(reports.Fact("Paper", "The paper is not on record any more. Ask the chair."))
    return (
        reports.Heading(f"{number}. {item.title}"),
        reports.Facts(tuple(facts)),
        *_interests(shown),
        *_plain_words(meeting, shown, at),
    )


def _asked(shown: meetings.ItemShown, matter: decidable.Waiting | None) -> str:
    """What was asked in words of its own; the summary of a matter, which stands below, is not said twice."""
    asked = shown.item.asked.strip()
    if asked and (matter is None or asked != matter.summary.strip()):
        return asked
    return (
        f"The members decide this {shown.label.lower()}." if shown.item.is_decidable else "The members talk about it."
    )


def _interests(shown: meetings.ItemShown) -> tuple[reports.Block, ...]:
    if not shown.declarations:
        return ()
    said = tuple(f"{one.seat.user}: {one.interest} Does not vote on this item." for one in shown.declarations)
    return (reports.Heading("Interests declared", level=2), reports.Bullets(said))


def _plain_words(meeting: Meeting, shown: meetings.ItemShown, at: datetime) -> tuple[reports.Block, ...]:
    item = shown.item
    if item.subject_id is None:
        return ()
    reading = plain.read(meeting.programme, item.subject_kind, item.subject_id, localdate(at))
    if reading is None:
        return ()
    said = [reports.Fact(name, "\n".join(getattr(reading.plain, part))) for name, part in PLAIN_WORDS]
    said += [reports.Fact(f"“{word}”", meaning) for word, meaning in reading.words]
    return (reports.Heading("In plain words", level=2), reports.Facts(tuple(said)))
