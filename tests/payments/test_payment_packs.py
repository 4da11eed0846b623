"""Statements, their states and payment runs travel with a programme's pack; numbers of accounts never do."""

import json
from typing import Any

import jsonschema
import pytest
from django.conf import settings

from accounts.errors import Refused
from accounts.models import Role
from outcomes.actions import pack, pack_submissions, pack_withdrawals, single_claims
from outcomes.models import Claim
from outcomes.selectors import claims as claim_rows
from payments.actions import (
    bank_accounts,
    pack_ledger,
    pack_payments,
    pack_payments_export,
    pack_statements,
    payment_runs,
    queries,
)
from payments.models import BankAccount, Payment, StatementEvent
from payments.selectors import bank, integrity, runs
from payments.selectors import statements as selectors
from stages.actions import memberships, pack_export_people, pack_people
from stages.actions.pack_errors import PackError
from stages.models import Programme
from tests import builders
from tests.payments import paying
from tests.payments.paying import Paying
from tests.payments.scheme import AUGUST, MAY, PRICED, Scheme
from tests.payments.scheme import scheme as make_scheme

pytestmark = pytest.mark.django_db
SECTIONS = (
    ("submissions", pack_submissions.load, pack_submissions.export),
    ("claims", pack.load, pack.export),
    ("withdrawals", pack_withdrawals.load, pack_withdrawals.export),
    ("ledger", pack_ledger.load, pack_ledger.export),
    ("statements", pack_statements.load, pack_statements.export),
    ("payments", pack_payments.load, pack_payments_export.export),
)


@pytest.fixture
def paid() -> Paying:
    """A quarter paid by one payer and not by the bank of the other; a query; a claim amended after its approval."""
    found = paying.paying(people=2)
    scheme = found.scheme
    for run in found.released():
        [payment] = run.payments.order_by("pk")
        found.answer(run, f"{payment},failed,,Closed" if run.payer.code == "council" else f"{payment},paid,,")
    scheme.claim(scheme.start("P9"), AUGUST)
    claim = Claim.objects.filter(programme=scheme.programme, event_date=MAY).order_by("pk").first()
    assert claim is not None
    row = claim_rows.as_row(claim) | {"achieved_on": "2026-05-14"}
    single_claims.amend(claim=claim, row=row, reason="Wrong day", by=scheme.place.for_agent, at=PRICED)
    scheme.price()
    statement = scheme.statement("2026-q3")
    asked = queries.ask(statement=statement, text="Whose is this?", by=scheme.place.for_agent, at=PRICED)
    queries.answer(query=asked, text="Of P9", by=scheme.place.for_principal, at=PRICED)
    return found


def there(scheme: Scheme) -> Scheme:
    """Another programme with the same people and contract, as the earlier sections of a pack leave it."""
    other = make_scheme()
    for person in scheme.programme.participants.order_by("pk"):
        other.start(person.reference)
    Programme.objects.filter(pk=other.programme.pk).update(pack_digest="d" * 64)
    return other


def moved(section: Any, scheme: Scheme, other: Scheme) -> Any:
    """The section in the names of the other programme's people, under payment ids and invoice numbers that are free."""
    text = json.dumps(section)
    for name in ("for_agent", "for_principal", "commissioner"):
        text = text.replace(f'"{getattr(scheme.place, name).email}"', f'"{getattr(other.place, name).email}"')
    found = json.loads(text)
    for run in found.get("runs", ()) if isinstance(found, dict) else ():
        for invoice in run.get("invoices", ()):
            invoice["number"] += 100
        for payment in run.get("payments", ()):
            payment["id"] = f"OLD{payment['id']}"
    return found


def test_what_is_exported_loads_to_the_same_states(paid: Paying) -> None:
    scheme, other = paid.scheme, there(paid.scheme)
    schema = json.loads((settings.BASE_DIR / "docs" / "pack.schema.json").read_text())
    for name, load, export in SECTIONS:
        section = moved(export(scheme.programme), scheme, other)
        jsonschema.validate(section, {**schema["properties"][name], "$defs": schema["$defs"]})
        for _ in range(2):
            load(programme=other.programme, section=section, by=builders.system(), at=PRICED)
        assert export(other.programme) == section
    for period in ("2026-q1", "2026-q2", "2026-q3"):
        before, after = scheme.statement(period), other.statement(period)
        assert selectors.state_of(after) == selectors.state_of(before)
        shown = {name: said for name, said in selectors.as_document(before).items() if name != "programme"}
        assert shown.items() <= selectors.as_document(after).items()
    assert other.price() is None
    assert integrity.verify().broken is None


