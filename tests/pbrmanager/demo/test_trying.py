"""The demonstration's contracts at every size in which it is loaded."""

from datetime import date

import pytest

from contracts.domain.lint.linter import lint
from contracts.domain.lint.remarks import BREAKS, Circumstances
from contracts.domain.terms import parse
from pbrmanager.demo import homes, learning, routes, terms, trying
from pbrmanager.demo.calendar import calendar

SCHEMES = {"routes": routes.STORY, "homes": homes.STORY, "learning": learning.STORY}


@pytest.mark.parametrize("people", [60, 1_000, 20_000])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_body_has_a_reason_for_whatever_breaks_a_principle_however_many_people(scheme: str, people: int) -> None:
    story = SCHEMES[scheme]
    document = getattr(terms, scheme)(
        calendar(date(2026, 6, 1)), principal=story.principal, agents=story.agents, people=people
    )
    remarks = lint(parse({"number": 1, **document}), Circumstances())
    assert {one.code for one in remarks if one.verdict == BREAKS} <= trying.GOES_ON.keys()
