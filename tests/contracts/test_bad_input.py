"""Bad input, walked through the pages and the pack loader: what docs/contracts.md says is what is said."""

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from contracts.actions import pack, versions
from contracts.actions.refusals import BadTerms
from contracts.models import ContractVersion
from stages.actions.pack_errors import PackRefused
from tests import builders as general
from tests.contracts import builders, documents
from tests.contracts.builders import Setting
from tests.payments.scheme import MAY
from tests.payments.scheme import scheme as make_scheme
from tests.payments.scheme import terms as scheme_terms

pytestmark = pytest.mark.django_db
DOCUMENT = Path(settings.BASE_DIR) / "docs" / "contracts.md"
AT = general.later(days=2)
BANDS = {"name": "Bands", "code": "bands", "outcome": "job", "over": "contract", "waiting_working_days": "0"}
FEE = {"name": "Fee", "code": "fee", "outcome": "job", "waiting_working_days": "0", "paid": "once",
       "year_basis": "calendar", "deadweight_method": "", "deadweight_rounding": "per_claim",
       "deadweight_count": "down"}  # fmt: skip


def said() -> dict[str, tuple[str, str]]:
    """The table of the document: what was entered → what is said, and at which place of a pack (or “–”)."""
    text = DOCUMENT.read_text(encoding="utf-8").partition("## What is entered wrongly")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines() if "“" in line[:400]]
    return {row[0].strip("| "): (unquoted(row[1]), row[2].strip("| `")) for row in rows if len(row) == 3}


def unquoted(cell: str) -> str:
    """A sentence without the marks around it; one that begins with a name in marks keeps them."""
    return cell[1:-1] if cell.startswith("“") and cell.endswith("”") else cell


SAID = said()


def rule(kind: str = "outcome_fee", **fields: Any) -> dict[str, Any]:
    plain = {"code": "fee", "name": "Fee", "kind": kind, "outcome": "job"}
    return plain | ({"amounts": [{"amount": "10.00"}]} if kind == "outcome_fee" else {}) | fields


TWO_BANDS = [{"above": 0, "amount": "1.00"}, {"above": 0, "amount": "2.00"}]
HALF = [{"organisation": "treasury", "share": "1/2"}]
EARLY = [{"code": "2025-q4", "starts_on": "2025-10-01", "ends_on": "2025-12-31"}]
CROSSED = [
    {"code": "a", "starts_on": "2026-01-01", "ends_on": "2026-03-31"},
    {"code": "b", "starts_on": "2026-03-31", "ends_on": "2026-06-30"},
]
STAY = documents.outcome("stay")
CIRCLE = [
    rule(prerequisites=["stay"]),
    rule(code="other", outcome="stay", prerequisites=["job"]),
]
START_MONTHS = {"outcome": "start", "unit": "months"}
LEAST = {"code": "least", "name": "Minimum", "kind": "floor", "amounts": [{"amount": "20000.00"}]}
TWICE = [rule(), rule(code="again", name="Again")]
LOW = [{"code": "cap", "scope": "period", "amount": "10000.00"}]

DOCUMENTS: dict[str, dict[str, Any]] = {
    "Bands that overlap": {"rules": [rule("volume_bands", bands=TWO_BANDS)]},
    "Shares of principals that do not come to one": {"principals": HALF},
    "A rule on an unknown outcome": {"rules": [rule(outcome="work")]},
    "A negative price": {"rules": [rule(amounts=[{"amount": "-1.00"}])]},
    "A price without bound": {"rules": [rule(amounts=[{"amount": "1000000000.00"}])]},
    "A price as a floating-point number": {"rules": [rule(amounts=[{"amount": 0.1}])]},
    "An end before the start": {"effective_to": "2025-12-31"},
    "A period before the contract": {"periods": EARLY},
    "Periods that overlap": {"periods": CROSSED},
    "Outcomes that wait for each other": {"outcomes": [documents.outcome(), STAY], "rules": CIRCLE},
    "A rule with the code of what is taken back for errors": {"rules": [rule(code="verification_recovery")]},
    "Time after another result in a rule for volumes": {
        "rules": [rule("volume_bands", bands=TWO_BANDS[:1], since=START_MONTHS | {"number": 3})]
    },
    "A cap that no payment fits under": {"rules": [rule()], "caps": [{**LOW[0], "amount": "9.99"}]},
}
"""What a pack refuses, even where it tells that everybody agreed."""