def test_what_waits_waits_there_too_but_bank_details_are_entered_anew(paid: Paying) -> None:
    scheme, other = paid.scheme, there(paid.scheme)
    for _name, load, export in SECTIONS:
        section = moved(export(scheme.programme), scheme, other)
        assert paying.NUMBERS["account_number"] not in json.dumps(section)
        load(programme=other.programme, section=section, by=builders.system(), at=PRICED)
    waits = runs.waiting(other.programme)
    assert [[(due.kind, due.amount) for due in dues] for dues in waits.values()] == [
        [(due.kind, due.amount) for due in dues] for dues in runs.waiting(scheme.programme).values()
    ]
    accounts = BankAccount.objects.filter(programme=other.programme)
    assert {one.masked for one in accounts} == {
        one.masked for one in BankAccount.objects.filter(programme=scheme.programme)
    }
    assert bank.accounts_of(other.programme, [one.organisation_id for one in accounts]) == {}
    [run] = payment_runs.make(programme=other.programme, by=other.place.for_principal, at=PRICED)
    by = other.programme.memberships.get(organisation__code="council").user
    with pytest.raises(Refused, match="No confirmed bank details"):
        payment_runs.release(run=run, by=by, at=PRICED)
    for organisation in (scheme.agent, run.payer):
        paying.account(other, organisation)
    payment_runs.release(run=run, by=by, at=PRICED)
    assert Payment.objects.get(run=run).amount > 0
    with pytest.raises(bank_accounts.BankAccountRefused):
        bank_accounts.confirm(account=accounts.order_by("pk")[0], by=by, at=PRICED)


def test_what_could_not_have_happened_is_refused(paid: Paying) -> None:
    scheme, other = paid.scheme, there(paid.scheme)
    system = builders.system()
    as_issued = pack_payments_export.export(scheme.programme)
    assert as_issued
    for name, load, export in SECTIONS:
        section: Any = moved(export(scheme.programme), scheme, other)
        if name == "statements":
            spoilt = json.loads(json.dumps(section))
            signed = next(row for row in spoilt["events"] if row["kind"] == StatementEvent.Kind.SIGNED)
            signed["by"] = other.place.for_agent.email
            with pytest.raises(PackError, match="not by this person"):
                load(programme=other.programme, section=spoilt, by=system, at=PRICED)
        if name == "payments":
            with pytest.raises(PackError, match="that is taken"):
                pack_payments.load(programme=other.programme, section=as_issued, by=system, at=PRICED)
            under_one_id: Any = moved(export(scheme.programme), scheme, other)
            for run in under_one_id["runs"]:
                for payment in run["payments"]:
                    payment["id"] = "OLD-1-1"
            with pytest.raises(PackError, match="one of its payments has an id"):
                pack_payments.load(programme=other.programme, section=under_one_id, by=system, at=PRICED)
        load(programme=other.programme, section=section, by=system, at=PRICED)


@pytest.mark.parametrize("agent_first", [True, False])
def test_who_signed_may_have_delivered_before_or_since(agent_first: bool) -> None:
    """Somebody left the agent and signed for the principal later; somebody signed, and went over to the agent since."""
    scheme = make_scheme()
    scheme.claim(scheme.start("P1"), MAY)
    scheme.price()
    person, system = builders.user("Ines"), builders.system()
    delivers: dict[str, Any] = {"programme": scheme.programme, "user": person, "role": Role.AGENT}
    pays = delivers | {"role": Role.PRINCIPAL, "organisation": scheme.place.principal}
    delivers |= {"organisation": scheme.agent}

    def leave() -> None:
        memberships.revoke(membership=scheme.programme.memberships.get(user=person), by=system, at=PRICED)

    if agent_first:
        memberships.grant(**delivers, by=system, at=PRICED)
        leave()
    memberships.grant(**pays, by=system, at=PRICED)
    scheme.approve("2026-q2", by=person)
    leave()
    if not agent_first:
        memberships.grant(**delivers, by=system, at=PRICED)
    sections = {name: export(scheme.programme) for name, _, export in SECTIONS}
    everybody = pack_export_people.people(scheme.programme, sections)
    held = next(row for row in everybody if row["email"] == person.email)
    scheme.programme.memberships.filter(user=person).delete()

    other = there(scheme)
    pack_people.load_people(other.programme, [held], system, PRICED)
    for name, load, _export in SECTIONS:
        if sections[name]:
            load(programme=other.programme, section=moved(sections[name], scheme, other), by=system, at=PRICED)
    pack_people.settle_roles(other.programme, [held], system, PRICED)
    assert selectors.state_of(other.statement("2026-q2")) == "approved"
    there_now = other.programme.memberships.filter(user=person).values_list("role", flat=True)
    assert list(there_now) == ([] if agent_first else ["agent"])
    again = next(row for row in pack_export_people.people(other.programme, sections) if row["email"] == person.email)
    assert again["roles"] == held["roles"]
