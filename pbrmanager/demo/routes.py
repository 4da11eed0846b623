"""Northmere Routes into Work: large and running. One segment is quietly parked, and jobs have begun not to last.

The last quarter's files are in, its statements wait, and nobody has judged it yet: the monitor, when it next runs, sees
the second red quarter, raises a finding and reopens stage 4.
"""

from datetime import datetime, timedelta
from decimal import Decimal

from payments.actions import forecasts
from pbrmanager.demo import (
    asking,
    checking,
    courses,
    delivering,
    design,
    intervening,
    keeping_time,
    listening,
    lives,
    meetings,
    paying,
    running,
    simulating,
    terms,
    trying,
    writing,
)
from pbrmanager.demo.calendar import APPROVED_AFTER, Calendar, Quarter
from pbrmanager.demo.cast import Cast, enter
from pbrmanager.demo.design import Story
from stages.actions import findings, programmes
from stages.models import Finding, Programme

SLUG = "northmere-routes-into-work"
AGENTS = {"stepping-forward": 0.45, "harbour-pathways": 0.33, "tideway-works": 0.22}
SEGMENTS = {"young": 0.30, "long-term": 0.45, "health": 0.25}
LIKELY = {"young": 0.46, "long-term": 0.40, "health": 0.24}
STORY = Story(
    aim="People who have been out of work for long find work that lasts.",
    why="Results show in payroll records, agents can be paid for them, and advice by the hour was tried twice.",
    alternative="A grant by the number of advisers",
    appraisal="Cheaper to run; in 2021 it paid for 40 advisers and nobody could say what came of it.",
    need="A first meeting within ten days, and somebody to call when work goes wrong",
    horizon="Devolution of the national employment service to combined authorities",
    principal="northmere-fund",
    other_principal="eastwick",
    funds=Decimal("40000000"),
    agents=tuple(AGENTS),
)


def load(cast: Cast, calendar: Calendar, *, people: int, seed: int) -> Programme:
    programme = _designed(cast, calendar, people)
    crowd = _people(calendar, people, seed)
    paying.set_up(cast, programme, calendar, payer=STORY.principal, agents=STORY.agents)
    for quarter in calendar.over:
        is_last = quarter == calendar.over[-1]
        spoilt = {"tideway-works": _spoilt(crowd, quarter)} if is_last else {}
        running.take_in(cast, programme, crowd, quarter, attribute="group", spoilt=spoilt)
        running.state_money(cast, programme, quarter)
        if is_last:
            running.approve(cast, programme, quarter, agents=["harbour-pathways"])
            running.sign_once(cast, programme, quarter, agent="stepping-forward")
        else:
            running.judge(programme, quarter)
            running.approve(cast, programme, quarter)
            paying.pay(cast, programme, quarter)
    delivering.record(cast, programme, crowd, calendar, lent_by="Eastwick County Council")
    asking.ask(cast, programme, calendar)
    _voice_of_service_users(cast, programme, calendar)
    listening.listen(cast, programme, calendar)
    meetings.meet(cast, programme, calendar)
    writing.decide_between_meetings(cast, programme, calendar)
    simulating.on_its_own_records(cast, programme, calendar.over[-1].after(3))
    checking.under_way(cast, programme, calendar.over[-1])
    keeping_time.keep(cast, programme, calendar, late="tideway-works")
    intervening.step_up(cast, programme, calendar, agent="tideway-works")
    at = calendar.over[-1].after(APPROVED_AFTER + 1, hour=3)
    forecasts.make(programme=programme, as_of=at.date(), by=cast["principal"], at=at)
    return programme


def _people(calendar: Calendar, people: int, seed: int) -> list[lives.Person]:
    over = calendar.over
    course = courses.jobs(
        LIKELY,
        parked="health",
        parked_from=over[3].starts_on,
        parked_chance=0.08,
        kept=0.66,
        kept_less_from=over[5].starts_on + timedelta(days=50),
        kept_less=0.10,
    )
    crowd = lives.Population("RW", people, AGENTS, SEGMENTS, over[0].starts_on, over[-1].ends_on)
    return lives.live(crowd, course, seed=seed, until=over[-1].ends_on)


