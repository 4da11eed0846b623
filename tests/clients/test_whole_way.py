"""The client carries a programme from its pack to a paid statement: over HTTP, by people who each sign in."""

import csv
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.utils.timezone import localdate

from accounts.models import User
from pbrmanager_client import Person, models, problems
from pbrmanager_client.people import NotSignedIn
from tests import builders
from tests.clients.conftest import Line

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long enough password"
PACK = Path(settings.BASE_DIR) / "docs" / "packs" / "work-and-health-programme.json"
SlugIn = Callable[..., Person]


@pytest.fixture
def pack() -> dict[str, Any]:
    """A published pack, with a second person of the payer, who releases what the first signs off."""
    found: dict[str, Any] = json.loads(PACK.read_text())
    roles = [{"role": "principal", "organisation": found["contract"]["versions"][0]["principals"][0]["organisation"]}]
    found["people"].append({"email": "cashier@example.org", "name": "Cashier", "roles": roles})
    return found


@pytest.fixture
def sign_in(live_server: "LiveServer") -> Iterator[SlugIn]:
    """Somebody who has set a password, signed in from a program of their own."""
    made: list[Person] = []

    def sign_in(email: str, *, second_factor: bool = False) -> Person:
        user = User.objects.get(email=email)
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        code = second_factor_of(user) if second_factor else None
        person = Person(live_server.url, email, PASSWORD, code=code, transport=Line(), sleep=lambda seconds: None)
        made.append(person)
        return person

    yield sign_in
    for person in made:
        person.close()


def second_factor_of(user: User) -> Callable[[], str]:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return lambda: str(totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))))


def test_from_the_pack_to_the_paid_statement(
    pack: dict[str, Any], sign_in: SlugIn, tmp_path: Path, settings: Any
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    builders.user("Root", email="root@example.org")
    User.objects.filter(email="root@example.org").update(is_superuser=True)
    loaded = sign_in("root@example.org").load_pack(pack)
    assert loaded.new
    slug = loaded.slug

    commissioner = sign_in("commissioner@example.org", second_factor=True)
    signer = sign_in("principal@example.org", second_factor=True)
    cashier = sign_in("cashier@example.org", second_factor=True)
    agent = sign_in("agent-1@example.org")

    assert commissioner.price(slug).entries
    statement = next(one for one in commissioner.statements(slug) if one.total and one.total > 0)
    due_on, total = localdate() + timedelta(days=14), statement.total or Decimal(0)
    commissioner.propose_statement(slug, statement.id, due_on=due_on, total=total)
    assert agent.statement(slug, statement.id).may_accept
    agent.accept_statement(slug, statement.id)
    with pytest.raises(problems.NotNow):
        signer.sign_off(slug, statement.id, total=total + 1)
    signed = signer.sign_off(slug, statement.id, total=total)
    assert signed.state == "approved"

    payer, payee = pack["contract"]["versions"][0]["principals"][0]["organisation"], statement.agent
    for number, code in enumerate((payer, payee)):
        details = models.BankAccountSent(
            organisation=code, name="Main account", sort_code="20-00-00", account_number=f"5577991{number}"
        )
        entered = commissioner.enter_bank_details(slug, details)
        assert cashier.decide_bank_details(slug, entered.id, "confirm").state == "confirmed"

    [run] = commissioner.make_runs(slug)
    with pytest.raises(problems.NotAllowed):
        signer.release_run(slug, run.number)
    released = cashier.release_run(slug, run.number)
    assert (released.state, released.total) == ("sent", total)
    file = tmp_path / "payments.csv"
    cashier.fetch_payment_file(slug, run.number, file, form="csv")
    end_to_end = released.payees[0].end_to_end_id or ""
    assert end_to_end
    assert end_to_end in file.read_text()

    answer = "end_to_end_id,status,amount,reason\n" + f"{end_to_end},paid,,\n"
    answered = commissioner.send_bank_response(slug, run.number, filename="response.csv", content=answer)
    assert [payee.outcome for payee in answered.payees] == ["paid"]
    assert commissioner.reconcile_run(slug, run.number, amount=released.total).state == "reconciled"
    assert agent.statement(slug, statement.id).state == "reconciled"
    assert [row["agent"] for row in csv.DictReader(exported(commissioner, slug, tmp_path).open(encoding="utf-8-sig"))]


def exported(person: Person, slug: str, folder: Path) -> Path:
    from stages.actions import exports

    asked = person.ask_export(slug, "statement_lines", "csv")
    exports.make(export_id=asked.id, at=asked.asked_at)
    return person.fetch_export(slug, asked.id, folder)


def test_a_pack_with_mistakes_is_refused_place_by_place(sign_in: SlugIn, transactional_db: None) -> None:
    builders.user("Root", email="root@example.org")
    User.objects.filter(email="root@example.org").update(is_superuser=True)
    root = sign_in("root@example.org")
    with pytest.raises(problems.NotValid) as raised:
        root.load_pack({"pack": 1, "organisations": [], "programme": {"name": "A"}})
    assert {error.field for error in raised.value.errors} >= {"programme"}
    builders.user("Somebody", email="somebody@example.org")
    with pytest.raises(problems.NotAllowed):
        sign_in("somebody@example.org").load_pack({"pack": 1})


def test_a_wrong_password_or_code_opens_nothing(live_server: "LiveServer", transactional_db: None) -> None:
    user = builders.user("Somebody", email="somebody@example.org", password=PASSWORD)
    with pytest.raises(NotSignedIn):
        Person(live_server.url, user.email, "another long password", transport=Line(), sleep=lambda seconds: None)
    second_factor_of(user)
    for code in (None, lambda: "000000"):
        with pytest.raises(NotSignedIn):
            Person(live_server.url, user.email, PASSWORD, code=code, transport=Line(), sleep=lambda seconds: None)
