"""Eastwick Families Together: at stage 2, choosing who pays. One candidate is not scored on everything yet."""

from datetime import timedelta
from decimal import Decimal

from pbrmanager.demo import design, heeding, selections
from pbrmanager.demo.calendar import Calendar, moment
from pbrmanager.demo.cast import Cast, enter
from pbrmanager.demo.design import Story
from stages.actions import programmes
from stages.models import Programme

SLUG = "eastwick-families-together"
STORY = Story(
    aim="Children of families with many difficulties stay at home safely and go to school.",
    why="Five services each pay for a part, and none for the whole; a result for the family would join them.",
    alternative="A pooled grant to the five services",
    appraisal="Simple, and tried in 2019: each service went on with its own part.",
    need="One plan for the family, written with the family",
    horizon="Reform of children’s services by Parliament",
    principal="eastwick",
    other_principal="northmere-fund",
    funds=Decimal("9000000"),
    agents=(),
)


def load(cast: Cast, calendar: Calendar) -> Programme:
    start = moment(calendar.today - timedelta(days=120))
    programme = programmes.create(
        name="Eastwick Families Together",
        summary="To pay for children who stay at home safely and go to school. The principal is being chosen.",
        sector="Families",
        commissioner=cast.organisation("eastwick"),
        by=cast["commissioner"],
        at=start,
        slug=SLUG,
        template="troubled-families-1",
        is_synthetic=True,
        reopening_policy=Programme.ReopeningPolicy.EXPERT_BODY,
    )
    enter(cast, programme, agents=(), at=start + timedelta(hours=1))
    design.stakeholder_analysis(cast, programme, STORY, start + timedelta(days=2))
    heeding.answer(cast, programme, start + timedelta(days=12))
    design.pass_gate(cast, programme, 1, "One purpose, and everybody concerned was asked.", start + timedelta(days=60))
    candidates = {"eastwick": (4, 5, 4, 3, 2), "northmere-fund": (5, 3, 4), "university": ()}
    selections.choose(cast, programme, 2, candidates, start + timedelta(days=70))
    return programme
