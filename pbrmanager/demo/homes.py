"""Homes That Hold: a stage was reopened, acted upon, and closed again, and the effect was looked at."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from expertbody.actions import seats
from expertbody.models import Seat
from pbrmanager.demo import checking, courses, delivering, design, heeding, lives, paying, running, terms
from pbrmanager.demo.calendar import Calendar
from pbrmanager.demo.cast import Cast, enter
from pbrmanager.demo.design import Story
from stages.actions import findings, programmes
from stages.models import Finding, Programme

SLUG = "homes-that-hold"
AGENTS = {"harbour-pathways": 1.0}
SEGMENTS = {"under-25": 0.35, "25-plus": 0.65}
STORY = Story(
    aim="People who sleep rough or stay with friends get a home, and keep it.",
    why="A tenancy is easy to verify, and earlier grants paid for beds and not for homes.",
    alternative="More beds in hostels",
    appraisal="Quick, but two in three people were back within a year.",
    need="One worker who stays the same before and after moving in",
    horizon="A new duty on landlords to give reasons for ending a tenancy",
    principal="northmere-fund",
    other_principal="eastwick",
    funds=Decimal("18000000"),
    agents=tuple(AGENTS),
)
NEW_TERMS = 6  # the quarter in which the new version comes into force


def load(cast: Cast, calendar: Calendar, *, people: int, seed: int) -> Programme:
    programme = _designed(cast, calendar, people)
    crowd = _people(calendar, people, seed)
    acted = None
    paying.set_up(cast, programme, calendar, payer=STORY.principal, agents=STORY.agents)
    for quarter in calendar.over:
        running.take_in(cast, programme, crowd, quarter, attribute="age")
        running.state_money(cast, programme, quarter)
        running.judge(programme, quarter)
        running.approve(cast, programme, quarter)
        paying.pay(cast, programme, quarter)
        if acted is None and quarter.number < NEW_TERMS:
            acted = _act(cast, programme, calendar, people)
    delivering.record(cast, programme, crowd, calendar, lent_by="Eastwick County Council")
    if acted is not None:
        _look_at_the_effect(cast, acted, calendar)
    checking.finished(cast, programme, calendar.over[-2])
    return programme


def _people(calendar: Calendar, people: int, seed: int) -> list[lives.Person]:
    over = calendar.over
    course = courses.homes(
        0.74,
        slump_from=over[3].starts_on,
        slump_until=over[5].ends_on - timedelta(days=25),
        in_slump=0.15,
        settled_from=over[NEW_TERMS].starts_on,
    )
    crowd = lives.Population("HH", people, AGENTS, SEGMENTS, over[0].starts_on, over[-1].ends_on)
    return lives.live(crowd, course, seed=seed, until=over[-1].ends_on)


def _designed(cast: Cast, calendar: Calendar, people: int) -> Programme:
    programme = programmes.create(
        name="Homes That Hold",
        summary="Pays for people without a home to move into one, and to keep it for a year.",
        sector="Housing",
        commissioner=cast.organisation("northmere"),
        by=cast["commissioner"],
        at=calendar.before(400),
        slug=SLUG,
        is_synthetic=True,
    )
    enter(cast, programme, agents=STORY.agents, at=calendar.before(399))
    design.first_three(cast, programme, STORY.for_people(people, 6000), calendar.before(395))
    version = design.propose(cast, programme, _terms(calendar, people), calendar.before(60))
    design.agree(cast, programme, version, calendar.before(45))
    design.close_stage_4(cast, programme, "The terms are agreed by everybody.", calendar.before(30))
    return programme


def _terms(calendar: Calendar, people: int) -> terms.Document:
    return terms.homes(calendar, principal=STORY.principal, agents=STORY.agents, people=people)


def _act(cast: Cast, programme: Programme, calendar: Calendar, people: int) -> Finding | None:
    """Once the monitor has raised the finding: accept it, agree an action and a new version, close stage 4 again."""
    finding = Finding.objects.open().filter(programme=programme, source=Finding.Source.MONITORING).first()
    if finding is None or finding.severity == Finding.Severity.AMBER:
        return None
    at = finding.raised_at + timedelta(days=8, hours=12)
    design.decide(
        cast, programme, "finding", finding.pk, "accept",
        "Tenancies fail between the second and the fifth month, when nothing is paid. The contract has to change.",
        at, votes_for=5, abstentions=0,
    )  # fmt: skip
    due = calendar.over[NEW_TERMS].starts_on
    action = findings.add_action(
        finding=finding, what="Pay for tenancies that are settled after three months", owner=cast["principal"],
        due_on=max(due, at.date()), by=cast["chair"], at=at,
    )  # fmt: skip
    _renew(cast, programme, calendar, people, due, at + timedelta(days=10))
    findings.mark_done(
        action=action, note="Version 2 is agreed and pays £600 for a tenancy settled after three months.",
        by=cast["principal"], at=at + timedelta(days=40),
    )  # fmt: skip
    return finding


def _renew(cast: Cast, programme: Programme, calendar: Calendar, people: int, due: date, at: datetime) -> None:
    document = terms.homes_again(
        calendar, effective_from=due.isoformat(), principal=STORY.principal, agents=STORY.agents, people=people
    )
    version = design.propose(cast, programme, document, at, forgotten=("settled",))
    design.agree(cast, programme, version, at + timedelta(days=12))
    design.close_stage_4(
        cast, programme, "The first months are paid for now; the target stays.", at + timedelta(days=20)
    )


def _look_at_the_effect(cast: Cast, finding: Finding, calendar: Calendar) -> None:
    """Three quarters later: it worked, and the finding is closed. One member’s term ends, and the next is seated."""
    at = calendar.over[-1].after(14, hour=14)
    for action in finding.actions.select_related("finding__programme"):
        findings.check_effect(
            action=action, effect="worked", by=cast["chair"], at=at,
            note="Of the tenancies that were due in the last quarter, as many held as the target asks for.",
        )  # fmt: skip
    findings.close(
        finding=finding, note="Pay for the months in which people are lost, not only for the end.",
        lesson=heeding.OF_HOMES, by=cast["chair"], at=at + timedelta(hours=1),
    )  # fmt: skip
    seat = Seat.objects.select_related("user", "programme").get(
        programme=finding.programme, constituency=Seat.Constituency.AGENT
    )
    last_day = (at + timedelta(days=1)).date()
    seats.end(seat=seat, on=last_day, because="Left Harbour Pathways.", by=cast["commissioner"], at=at)
    seats.seat(
        programme=finding.programme, constituency=Seat.Constituency.AGENT, user=cast["next-agent"],
        organisation=cast.organisation_of("next-agent"),
        from_date=last_day + timedelta(days=1), by=cast["commissioner"], at=at + timedelta(hours=2),
    )  # fmt: skip
