"""The minutes of a meeting that is over as a report: what its page says, on paper."""

from datetime import datetime

from expertbody.models import Meeting
from expertbody.selectors import meetings
from govuk import formats, reports


def report(meeting: Meeting, at: datetime) -> reports.Report:
    minutes = meetings.minutes(meeting)
    return reports.Report(
        f"Minutes of meeting {meeting.number}",
        caption=f"Expert Body, {meeting.programme.name}",
        made=f"Made on {formats.moment(at)} from the record as it stood then.",
        blocks=(
            reports.Notice(_standing(minutes)),
            reports.Facts(
                (
                    reports.Fact("Opened", formats.moment(meeting.opened_at)),
                    reports.Fact("Closed", formats.moment(meeting.closed_at)),
                    reports.Fact("Where", meeting.place),
                    reports.Fact("Named as chair", meeting.chair.user.name),
                )
            ),
            reports.Table(
                "Who came",
                ("Member", "Constituency", "Came"),
                tuple((one.seat.user.name, one.seat.get_constituency_display(), one.state) for one in minutes.members),
            ),
            *_bullets("Minutes approved", tuple(f"The minutes of {one.meeting}" for one in minutes.approved_here)),
            *(block for number, shown in enumerate(minutes.items, 1) for block in _item(number, shown)),
            *_bullets(
                "Actions",
                tuple(f"{one.what}: {one.owner}, by {formats.uk_date(one.due_on)}" for one in minutes.actions),
            ),
            *_bullets(
                "Corrections",
                tuple(f"{one.text} ({one.written_by}, {formats.moment(one.written_at)})" for one in minutes.notes),
            ),
        ),
    )


def _standing(minutes: meetings.Minutes) -> str:
    if minutes.approval is None:
        return "Draft. These minutes are approved at a later meeting."
    approved = minutes.approval
    return f"Approved at meeting {approved.approved_in.number}, {formats.moment(approved.approved_at)}."


def _bullets(heading: str, items: tuple[str, ...]) -> tuple[reports.Block, ...]:
    return (reports.Heading(heading), reports.Bullets(items)) if items else ()


def _item(number: int, shown: meetings.ItemShown) -> tuple[reports.Block, ...]:
    declared = tuple(f"{one.seat.user} declared an interest: {one.interest}" for one in shown.declarations)
    return (
        reports.Heading(f"{number}. {shown.item.title}"),
        *((reports.Bullets(declared),) if declared else ()),
        *_vote(shown),
    )


def _vote(shown: meetings.ItemShown) -> tuple[reports.Block, ...]:
    motion = shown.motion
    if motion is None:
        return (reports.Paragraph("No vote was taken."),)
    facts = [reports.Fact("Motion", motion.wording), reports.Fact("Reason", motion.rationale)]
    if motion.dissent:
        facts.append(reports.Fact("Dissent", motion.dissent))
    facts.append(reports.Fact("Result", f"{shown.state[0]}: {shown.counts}"))
    if motion.decision:
        facts.append(reports.Fact("Decision", str(motion.decision.number)))
    cast = tuple(
        (one.seat.user.name, one.seat.get_constituency_display(), one.get_cast_display()) for one in shown.votes
    )
    table = reports.Table("How the members voted", ("Member", "Constituency", "Vote"), cast)
    return (reports.Facts(tuple(facts)), table) if cast else (reports.Facts(tuple(facts)),)
