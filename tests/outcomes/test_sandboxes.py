"""Sandboxes: a programme's contract with nobody real, where agents try their clients, and nothing is ever paid."""

import io
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils.timezone import localdate, now

from accounts.errors import Forbidden, Refused
from accounts.models import AuditEntry, Role, User
from dashboards.selectors import programme_list, viewer
from delivery.models import Participant
from monitoring.actions import everything, publications
from monitoring.actions import requests as monitor_requests
from outcomes.actions import identities, sandboxes, submissions
from outcomes.models import RowError
from payments.actions import bank_accounts, payment_runs, pricing
from payments.models import PaymentRun, Statement
from stages.actions import memberships, programmes
from stages.models import Membership, Programme
from tests import builders, interface
from tests.monitoring import scenes
from tests.monitoring.scenes import Scene

pytestmark = pytest.mark.django_db


def send(sandbox: Programme, scene: Scene, kind: str, text: str, by: User | None = None) -> Any:
    made = submissions.receive(
        programme=sandbox, agent=scene.north, kind=kind, filename="try.csv", file=io.BytesIO(text.encode()),
        by=by or scene.for_north, at=now(),
    )  # fmt: skip
    return submissions.process(submission_id=made.pk, at=now(), wait=True)


def test_it_has_the_contract_and_the_people_and_nobody_real(scene: Scene, sandbox: Programme) -> None:
    assert (sandbox.slug, sandbox.name) == (f"sandbox-{scene.programme.slug}", f"Sandbox of {scene.programme.name}")
    own = scene.programme.contract_versions.agreed().get()
    assert sandbox.contract_versions.agreed().get().digest == own.digest
    held = set(scene.programme.memberships.values_list("user", "role", "organisation"))
    assert set(sandbox.memberships.values_list("user", "role", "organisation")) == held
    references = set(Participant.objects.filter(programme=sandbox).values_list("reference", flat=True))
    assert references
    assert all(reference.startswith("TEST-") for reference in references)
    entry = AuditEntry.objects.get(action="outcomes.sandbox.make")
    assert (entry.by, entry.programme) == (scene.commissioner, scene.programme.slug)


def test_only_commissioners_and_administrators_make_one(scene: Scene) -> None:
    for person in (scene.for_north, builders.member(scene.programme, Role.ANALYST), builders.user("Stranger")):
        with pytest.raises(Forbidden):
            sandboxes.make(programme=scene.programme, by=person, at=now())
    early = builders.programme_at_stage(2)
    commissioner = builders.member(early, Role.COMMISSIONER)
    with pytest.raises(Refused, match="Agree a contract first"):
        sandboxes.make(programme=early, by=commissioner, at=now())


def test_an_agent_sends_to_it_and_reads_statements_that_are_never_paid(scene: Scene, sandbox: Programme) -> None:
    started = Participant.objects.filter(programme=sandbox, agent=scene.north).earliest("started_on")
    outcome = sandbox.contract_versions.get().outcomes.earliest("position").code
    rows = f"participant,outcome,achieved_on\n{started.reference},{outcome},{started.started_on}\n"
    assert send(sandbox, scene, "outcomes", rows).accepted == 1
    pricing.price(programme=sandbox, as_of=localdate(), by=builders.system(), at=now())
    assert Statement.objects.filter(programme=sandbox).exists()
    payer = sandbox.memberships.filter(role=Role.PRINCIPAL).earliest("pk")
    with pytest.raises(Refused, match="Nothing in it is ever paid"):
        payment_runs.make(programme=sandbox, by=payer.user, at=now())
    with pytest.raises(Refused, match="no bank details"):
        bank_accounts.enter(
            programme=sandbox, organisation=scene.north, by=scene.for_north, at=now(), name="North", sort_code="1",
        )  # fmt: skip


def test_the_database_refuses_to_pay_it(scene: Scene, sandbox: Programme) -> None:
    run = PaymentRun(
        programme=sandbox, payer=scene.north, number=1, made_by=scene.commissioner, made_at=now(), total=1,
        previous_digest="0", digest="1",
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="nothing in a sandbox is paid"), transaction.atomic():
        run.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Programme.objects.filter(pk=sandbox.pk).update(sandbox_of=None, slug="real")


