"""The commands, in the forms that other systems rely on."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from outcomes.models import ClaimState
from payments.models import LedgerEntry, PricingRun, Statement, StatementLine
from tests import builders
from tests.payments.scheme import DEADWEIGHT, JANUARY, MAY, Scheme
from tests.payments.scheme import scheme as make_scheme


def run(*arguments: Any, **options: Any) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


def answer(*arguments: Any, **options: Any) -> Any:
    return json.loads(run(*arguments, "--json", **options))


def test_price_says_what_it_added(scheme: Scheme) -> None:
    scheme.claim(scheme.start("P1"), MAY)
    slug = scheme.programme.slug
    assert answer("price", "--programme", slug, "--as-of", "2026-05-11") == {
        "programme": slug, "as_of": "2026-05-11", "run": 1, "entries": 1, "net": "400.00",
    }  # fmt: skip
    assert "Run 2: 1 entries, £1,150.00" in run("price", "--programme", slug, "--as-of", "2026-05-12")
    assert "Nothing to add" in run("price", "--programme", slug, "--as-of", "2026-05-12")


def test_price_refuses_an_unknown_programme_and_a_day_that_is_none(db: None) -> None:
    with pytest.raises(CommandError, match="no programme"):
        run("price", "--programme", "nowhere")
    with pytest.raises(CommandError, match="2026-03-31"):
        run("price", "--programme", "nowhere", "--as-of", "31/03/2026")


def test_statement_has_lines_a_total_and_the_payers_parts(scheme: Scheme) -> None:
    for number in range(3):
        scheme.claim(scheme.start(f"P{number}"), MAY)
    scheme.price()
    found = answer("statement", scheme.programme.slug, "--agent", "northway", "--period", "2026-q2")
    assert (found["period"], found["total"], found["state"]) == ("2026-q2", "3450.00", "open")
    assert found["lines"] == [
        {
            "kind": "payment", "rule": "job-fee", "outcome": "job", "segment": "young", "count": 3,
            "unit_amount": "1200.00", "gross": "3600.00", "deadweight": "0.00", "cap": "150.00", "net": "3450.00",
            "version": 1,
        }
    ]  # fmt: skip
    assert found["payers"] == [
        {"principal": "treasury", "amount": "2300.00"}, {"principal": "council", "amount": "1150.00"},
    ]  # fmt: skip
    words = run("statement", scheme.programme.slug, "--agent", "northway", "--period", "2026-q2")
    assert "job-fee / job / young: 3 × £1200.00 = £3600.00" in words


def test_a_statement_without_anything_priced_is_empty(scheme: Scheme) -> None:
    found = answer("statement", scheme.programme.slug, "--agent", "northway", "--period", "2026-q3")
    assert (found["lines"], found["total"], found["payers"]) == ([], "0.00", [])


@pytest.mark.parametrize(
    ("agent", "period", "problem"),
    [("nobody", "2026-q2", "no agent"), ("northway", "1999-q1", "no period")],
)
def test_statement_refuses_what_the_programme_does_not_have(
    scheme: Scheme, agent: str, period: str, problem: str
) -> None:
    with pytest.raises(CommandError, match=problem):
        run("statement", scheme.programme.slug, "--agent", agent, "--period", period)


def test_explain_goes_from_the_claim_to_the_pound(scheme: Scheme) -> None:
    claim = scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    found = answer("explain", str(claim.pk))
    assert (found["participant"], found["version"], found["total"]) == ("P1", 1, "1150.00")
    (rule,) = found["rules"]
    assert rule["words"] == "Pays £1,200, once for each participant, for “Outcome job”."
    (entry,) = rule["entries"]
    assert [(step["step"], step["values"], step["result"]) for step in entry["steps"]] == [
        ("Due", "12 May 2026", "12 May 2026"),
        ("Unit amount", "segment Aged 18 to 24, started 20 January 2026", "£1,200.00"),
        ("Gross", "1 × £1,200.00", "£1,200.00"),
        ("Cap each", "£1,200.00 − £1,150.00 left", "£50.00"),
        ("Owed", "£1,200.00 − £0.00 − £50.00", "£1,150.00"),
    ]
    assert entry["payers"] == [
        {"principal": "treasury", "amount": "766.67"}, {"principal": "council", "amount": "383.33"},
    ]  # fmt: skip
    assert "Total £1150.00" in run("explain", str(claim.pk))


def test_explain_shows_conceded_deadweight(db: None) -> None:
    from tests.contracts import documents

    scheme = make_scheme(outcomes=[documents.outcome("job", deadweight=DEADWEIGHT)], caps=[])
    claims = [scheme.claim(scheme.start(f"P{number}"), MAY) for number in range(2)]
    scheme.price()
    steps = answer("explain", str(claims[0].pk))["rules"][0]["entries"][0]["steps"]
    assert steps[3] == {
        "step": "Deadweight conceded",
        "formula": "result number × (1 − share), rounded down; paid when the number rises",
        "values": "1 × (1 − 1/6) = 5/6; 0 are payable so far",
        "result": "£1,200.00",
    }
    assert answer("explain", str(claims[1].pk))["total"] == "1200.00"


def test_explain_says_why_a_claim_is_not_paid(scheme: Scheme) -> None:
    early = scheme.claim(scheme.start("P1", day=MAY), JANUARY)
    failed = scheme.claim(scheme.start("P2"), MAY)
    scheme.price()
    scheme.state(failed, ClaimState.State.FAILED)
    scheme.price()
    assert answer("explain", str(early.pk))["not_paid"] == ["It is dated before the start on 12 May 2026."]
    found = answer("explain", str(failed.pk))
    assert found["not_paid"] == ["Failed verification: The employer does not know them."]
    assert found["total"] == "0.00"
    correction = found["rules"][0]["entries"][1]
    assert (correction["net"], correction["steps"][0]["step"]) == ("-1150.00", "The difference")
    with pytest.raises(CommandError, match="no claim"):
        run("explain", "999999999")


@pytest.fixture
def ledger(scheme: Scheme) -> Scheme:
    scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    scheme.claim(scheme.start("P2"), MAY)
    scheme.price()
    scheme.approve("2026-q2")
    return scheme


def test_verify_ledger_passes_on_a_ledger_as_written(ledger: Scheme) -> None:
    assert answer("verify_ledger") == {"runs": 2, "entries": 4, "broken": None}
    assert "as it was written: 4 entries in 2 runs" in run("verify_ledger")


@pytest.mark.parametrize(
    ("table", "change", "problem"),
    [
        (LedgerEntry, "UPDATE payments_ledgerentry SET gross = gross + 1, net = net + 1 WHERE id = {last}", "content"),
        (LedgerEntry, "UPDATE payments_ledgerentry SET explanation = '{{}}' WHERE id = {last}", "content"),
        (LedgerEntry, "DELETE FROM payments_ledgerentry WHERE id = {last}", "should hold"),
        (PricingRun, "UPDATE payments_pricingrun SET as_of = as_of + 1 WHERE number = 2", "in their order"),
        (PricingRun, "UPDATE payments_pricingrun SET previous_digest = repeat('1', 64) WHERE number = 2", "before it"),
        (StatementLine, "UPDATE payments_statementline SET net = net + 1", "sum of its entries"),
        (Statement, "UPDATE payments_statement SET total = 1 WHERE approved_at IS NOT NULL", "sum of its entries"),
    ],
)
def test_verify_ledger_names_the_first_thing_that_was_altered(
    ledger: Scheme, table: Any, change: str, problem: str
) -> None:
    last = LedgerEntry.objects.order_by("-pk").values_list("pk", flat=True)[0]
    name = table._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        cursor.execute(change.format(last=last))
        cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
    with pytest.raises(CommandError, match=problem):
        run("verify_ledger")


def test_the_nightly_job_prices_every_programme_with_a_contract(scheme: Scheme) -> None:
    from payments import tasks

    builders.programme()
    scheme.start("P1", day=JANUARY)
    tasks.price_all.delay()
    tasks.price.delay(programme_id=scheme.programme.pk)
    assert PricingRun.objects.count() == 1
    assert PricingRun.objects.get().run_by.is_system
