from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import User
from expertbody.models import Seat
from stages.actions import findings, gates
from stages.models import Programme
from tests import builders
from tests.expertbody import bodies


def plain(programme: Programme, kind: str, number: int) -> str:
    return reverse("expertbody:plain_words", args=[programme.slug, kind, number])


def test_strangers_do_not_find_it_and_what_is_not_there_is_not_found(
    client: Client, programme: Programme, stranger: User, member: User
) -> None:
    finding = builders.finding(programme)
    client.force_login(stranger)
    assert client.get(plain(programme, "finding", finding.pk)).status_code == 404
    client.force_login(member)
    for kind, number in [("finding", 999_999), ("weather", 1), ("decision", 9)]:
        assert client.get(plain(programme, kind, number)).status_code == 404


def test_a_finding_a_gate_a_decision_and_a_proposal_are_told_in_plain_words(
    client: Client, programme: Programme, member: User
) -> None:
    finding = builders.finding(programme)
    gate = gates.ask(visit=builders.open_visit(programme, 6), note="All is done.", by=builders.system(), at=now())
    proposal = bodies.proposal(programme, at=now())
    bodies.decided(programme, at=now(), dissent="Too soon.")
    client.force_login(member)
    for kind, number, words in [
        ("finding", finding.pk, "That is not likely to be chance."),
        ("gate", gate.pk, "points on the list are met."),
        ("decision", 1, "Not all agreed."),
        ("pause_stage", proposal.pk, "Somebody asks us to stop a stage for a time."),
    ]:
        page = client.get(plain(programme, kind, number)).content.decode()
        assert words in page
        assert "What it means for people who use the service" in page
    assert plain(programme, "finding", finding.pk) in client.get(finding.get_absolute_url()).content.decode()
    waiting = client.get(plain(programme, "finding", finding.pk)).content.decode()
    assert "Record the decision" in waiting
    assert "It does not wait for the group." not in waiting


def test_who_reads_a_finding_that_is_settled_is_asked_for_nothing(
    client: Client, programme: Programme, member: User
) -> None:
    finding = builders.finding(programme)
    findings.dismiss(subject=finding, by=builders.system(), at=builders.later(days=31), rationale="A slip of the pen.")
    client.force_login(member)
    page = client.get(plain(programme, "finding", finding.pk)).content.decode()
    assert "You need do nothing now. It does not wait for the group." in page


def test_who_wants_plain_words_first_is_led_to_them_from_your_work(
    client: Client, programme: Programme, body: list[Seat]
) -> None:
    finding = builders.finding(programme)
    client.force_login(body[3].user)
    address = plain(programme, "finding", finding.pk)
    work = client.get(reverse("dashboards:your_work")).content.decode()
    assert f'<a class="govuk-link" href="{address}">In plain words' in work
    turn = reverse("expertbody:plain_first", args=[programme.slug])
    page = client.post(turn, {"first": "yes"}, follow=True).content.decode()
    assert "Plain words are shown first." in page
    assert f'href="{address}">{finding}' in page
    assert "The paper itself" in page
    page = client.post(turn, {"first": "no"}, follow=True).content.decode()
    assert "The papers themselves are shown first." in page
    assert client.get(turn).status_code == 405


def test_the_words_of_the_glossary_are_explained(client: Client, programme: Programme, member: User) -> None:
    finding = builders.finding(programme, summary="The deadweight was left out.")
    client.force_login(member)
    page = client.get(plain(programme, "finding", finding.pk)).content.decode()
    assert "Words explained" in page
    assert "Deadweight" in page