def test_real_participants_and_identifiers_are_refused_and_nobody_learns_who_is_real(
    scene: Scene, sandbox: Programme
) -> None:
    """Whoever has a role in the sandbox alone, as a maker of software may, gets the same answer for everybody."""
    real = Participant.objects.filter(programme=scene.programme, agent=scene.north).earliest("pk")
    header = ",".join(["participant", "started_on", *real.attributes])
    rest = ",".join([real.started_on.isoformat(), *real.attributes.values()])
    tried = [real.reference, "NOBODY-1", f"TEST-{real.reference}", "test-1"]
    maker = builders.member(sandbox, Role.AGENT, organisation=scene.north)
    text = "\n".join([header, *(f"{reference},{rest}" for reference in tried)])
    done = send(sandbox, scene, "participants", text, by=maker)
    told = RowError.objects.filter(submission=done).order_by("row_number")
    assert list(told.values_list("value", "code")) == [
        (reference, "not_invented") for reference in (real.reference, "NOBODY-1", "test-1")
    ]
    assert Participant.objects.filter(programme=sandbox, reference=f"TEST-{real.reference}").exists()
    outcome = sandbox.contract_versions.get().outcomes.earliest("position").code
    claims = "\n".join(f"{reference},{outcome},2025-03-01" for reference in (real.reference, "NOBODY-1"))
    asked = send(sandbox, scene, "outcomes", f"participant,outcome,achieved_on\n{claims}\n", by=maker)
    said = RowError.objects.filter(submission=asked).order_by("row_number").values_list("code", "reason", "cure")
    answers = {(code, reason.replace(real.reference, "").replace("NOBODY-1", ""), cure) for code, reason, cure in said}
    assert (len(said), len(answers)) == (2, 1)
    with pytest.raises(Refused, match="Nobody in it is real"):
        identities.upload(
            programme=sandbox, agent=scene.north, filename="i.csv", file=io.BytesIO(b"x"), by=scene.for_north, at=now()
        )


def test_it_is_in_no_list_and_nobody_judges_or_publishes_it(scene: Scene, sandbox: Programme) -> None:
    looking = viewer.look(scene.commissioner, localdate())
    assert [row.programme for row in programme_list.listed(looking, programme_list.Wanted(), 1).rows] == [
        scene.programme
    ]
    done = everything.run(as_of=scenes.YEAR_END, by=builders.system(), at=scenes.NOW)
    assert [result.programme for result in done.results] == [scene.programme.slug]
    with pytest.raises(Refused, match="sandbox"):
        publications.publish(programme=sandbox, by=scene.commissioner, at=now())
    with pytest.raises(Refused, match="sandbox"):
        monitor_requests.ask(programme=sandbox, as_of=scenes.YEAR_END, by=scene.commissioner, at=now())


def test_every_page_and_every_answer_says_that_it_is_one(scene: Scene, sandbox: Programme, client: Client) -> None:
    client.force_login(scene.commissioner)
    for address in ("", "claims/", "statements/", "sandbox/"):
        assert "nothing in it is paid" in client.get(f"/programmes/{sandbox.slug}/{address}").content.decode()
        assert (
            "nothing in it is paid" not in client.get(f"/programmes/{scene.programme.slug}/{address}").content.decode()
        )
    caller = interface.person(scene.commissioner)
    for address in ("", "claims/", "claims/1/", "targets/"):
        assert caller.get(f"programmes/{sandbox.slug}/{address}")["Sandbox"] == "true"
        assert "Sandbox" not in caller.get(f"programmes/{scene.programme.slug}/{address}")
    found = caller.get("programmes/", sandbox_of=scene.programme.slug).json()["results"]
    assert [(one["slug"], one["sandbox_of"]) for one in found] == [(sandbox.slug, scene.programme.slug)]


