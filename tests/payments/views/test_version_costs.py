"""Two versions tried on the same claims: what each period would have cost, and to whom it is shown."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from contracts.actions import versions
from contracts.models import ContractVersion
from delivery.domain.suppression import Rule
from payments.actions import trials
from payments.domain.version_costs import Cost, Of, Part
from payments.models import LedgerEntry
from payments.selectors import version_costs, version_trials
from tests import builders
from tests.contracts import documents
from tests.delivery import attacks
from tests.kept import kept
from tests.payments import scheme
from tests.payments.scheme import AS_OF, JANUARY, MAY, Scheme

pytestmark = pytest.mark.django_db
DEARER = [
    {"code": "start", "name": "Attachment fee", "kind": "attachment_fee", "amounts": [{"amount": "100.00"}]},
    {"code": "job-fee", "name": "Job fee", "kind": "outcome_fee", "outcome": "job", "amounts": [{"amount": "2000.00"}]},
]


@pytest.fixture
@kept
def two() -> tuple[Scheme, ContractVersion]:
    """Six starts in January, two jobs in May; a draft with lower fees for starts, dearer jobs and no cap."""
    one = scheme.scheme()
    people = [one.start(f"P{number}", attributes={"age": "18-24"}) for number in range(6)]
    for person in people[:2]:
        one.claim(person, MAY)
    draft = versions.draft_from(
        programme=one.programme,
        document=documents.version(**scheme.terms(effective_from="2027-01-01", rules=DEARER, caps=[])),
        by=one.place.commissioner,
        at=scheme.PRICED,
    )
    return one, draft


def address(one: Scheme) -> str:
    return reverse("payments:version_costs", args=[one.programme.slug, 2, 1])


def test_each_period_is_priced_by_each_version_as_if_it_had_always_been_in_force(
    two: tuple[Scheme, ContractVersion],
) -> None:
    """Version 1: 6 × £400 in the first quarter; 2 × (£1,550 − £400) in the second. Version 2: 6 × £100; 2 × £2,000."""
    one, draft = two
    found = version_trials.trial(one.version, draft, AS_OF, one.place.commissioner)
    page = version_costs.page(found, version_trials.work_out(found), one.place.commissioner)
    assert [(row.period, row.earlier, row.later) for row in page.rows] == [
        ("2026-q1", Decimal("2400.00"), Decimal("600.00")),
        ("2026-q2", Decimal("2300.00"), Decimal("4000.00")),
        ("2026-q3", Decimal("0.00"), Decimal("0.00")),
    ]
    assert page.total.difference == Decimal("-100.00")
    assert not LedgerEntry.objects.exists()


def test_under_the_version_in_force_it_is_what_the_ledger_says(two: tuple[Scheme, ContractVersion]) -> None:
    one, draft = two
    one.price()
    found = version_trials.trial(one.version, draft, AS_OF, one.place.commissioner)
    earlier, _ = version_trials.work_out(found)
    stated = {entry.statement.period.code for entry in LedgerEntry.objects.select_related("statement__period")}
    for period in stated:
        net = sum(entry.net for entry in LedgerEntry.objects.filter(statement__period__code=period))
        assert earlier[period].net == net


def test_the_page_shows_both_with_a_chart_and_leads_there_from_what_changed(
    client: Client, two: tuple[Scheme, ContractVersion]
) -> None:
    one, _ = two
    client.force_login(one.place.commissioner)
    compare = client.get(reverse("contracts:version_compare", args=[one.programme.slug, 2, 1])).content.decode()
    assert address(one) in compare
    page = client.get(address(one)).content.decode()
    assert "£4,700.00" in page
    assert "£4,600.00" in page
    assert "<svg" in page


def test_an_agent_tries_it_on_its_own_participants_only(two: tuple[Scheme, ContractVersion]) -> None:
    one, draft = two
    other = builders.organisation("Southway", code="southway")
    rival = builders.member(one.programme, Role.AGENT, organisation=other)
    found = version_trials.trial(one.version, draft, AS_OF, rival)
    page = version_costs.page(found, version_trials.work_out(found), rival)
    assert page.whose == "Southway"
    assert page.total.earlier == page.total.later == Decimal("0.00")


def test_few_results_are_not_shown_to_those_who_may_not_see_rows(two: tuple[Scheme, ContractVersion]) -> None:
    one, draft = two
    member = one.place.member
    found = version_trials.trial(one.version, draft, AS_OF, member)
    page = version_costs.page(found, version_trials.work_out(found), member)
    shown = {row.period: row.earlier for row in page.rows}
    assert shown["2026-q2"] is None
    assert page.total.earlier is None
    assert page.chart is None
    assert page.hidden


def test_many_claims_are_left_to_a_worker_who_is_asked_once(
    two: tuple[Scheme, ContractVersion], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, draft = two
    asked: list[dict[str, object]] = []

    class Signature:
        def __init__(self, name: str, kwargs: dict[str, object]) -> None:
            self.kwargs = kwargs

        def apply_async(self) -> None:
            asked.append(self.kwargs)

    monkeypatch.setattr(trials, "MOST_CLAIMS_AT_ONCE", 1)
    monkeypatch.setattr("payments.actions.trials.current_app.signature", Signature)
    found = version_trials.trial(one.version, draft, AS_OF, one.place.commissioner)
    assert trials.costs(found, viewer=one.place.commissioner) is None
    assert trials.costs(found, viewer=one.place.commissioner) is None
    assert len(asked) == 1
    given = {**asked[0], "as_of": date.fromisoformat(str(asked[0]["as_of"]))}
    trials.carry_out(**given)  # type: ignore[arg-type]
    assert trials.costs(found, viewer=one.place.commissioner) is not None


def test_another_claim_is_another_question(two: tuple[Scheme, ContractVersion]) -> None:
    one, draft = two
    found = version_trials.trial(one.version, draft, AS_OF, one.place.commissioner)
    version_trials.work_out(found)
    one.claim(one.start("P9", JANUARY, attributes={"age": "18-24"}), MAY)
    assert version_trials.known_costs(found) is None


def test_a_period_with_few_results_of_one_outcome_is_taken_together_with_the_next() -> None:
    """Whoever subtracts what is shown learns of no period, and of no version, with a few results."""

    def cost(few: int, many: int) -> Cost:
        price = Decimal(100)
        parts = {Part(name, "fee", ""): Of(n, n * price) for name, n in (("few", few), ("many", many))}
        return Cost(few + many, (few + many) * price, parts)

    periods = ["q1", "q2", "q3", "q4"]
    earlier = dict(zip(periods, [cost(8, 50), cost(3, 60), cost(9, 70), cost(2, 80)], strict=True))
    later = dict(zip(periods, [cost(8, 50), cost(9, 60), cost(9, 70), cost(9, 80)], strict=True))
    rows, step = version_costs._protected(periods, (earlier, later), lambda outcome: Rule(5))
    assert step is None
    assert [(row.period, row.earlier) for row in rows] == [("q1", 5800), ("q2 to q3", 14200), ("q4", None)]
    rounded, step = version_costs._protected(["q1"], (earlier, later), lambda outcome: Rule(5, base=5))
    assert step == 500
    assert [row.earlier for row in rounded] == [6000]


PRICE = Decimal(100)
Counts = dict[str, tuple[int, ...]]
SAME: Counts = {"young": (50, 60, 40, 70), "other": (12, 3, 9, 2)}
MORE: Counts = {"young": (50, 60, 47, 70), "other": (12, 6, 9, 7)}
PLAIN = {"young": PRICE, "other": PRICE}
DEARER_FOR_SOME = {"young": PRICE, "other": PRICE * 3 / 2}


def _costs(counts: Counts, prices: dict[str, Decimal]) -> dict[str, Cost]:
    found = {}
    for place in range(4):
        parts = {Part("job", "fee", one): Of(n[place], n[place] * prices[one]) for one, n in counts.items() if n[place]}
        net = sum((of.net for of in parts.values()), Decimal(0))
        found[f"q{place + 1}"] = Cost(sum(of.people for of in parts.values()), net, parts)
    return found


@pytest.mark.parametrize(
    ("prices", "later", "shown"),
    [
        (PLAIN, SAME, ["q1", "q2", "q3", "q4"]),
        (DEARER_FOR_SOME, SAME, ["q1", "q2 to q3"]),
        (PLAIN, MORE, ["q1", "q2 to q3", "q4"]),
    ],
)
def test_no_reasoning_from_both_amounts_tells_of_few_people(
    prices: dict[str, Decimal], later: Counts, shown: list[str]
) -> None:
    """Somebody who knows all prices solves the amounts of both versions for the people of each segment and period.

    What is sought: the people of a segment, and those for whom the later version pays and the earlier does not.
    """
    both = _costs(SAME, PLAIN), _costs(later, prices)
    periods = list(both[0])
    rows, _step = version_costs._protected(periods, both, lambda outcome: Rule(5))
    told = [row for row in rows if row.earlier is not None and row.later is not None]
    assert [row.period for row in told] == shown
    unknown = [(kind, one, period) for kind in ("first", "more") for one in SAME for period in periods]
    equations, values = [], []
    for row in told:
        assert row.earlier is not None
        assert row.later is not None
        in_row = [(kind, one, period in row.periods) for kind, one, period in unknown]
        equations.append([float(PLAIN[one] * (inside and kind == "first")) for kind, one, inside in in_row])
        paid_now = [inside and (kind == "first" or later is MORE) for kind, one, inside in in_row]
        equations.append([float(prices[one] * paid) for (_k, one, _i), paid in zip(in_row, paid_now, strict=True)])
        values += [float(row.earlier), float(row.later)]
    for kind, one, period in unknown:
        place = periods.index(period)
        number = SAME[one][place] if kind == "first" else later[one][place] - SAME[one][place]
        if 0 < number < 5:
            wanted = [float(this == (kind, one, period)) for this in unknown]
            assert attacks.range_of(wanted, equations, values)[1] >= 5 - 1e-6, (kind, one, period)