@pytest.mark.parametrize("entered", DOCUMENTS)
def test_a_pack_is_refused_with_the_place_and_the_cure(place: Setting, entered: str) -> None:
    words, where = SAID[entered]
    people = {"principal": place.for_principal, "agent": place.for_agent, "expert_body": place.member}
    agreed = [
        {"on_behalf_of": on, "organisation": body, "by": people[on].email, "at": "2026-01-01T10:00:00+00:00"}
        for on, body in (("principal", "treasury"), ("agent", "northway"), ("expert_body", None))
    ]
    section = {"versions": [documents.version(number=1, **DOCUMENTS[entered], agreements=agreed)]}
    with pytest.raises(PackRefused) as refused:
        pack.load(programme=place.programme, section=section, by=general.system(), at=AT)
    found = {(problem.path, problem.problem) for problem in refused.value.problems}
    assert (f"contract/versions/0/{where}", words) in found
    assert not ContractVersion.objects.exists()


def shown(client: Client, url: str, data: dict[str, str] | None = None) -> str:
    page = client.get(url) if data is None else client.post(url, data)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(page.content.decode()))


def form(name: str, what: str, data: dict[str, str], **fields: Any) -> Callable[[Client, Setting], str]:
    """What the form says when this is sent."""
    return lambda client, place: shown(client, builders.page(builders.draft(place, **fields), name, what), data)


def to_do(**fields: Any) -> Callable[[Client, Setting], str]:
    """What the page of the draft says is to be done, and the action refuses."""

    def page(client: Client, place: Setting) -> str:
        version = builders.draft(place, **fields)
        with pytest.raises(BadTerms):
            versions.propose(version=version, by=place.commissioner, at=AT)
        return shown(client, version.get_absolute_url())

    return page


PAGES: dict[str, Callable[[Client, Setting], str]] = {
    "Bands that overlap": form("rule_add", "volume_bands", {**BANDS, "bands": "1: 10\n1: 20"}),
    "Shares of principals that do not come to one": to_do(principals=HALF),
    "An outcome that is not in the list": form("rule_add", "outcome_fee", {**FEE, "outcome": "work"}),
    "A negative price": form("clause_add", "caps", {"code": "x", "scope": "contract", "amount": "-1"}),
    "A price without bound": form("clause_add", "caps", {"code": "x", "scope": "contract", "amount": "1000000000"}),
    "A period before the contract": to_do(periods=EARLY),
    "Periods that overlap": form(
        "clause_add", "periods", {"code": "b", "starts_on_0": "31", "starts_on_1": "3", "starts_on_2": "2026",
                                  "ends_on_0": "30", "ends_on_1": "6", "ends_on_2": "2026"},
        periods=CROSSED[:1],
    ),
    "A rule with the code of what is taken back for errors": form(
        "rule_add", "volume_bands", {**BANDS, "code": "verification_recovery", "bands": "1: 10"}
    ),
    "A cap that no payment fits under": to_do(rules=[rule()], caps=[{**LOW[0], "amount": "9.99"}]),
    "A cap on an outcome without the outcome": form(
        "clause_add", "caps", {"code": "x", "scope": "outcome", "amount": "9999"}
    ),
    "A least time beyond the most time": to_do(
        rules=[rule(since=START_MONTHS | {"number": 3}, within=START_MONTHS | {"number": 2})]
    ),
    "Two rules that pay the same people for one outcome": to_do(rules=TWICE),
    "A minimum above a cap over the same time": to_do(rules=[rule(), LEAST], caps=LOW),
}  # fmt: skip


@pytest.mark.parametrize("entered", PAGES)
def test_the_pages_say_what_is_wrong_and_what_to_do(client: Client, place: Setting, entered: str) -> None:
    client.force_login(place.commissioner)
    assert SAID[entered][0] in PAGES[entered](client, place)


@pytest.mark.parametrize(
    ("entered", "fields"),
    [
        ("A version that starts within a stated period", {"effective_from": "2026-05-01"}),
        ("A cap below what is stated", {"effective_from": "2026-07-01", "caps": [{**LOW[0], "scope": "contract",
                                                                                  "amount": "1000.00"}]}),
    ],
)  # fmt: skip
def test_what_is_stated_stands_against_a_version(client: Client, entered: str, fields: dict[str, Any]) -> None:
    scheme = make_scheme()
    scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    scheme.approve("2026-q2")
    client.force_login(scheme.place.commissioner)
    version = builders.draft(scheme.place, **scheme_terms(**fields))
    assert SAID[entered][0] in shown(client, version.get_absolute_url())
    with pytest.raises(BadTerms):
        versions.propose(version=version, by=scheme.place.commissioner, at=general.later(days=401))


def test_every_row_of_the_document_is_asserted() -> None:
    stated = {"A version that starts within a stated period", "A cap below what is stated"}
    assert set(SAID) == {*DOCUMENTS, *PAGES, *stated}