def test_a_new_one_takes_its_place_and_tokens_open_it(scene: Scene, sandbox: Programme) -> None:
    machine = interface.system_of(scene.for_north)
    assert machine.get(f"programmes/{sandbox.slug}/").status_code == 200
    again = sandboxes.make(programme=scene.programme, by=scene.commissioner, at=now())
    assert again.slug == f"{sandbox.slug}-2"
    assert not Membership.objects.filter(programme=sandbox).exists()
    assert machine.get(f"programmes/{sandbox.slug}/").status_code == 404
    assert machine.get(f"programmes/{again.slug}/").status_code == 200
    assert interface.person(scene.commissioner).get(f"programmes/{sandbox.slug}/").status_code == 404


def test_nobody_takes_the_roles_of_a_real_programme_away_by_putting_it_aside(scene: Scene, sandbox: Programme) -> None:
    held = list(Membership.objects.filter(programme=scene.programme).order_by("pk"))
    administrator = builders.member(scene.programme, Role.ADMINISTRATOR)
    for person in (scene.commissioner, administrator, builders.system(), scene.for_north):
        with pytest.raises(Refused, match="Only a sandbox is put aside"):
            memberships.end_all(programme=scene.programme, by=person, at=now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Programme.objects.filter(pk=scene.programme.pk).update(sandbox_of=sandbox.pk)
    assert set(held) <= set(Membership.objects.filter(programme=scene.programme))


def test_only_who_makes_sandboxes_of_a_programme_puts_one_aside(scene: Scene, sandbox: Programme) -> None:
    elsewhere = builders.member(builders.programme(), Role.COMMISSIONER)
    only_in_it = builders.member(sandbox, Role.COMMISSIONER)
    held = set(Membership.objects.filter(programme=sandbox))
    for person in (scene.for_north, elsewhere, only_in_it, builders.user("Stranger")):
        with pytest.raises(Forbidden):
            memberships.end_all(programme=sandbox, by=person, at=now())
    assert set(Membership.objects.filter(programme=sandbox)) == held


def test_no_other_programme_has_such_an_address(scene: Scene) -> None:
    with pytest.raises(Refused, match="are for sandboxes"):
        programmes.create(
            name="A", commissioner=builders.organisation(), slug="sandbox-a", by=builders.system(), at=now()
        )
    named = programmes.create(name="Sandbox A", commissioner=builders.organisation(), by=builders.system(), at=now())
    assert named.slug == "a"


def test_a_system_of_the_commissioner_makes_one_and_is_asked_before_it_makes_another(scene: Scene) -> None:
    caller = interface.system_of(scene.commissioner)
    path = f"programmes/{scene.programme.slug}/sandbox/"
    made = caller.post(path, {}, key="one")
    assert (made.status_code, made["Location"]) == (201, f"/api/v1/programmes/{made.json()['slug']}/")
    assert (made.json()["sandbox_of"], made.json()["synthetic"]) == (scene.programme.slug, True)
    assert caller.post(path, {}, key="one")["Idempotency-Replayed"] == "true"
    stands = caller.post(path, {})
    assert (stands.status_code, stands.json()["code"]) == (409, "sandbox_stands")
    assert made.json()["slug"] in stands.json()["detail"]
    again = caller.post(path, {"afresh": True})
    assert again.json()["slug"] == f"{made.json()['slug']}-2"
    assert caller.post(f"programmes/{again.json()['slug']}/sandbox/", {}).status_code == 404
    of_the_sandbox = interface.person(scene.commissioner).post(f"programmes/{again.json()['slug']}/sandbox/", {})
    assert of_the_sandbox.json()["code"] == "sandbox_refused"


def test_a_system_makes_none_without_the_right_or_the_scope(scene: Scene) -> None:
    path = f"programmes/{scene.programme.slug}/sandbox/"
    assert interface.system_of(scene.for_north).post(path, {}).json()["code"] == "forbidden"
    reads = interface.system_of(scene.commissioner, scopes=["read", "submit"])
    assert reads.post(path, {}).json()["code"] == "scope_missing"
    assert not Programme.objects.filter(sandbox_of=scene.programme).exists()


def test_its_first_page_calls_it_a_sandbox_and_nothing_else(scene: Scene, sandbox: Programme, client: Client) -> None:
    client.force_login(scene.commissioner)
    page = client.get(f"/programmes/{sandbox.slug}/").content.decode()
    assert "Sandbox</strong>" in page
    assert "Demonstration" not in page