def _designed(cast: Cast, calendar: Calendar, people: int) -> Programme:
    programme = programmes.create(
        name="Northmere Routes into Work",
        summary="Pays three providers when people who have been out of work for long find work that lasts.",
        sector="Employment",
        commissioner=cast.organisation("northmere"),
        by=cast["commissioner"],
        at=calendar.before(420),
        slug=SLUG,
        is_synthetic=True,
    )
    enter(cast, programme, agents=tuple(AGENTS), at=calendar.before(419))
    design.first_three(cast, programme, STORY.for_people(people, 2500), calendar.before(415))
    version = design.propose(
        cast, programme,
        terms.routes(calendar, principal=STORY.principal, agents=STORY.agents, people=people),
        calendar.before(60),
    )  # fmt: skip
    trying.on_cases(cast, version, calendar.before(54))
    simulating.before_agreement(cast, version, calendar.before(52))
    design.agree(cast, programme, version, calendar.before(45))
    design.close_stage_4(
        cast, programme, "Goals are shared and the contract meets the six characteristics.", calendar.before(30)
    )
    return programme


def _spoilt(crowd: list[lives.Person], quarter: Quarter) -> list[tuple[object, ...]]:
    """Rows as they go wrong: mistyped references, days before the start or in the future, an unknown outcome."""
    own = [person for person in crowd if person.agent == "tideway-works" and person.started_on <= quarter.starts_on]
    late = [person for person in own if not person.events][:9]
    day = (quarter.ends_on - timedelta(days=20)).isoformat()
    future = (quarter.ends_on + timedelta(days=200)).isoformat()
    rows: list[tuple[object, ...]] = [
        (person.reference.replace("RW-", "RW"), "job", day, 1, "payroll_record") for person in late[:4]
    ]
    for person in late[4:6]:
        rows.append((person.reference, "job", (person.started_on - timedelta(days=30)).isoformat(), 1, ""))
    rows += [(person.reference, "job", future, 1, "") for person in late[6:7]]
    return rows + [(person.reference, "jobs", day, 1, "payroll_record") for person in late[7:9]]


def _voice_of_service_users(cast: Cast, programme: Programme, calendar: Calendar) -> None:
    """A finding by service users, accepted, with actions at different points: done, to do, overdue."""
    at = calendar.over[-1].after(1, hour=15)
    finding, _created = findings.raise_finding(
        programme=programme,
        key="service-users:first-meeting",
        title="People with health conditions wait five weeks for a first meeting",
        summary="Of 31 people whom Our Say Northmere spoke to, 19 waited more than four weeks for a first meeting.",
        source=Finding.Source.SERVICE_USER,
        severity=Finding.Severity.AMBER,
        evidence={"heard": 31, "waited_more_than_four_weeks": 19, "by": "Our Say Northmere"},
        stages=[
            (1, "The people concerned were not asked what a first meeting needs."),
            (5, "Caseloads may leave no time for those who need longer."),
        ],
        by=cast["service-user"],
        at=at,
    )
    design.decide(
        cast, programme, "finding", finding.pk, "accept",
        "Nineteen of thirty-one is too many, whatever the reason. The agents act first; prices come later.",
        at + timedelta(days=2), votes_for=4, votes_against=1, abstentions=0,
        dissent="The agent’s member: waiting times of other segments were not compared.",
    )  # fmt: skip
    _actions(cast, finding, calendar, at + timedelta(days=2, hours=1))


ACTIONS = (
    ("agent-harbour", "Offer a first meeting by telephone within ten days", 12),
    ("verifier", "Draw a sample of fifty first meetings and compare the dates", 9),
    ("analyst", "Show waiting time by segment and agent", -4),
    ("administrator", "Give the service users’ group access to the dashboard", 15),
)


def _actions(cast: Cast, finding: Finding, calendar: Calendar, at: datetime) -> None:
    for key, what, days in ACTIONS:
        due = max(calendar.today + timedelta(days=days), at.date())
        findings.add_action(finding=finding, what=what, owner=cast[key], due_on=due, by=cast["chair"], at=at)
    done = findings.add_action(
        finding=finding, what="Reserve one adviser in four for people with health conditions",
        owner=cast["agent-stepping"], due_on=at.date() + timedelta(days=3), by=cast["chair"], at=at,
    )  # fmt: skip
    findings.mark_done(
        action=done, note="Eleven of forty-two advisers now see nobody else.", by=cast["agent-stepping"],
        at=at + timedelta(days=3),
    )  # fmt: skip
