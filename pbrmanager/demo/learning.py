"""Back to Learning: the Expert Body has reopened stages, an action is overdue, a new version waits for agreement."""

from datetime import timedelta
from decimal import Decimal

from pbrmanager.demo import (
    courses,
    delivering,
    design,
    lives,
    measuring,
    paying,
    running,
    simulating,
    terms,
    towns,
    trying,
)
from pbrmanager.demo.calendar import Calendar, month_after
from pbrmanager.demo.cast import Cast, enter
from pbrmanager.demo.design import Story
from stages.actions import findings, programmes
from stages.models import Finding, Programme

SLUG = "back-to-learning"
AGENTS = {"stepping-forward": 1.0}
SEGMENTS = {"14-15": 0.5, "16-18": 0.5}
STORY = Story(
    aim="Young people who left school go back and stay for a term.",
    why="Registers show the result, and each school tries something of its own.",
    alternative="More attendance officers",
    appraisal="Reaches those who are still on a register, not those who left.",
    need="A place that starts when they are ready, not in September",
    horizon="A change of the age until which young people must stay in learning",
    principal="northmere-fund",
    other_principal="eastwick",
    funds=Decimal("4000000"),
    agents=tuple(AGENTS),
)


def load(cast: Cast, calendar: Calendar, *, people: int, seed: int) -> Programme:
    programme = _designed(cast, calendar, people)
    over = calendar.over
    course = courses.learning(0.64, fails_from=over[1].ends_on - timedelta(days=20), failing=0.2)
    population = lives.Population("BL", people, AGENTS, SEGMENTS, over[0].starts_on, over[-1].ends_on)
    crowd = lives.live(population, course, seed=seed, until=over[-1].ends_on)
    paying.set_up(cast, programme, calendar, payer=STORY.principal, agents=STORY.agents)
    towns.before(cast, programme, calendar)
    for place, quarter in enumerate(over):
        running.take_in(cast, programme, crowd, quarter, attribute="age")
        measuring.survey(cast, programme, next(iter(AGENTS)), quarter, place, is_last=quarter == over[-1])
        towns.count(cast, programme, calendar, quarter, place)
        running.state_money(cast, programme, quarter)
        running.judge(programme, quarter)
        running.approve(cast, programme, quarter)
        paying.pay(cast, programme, quarter, fails=STORY.agents[-1] if quarter == over[-1] else "")
    delivering.record(cast, programme, crowd, calendar, lent_by="Schools of Northmere")
    _reopen(cast, programme, calendar, people)
    return programme


def _designed(cast: Cast, calendar: Calendar, people: int) -> Programme:
    programme = programmes.create(
        name="Back to Learning",
        summary="Pays for young people who left school and attend a whole term again.",
        sector="Education",
        commissioner=cast.organisation("northmere"),
        by=cast["commissioner"],
        at=calendar.before(400),
        slug=SLUG,
        is_synthetic=True,
        reopening_policy=Programme.ReopeningPolicy.EXPERT_BODY,
    )
    enter(cast, programme, agents=STORY.agents, at=calendar.before(399))
    design.first_three(cast, programme, STORY.for_people(people, 4000), calendar.before(395))
    document = terms.learning(calendar, principal=STORY.principal, agents=STORY.agents, people=people)
    version = design.propose(cast, programme, document, calendar.before(60))
    simulating.before_agreement(cast, version, calendar.before(52))
    design.agree(cast, programme, version, calendar.before(45))
    design.close_stage_4(cast, programme, "The terms are agreed by everybody.", calendar.before(30))
    return programme


def _reopen(cast: Cast, programme: Programme, calendar: Calendar, people: int) -> None:
    """The body accepts the monitor's finding and reopens what it questions; a new version is put to the parties."""
    finding = (
        Finding.objects.open()
        .filter(programme=programme, source=Finding.Source.MONITORING)
        .exclude(severity=Finding.Severity.AMBER)
        .first()
    )
    if finding is None:
        return
    at = calendar.over[-1].after(14, hour=13)
    design.decide(
        cast, programme, "finding", finding.pk, "reopen",
        "Places ran out, and the price was agreed before they did. Schools have to be asked again.",
        at, votes_for=3, votes_against=1, abstentions=1,
        dissent="The principal’s member: the agent could have reserved places in spring.",
    )  # fmt: skip
    for key, what, due in (
        ("commissioner", "Ask every school how many places it can keep free", calendar.today - timedelta(days=2)),
        ("service-user", "Ask twelve young people what made them leave again", calendar.today + timedelta(days=11)),
    ):
        findings.add_action(
            finding=finding, what=what, owner=cast[key], due_on=max(due, at.date()), by=cast["chair"], at=at
        )
    document = terms.learning_again(
        calendar, effective_from=month_after(calendar.today, 1).isoformat(), principal=STORY.principal,
        agents=STORY.agents, people=people,
    )  # fmt: skip
    version = design.draft(cast, programme, document, at + timedelta(hours=20))
    trying.half_way(cast, programme, "term-attended", at + timedelta(hours=22))
    design.put(cast, version, at + timedelta(hours=45))
