import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from accounts.models import Role, User
from expertbody.models import BodyAction, Proposal
from stages.models import Programme
from stages.selectors import pauses
from tests import builders
from tests.expertbody import bodies


def to(name: str, programme: Programme, *parts: object) -> str:
    return reverse(f"expertbody:{name}", args=[programme.slug, *parts])


def test_readers_and_strangers_propose_nothing(client: Client, programme: Programme, stranger: User) -> None:
    posted = {"kind": "pause_stage", "stage": "5", "why": "The figures are being checked."}
    client.force_login(stranger)
    assert client.post(to("proposal_add", programme), posted).status_code == 404
    client.force_login(builders.member(programme, Role.ANALYST))
    assert client.post(to("proposal_add", programme), posted).status_code == 403
    assert Proposal.objects.count() == 0


def test_a_member_proposes_a_pause_and_the_body_decides_it(client: Client, programme: Programme, member: User) -> None:
    client.force_login(member)
    posted = {"kind": "pause_stage", "stage": "5", "why": "The figures are being checked."}
    page = client.post(to("proposal_add", programme), posted, follow=True).content.decode()
    assert "The proposal waits for the Expert Body." in page
    assert "Pause stage 5, delivery" in page
    proposal = Proposal.objects.get()
    assert "Record the decision" in client.get(proposal.get_absolute_url()).content.decode()
    votes = {"votes_for": "4", "votes_against": "0", "abstentions": "0", "rationale": "Until June."}
    decided = client.post(
        to("decision_record", programme, "pause_stage", proposal.pk), votes | {"resolution": "pause"}, follow=True
    ).content.decode()
    assert "In force" in decided
    assert pauses.paused_stages(programme) == {5}
    assert "Decision 1: Pause the stage" in client.get(proposal.get_absolute_url()).content.decode()
    posted = {"kind": "resume_stage", "stage": "5", "why": "They are right."}
    client.post(to("proposal_add", programme), posted)
    record = to("decision_record", programme, "resume_stage", Proposal.objects.latest("pk").pk)
    assert "Does it supersede a decision in force?" in client.get(record).content.decode()
    page = client.post(record, votes | {"resolution": "resume"}).content.decode()
    assert "Decision 1 on the same matter is in force" in page
    assert votes["rationale"] in page
    superseding = {"resolution": "resume", "supersedes": "1", "supersedes_because": "They are right."}
    assert "because: They are right." in client.post(record, votes | superseding, follow=True).content.decode()
    page = client.get(to("decision_list", programme)).content.decode()
    assert "Superseded" in page
    assert "Carried out" in page


def test_what_is_wrong_with_a_proposal_is_said_at_the_form(client: Client, programme: Programme, member: User) -> None:
    client.force_login(member)
    page = client.post(to("proposal_add", programme), {"kind": "resume_stage", "stage": "5", "why": "So."})
    assert "is not paused" in page.content.decode()
    without = client.post(to("proposal_add", programme), {"kind": "pause_stage", "why": "So."}).context["form"]
    assert without.errors == {"stage": ["Select the stage"]}
    without = client.post(to("proposal_add", programme), {"kind": "appoint_chair", "why": "So."}).context["form"]
    assert without.errors == {"seat": ["Select the member"]}
    assert "Select what the Expert Body should do" in client.post(to("proposal_add", programme), {}).content.decode()


def test_a_member_plans_the_review_and_readers_only_read(client: Client, programme: Programme, member: User) -> None:
    url = to("review_list", programme)
    posted = {"due_on": str(localdate()), "every_months": "12"}
    client.force_login(builders.member(programme, Role.ANALYST))
    assert "No review is planned" in client.get(url).content.decode()
    assert client.post(url, posted).status_code == 403
    client.force_login(member)
    page = client.post(url, posted, follow=True).content.decode()
    assert "The next review is planned." in page
    assert "and then every 12 months" in page
    assert "must be" in client.post(url, posted | {"every_months": "99"}).content.decode()


@pytest.fixture
def action(programme: Programme, member: User) -> BodyAction:
    finding = builders.finding(programme)
    return bodies.body_action(bodies.decided(programme, finding, at=now()), at=now())


def test_an_action_is_agreed_from_the_decision_and_listed(client: Client, programme: Programme, member: User) -> None:
    decision = bodies.decided(programme, at=now())
    client.force_login(member)
    posted = {"what": "Write to every agent", "owner": member.pk, "due_on": str(localdate())}
    page = client.post(to("action_agree", programme, decision.number), posted, follow=True).content.decode()
    assert "The action is agreed." in page
    assert "Due soon" in page
    page = client.get(to("action_list", programme), {"q": "agent", "state": "to_do"}).content.decode()
    assert "Write to every agent" in page
    assert "No action matches" in client.get(to("action_list", programme), {"q": "zebra"}).content.decode()
    assert client.get(to("action_agree", programme, 99)).status_code == 404


def test_an_owner_marks_it_as_done_and_a_member_looks_at_its_effect(
    client: Client, programme: Programme, member: User, action: BodyAction
) -> None:
    client.force_login(action.owner)
    page = client.post(to("action_done", programme, action.pk), {"note": "Sent to all."}, follow=True).content.decode()
    assert "Sent to all." in page
    client.force_login(member)
    posted = {"effect": "worked", "note": "All answered."}
    page = client.post(to("action_check", programme, action.pk), posted, follow=True).content.decode()
    assert "It worked" in page
    again = client.post(to("action_done", programme, action.pk), {"note": "Again."}).content.decode()
    assert "already marked this action as done" in again


def test_readers_read_an_action_and_strangers_do_not(
    client: Client, programme: Programme, stranger: User, action: BodyAction
) -> None:
    client.force_login(builders.member(programme, Role.VERIFIER))
    assert "Mark as done" not in client.get(action.get_absolute_url()).content.decode()
    assert client.post(to("action_done", programme, action.pk), {"note": "x"}).status_code == 403
    client.force_login(stranger)
    assert client.get(action.get_absolute_url()).status_code == 404
