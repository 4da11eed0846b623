"""What people who use the routes into work said, what changed because of it, and what the Expert Body does next."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from expertbody.actions import body_actions, invitations, reviews, voices
from expertbody.models import Decision, Voice
from pbrmanager.demo.calendar import Calendar
from pbrmanager.demo.cast import Cast
from stages.models import Finding, Programme

HEARD: tuple[tuple[int, str, str, str, tuple[int, ...], str], ...] = (
    (
        70, "interview", "Waiting for a first meeting",
        "I rang twice. It took five weeks before somebody saw me, and by then I had lost heart.", (1, 5), "",
    ),
    (
        64, "group", "Waiting for a first meeting",
        "They ask for three forms before they ask how you are. If my back is bad I cannot get to the office at nine.",
        (5,), "",
    ),
    (
        50, "survey", "Work that lasts",
        "The job was fine until the shifts changed. Nobody rang to ask how it went.", (4, 5), "Work for six months",
    ),
    (
        41, "feedback", "One adviser who stays",
        "My adviser knew me. Then she moved, and I told everything again to somebody new.", (5,), "",
    ),
    (
        30, "survey", "What counts as a good result",
        "Part-time work is what I can do. It should count, not only full weeks.", (4, 6), "Work for six months",
    ),
    (
        21, "interview", "Being asked",
        "This is the first time somebody asked me what would help, and wrote it down.", (1, 7), "",
    ),
)  # fmt: skip


def listen(cast: Cast, programme: Programme, calendar: Calendar) -> None:
    """Six voices, three of them answered: by the finding, by one of its actions, in words alone."""
    finding = Finding.objects.get(programme=programme, source=Finding.Source.SERVICE_USER)
    decision = programme.decisions.get(subject_kind="finding", subject_id=finding.pk)
    heard = _voices(cast, programme, calendar)
    at = decision.decided_at + timedelta(hours=4)
    action = finding.actions.order_by("pk").first()
    voices.answer(
        voice=heard[0], finding=finding, by=cast["chair"], at=at,
        said="We looked at all the waiting times. You were right: too many people wait too long. We put it on record.",
    )  # fmt: skip
    voices.answer(
        voice=heard[1], action=action, by=cast["service-user"], at=at + timedelta(hours=1),
        said="The first meeting comes before the forms now. You can have it by telephone.",
    )  # fmt: skip
    voices.answer(
        voice=heard[4], by=cast["commissioner"], at=at + timedelta(hours=2),
        said="Not yet. The contract pays for full weeks. We will ask for it when the contract is next changed.",
    )  # fmt: skip
    _follow_up(cast, programme, calendar, decision)


def _voices(cast: Cast, programme: Programme, calendar: Calendar) -> list[Voice]:
    end = calendar.over[-1].after(1, hour=9)
    return [
        voices.add(
            programme=programme, heard_on=(end - timedelta(days=days)).date(), gathered=gathered, theme=theme,
            said=said, stages=stages, outcome=outcome, at=end - timedelta(days=days - 1),
            by=cast["analyst" if gathered == "survey" else "service-user"],
        )
        for days, gathered, theme, said, stages, outcome in HEARD
    ]  # fmt: skip


def _follow_up(cast: Cast, programme: Programme, calendar: Calendar, decision: Decision) -> None:
    """Two actions because of the decision, the yearly review, and a seat that is offered."""
    at = decision.decided_at + timedelta(hours=6)
    done = body_actions.agree(
        decision=decision, what="Ask each agent for its waiting times by segment", owner=cast["analyst"],
        due_on=(at + timedelta(days=6)).date(), by=cast["chair"], at=at,
    )  # fmt: skip
    body_actions.mark_done(
        action=done, note="All three sent them. The longest is 36 days, for people with health conditions.",
        by=cast["analyst"], at=at + timedelta(days=4),
    )  # fmt: skip
    body_actions.agree(
        decision=decision, what="Tell the people who were heard what became of it", owner=cast["service-user"],
        due_on=max(at.date(), calendar.today + timedelta(days=5)), by=cast["chair"], at=at,
    )  # fmt: skip
    reviews.plan(
        programme=programme, every_months=12, due_on=max(at.date(), calendar.today + timedelta(days=45)),
        by=cast["commissioner"], at=at,
    )  # fmt: skip
    invitations.invite(
        programme=programme, constituency="academics", email="hanna.lindqvist@demo.example", name="Hanna Lindqvist",
        organisation=cast.organisation("university"), from_date=max(at.date(), calendar.today),
        note="We need somebody who knows how health and work go together.", by=cast["commissioner"], at=at,
        link=lambda token: settings.SITE_URL + reverse("expertbody:invitation_answer", args=[programme.slug, token]),
    )  # fmt: skip
