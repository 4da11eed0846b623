"""What happens to schemes of other places with time: results that fail, money held back, late files, a move elsewhere.

Every figure is worked out by hand beside it; where a price was not published it is an example.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import now

from stages.models import Programme
from tests.payments import test_figure_schemes_elsewhere as by_figures
from tests.payments import test_schemes_elsewhere as by_people
from tests.payments.approving import approve_all
from tests.payments.elsewhere import Tried, command, fee, outcome, pack, version, years

pytestmark = pytest.mark.django_db


def drug_recovery() -> Any:
    """A recovery pilot: a price for staying away from treatment for six months after a planned exit, of which a tenth
    is held back for 130 working days. One result in six is conceded.
    """
    conceded = {"method": "conceded", "share": "1/6", "rounding": "per_claim", "source": "Pilot"}
    outcomes = [outcome("planned-exit", kind="milestone"), outcome("not-back", kind="sustained", deadweight=conceded)]
    since = {"outcome": "planned-exit", "number": 6, "unit": "months"}
    held_back = {
        "kind": "bonus", "code": "held-back", "name": "Held back", "outcome": "not-back", "deadweight": conceded,
        "amounts": [{"amount": "60.00"}], "waiting_working_days": 130,
    }  # fmt: skip
    terms = version(1, "2015-01-01", outcomes=outcomes, rules=[fee("not-back", "540.00", since=since), held_back])
    window = {"kind": "window", "period": "2015-4", "opens_on": "2015-10-01", "closes_on": "2016-01-31"}
    return pack("drug-recovery", years(2015, 2016, months=3), [terms], periods=[window])


def test_who_comes_back_costs_the_agent_what_was_paid_and_what_is_held_back_is_never_paid(tmp_path: Path) -> None:
    """Each £540 less a sixth, £450, in the third quarter. B is back: −£450 in the fourth, as the third is approved.

    A's 60 − 10 = £50 is due 26 weeks after 13 July 2015, on 11 January 2016. C's claim is sent after 31 January.
    """
    tried = Tried(tmp_path, drug_recovery())
    tried.start("A,2015-01-05", "B,2015-01-05", "C,2015-01-05")
    refused = tried.claim(
        "A,planned-exit,2015-01-12,,", "B,planned-exit,2015-02-02,,", "C,planned-exit,2015-11-02,,",
        "A,not-back,2015-07-13,,", "B,not-back,2015-08-03,,",
    )  # fmt: skip
    assert refused == [("C", "window_over")]
    tried.price("2015-10-31")
    assert tried.paid("2015-3") == {"not-back": "900.00"}
    approve_all(Programme.objects.get(slug="drug-recovery"), now())
    header = "participant,outcome,achieved_on,action,reason"
    assert tried.send("changes", header, ["B,not-back,2015-08-03,withdraw,Back in treatment"])["rejected"] == 0
    tried.price("2016-06-30")
    assert tried.total("2015-3") == "900.00"
    assert tried.paid("2015-4") == {"not-back": "-450.00"}
    assert tried.paid("2016-1") == {"held-back": "50.00"}
    assert tried.paid("2016-2") == {}


SCHEMES: dict[str, tuple[Callable[[], Any], tuple[str, ...]]] = {
    "essex-edge-of-care": (
        lambda: by_figures.essex_edge_of_care({"c1": ("6104", "20"), "c2": ("7901", "18"), "c3": ("8000", "21")}),
        ("2014", "2015", "2016"),
    ),
    "koto": (lambda: by_figures.koto("half_even"), ("2017",)),
    "lots-of-probation": (by_figures.lots_of_probation, ("2016",)),
    "employment-partnership": (by_people.employment_partnership, ("2018-2", "2019-1")),
    "youth-engagement-fund": (by_people.youth_engagement_fund, ()),
    "supporting-families": (by_people.supporting_families, ()),
    "ways-to-wellness": (by_people.ways_to_wellness, ()),
}


@pytest.mark.parametrize("name", SCHEMES)
def test_a_scheme_that_is_exported_and_loaded_elsewhere_gives_the_same_statements(name: str, tmp_path: Path) -> None:
    written, periods = SCHEMES[name]
    document = written()
    tried = Tried(tmp_path, document)
    exported: Any = command("export_programme", tried.slug, "--format", "pack")
    elsewhere = {**exported, "programme": {**exported["programme"], "slug": "elsewhere"}}
    other = Tried(tmp_path, elsewhere)
    assert command("export_programme", other.slug)["contract"] == exported["contract"]
    for one in (tried, other):
        one.price("2019-12-31")
    for period in periods:
        stated = []
        for agent in document["contract"]["versions"][0]["agents"]:
            here, there = (one.statement(period, agent) for one in (tried, other))
            assert (there["lines"], there["payers"]) == (here["lines"], here["payers"])
            stated += here["lines"]
        assert stated
    assert command("verify_ledger")["broken"] is None
