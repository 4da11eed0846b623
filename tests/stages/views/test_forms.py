"""Every form of stages: what it does, and what it says when it is refused or filled in wrongly."""

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from notifications import tasks
from stages.models import Finding, FindingReply, Membership, Programme, StageVisit
from stages.selectors import visits as visits_selector
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client: Client, commissioner: User) -> Client:
    client.force_login(commissioner)
    return client


def at(programme: Programme, name: str, *parts: Any) -> str:
    return reverse(f"stages:{name}", args=[programme.slug, *parts])


def post(writer: Client, url: str, **data: Any) -> Any:
    return writer.post(url, data, follow=True)


def words(response: Any) -> str:
    """The page's text as a reader sees it, quotation marks and apostrophes unescaped."""
    text: str = response.content.decode()
    return text.replace("&#x27;", "'").replace("&quot;", '"')


STAKEHOLDER = {"name": "Hostels", "interest": "2", "affects": "on", "next_review_on": "2027-01-31"}
PRACTICE = {"scheme": "Elsewhere", "kind": "good", "happened": "Paid", "lesson": "Count people", "source": "Report"}
HORIZON = {"item": "Duty", "kind": "law", "likelihood": "high", "expected_on": "2027-04-01", "effect": "More"}


class TestStage1:
    def test_the_purpose_is_saved_and_several_aims_are_warned_of(self, writer: Client, programme: Programme) -> None:
        url = at(programme, "purpose")
        page = post(writer, url, aim="To cut reoffending; to raise employment", why_pbr="")
        assert "The purpose is saved." in words(page)
        assert "more than one aim" in words(page)
        page = post(writer, url, aim="Help people into homes that they keep.")
        assert "more than one aim" not in words(page)

    def test_a_closed_stage_is_read_only_and_says_so(self, writer: Client, programme: Programme) -> None:
        builders.stage_1_records(programme)
        builders.pass_decided_elsewhere(programme, 1)
        for name in ("purpose", "stakeholder_list", "practice_list", "horizon_list", "stakeholder_add"):
            page = words(writer.get(at(programme, name)))
            assert "Stage 1 is closed, so its records can be read and not changed" in page
            assert '<form method="post"' not in page.split("<main")[1]
        refused = post(writer, at(programme, "purpose"), aim="Another")
        assert "not open, so its records cannot be changed" in words(refused)

    def test_a_stakeholder_is_added_changed_scored_and_found(self, writer: Client, programme: Programme) -> None:
        assert "Hostels is in the register" in words(post(writer, at(programme, "stakeholder_add"), **STAKEHOLDER))
        again = words(post(writer, at(programme, "stakeholder_add"), **STAKEHOLDER))
        assert "already in the register" in again
        assert "There is a problem" in again
        one = programme.stakeholders.get()
        detail = at(programme, "stakeholder_detail", one.pk)
        wrong = words(post(writer, detail, power="3", legitimacy="3", urgency="3", evidence=""))
        assert "Enter the evidence" in wrong
        scored = words(post(writer, detail, power="3", legitimacy="3", urgency="3", evidence="Minutes"))
        assert "Definitive" in scored
        assert "A definitive stakeholder needs an engagement action and an owner" in scored
        owner = writer.session["_auth_user_id"]
        changes = STAKEHOLDER | {"engagement": "Meet", "engagement_owner": owner}
        changed = words(post(writer, at(programme, "stakeholder_edit", one.pk), **changes))
        assert "Owned by" in changed
        listed = words(writer.get(at(programme, "stakeholder_list"), {"q": "host", "salience": "definitive"}))
        assert "Hostels" in listed
        assert "Manage closely" in listed
        none = words(writer.get(at(programme, "stakeholder_list"), {"q": "council"}))
        assert "No stakeholder matches" in none

    @pytest.mark.parametrize(("kind", "data"), [("practice", PRACTICE), ("horizon", HORIZON)])
    def test_registers_are_added_to_changed_and_searched(
        self, writer: Client, programme: Programme, kind: str, data: dict[str, str]
    ) -> None:
        empty = words(writer.get(at(programme, f"{kind}_list")))
        assert "yet" in empty
        incomplete = words(post(writer, at(programme, f"{kind}_add"), **(data | {"kind": ""})))
        assert "Select the kind" in incomplete
        title = data.get("scheme") or data["item"]
        assert title in words(post(writer, at(programme, f"{kind}_add"), **data))
        entries = programme.practice_entries if kind == "practice" else programme.horizon_entries
        entry = entries.get()
        field = "lesson" if kind == "practice" else "effect"
        changed = words(post(writer, at(programme, f"{kind}_edit", entry.pk), **(data | {field: "Something else"})))
        assert "Something else" in changed
        assert "matches" in words(writer.get(at(programme, f"{kind}_list"), {"q": "nowhere"}))


class TestSelection:
    @pytest.fixture
    def programme(self, db: None) -> Programme:
        return builders.programme_at_stage(2)

    def test_a_principal_is_chosen_from_the_first_criterion_to_the_decision(
        self, writer: Client, programme: Programme
    ) -> None:
        url = at(programme, "selection_criteria", 2)
        assert "These are the criteria of the framework" in words(writer.get(url))
        wrong = words(post(writer, url, name_0="Finance", weight_0="60", name_1="Record", weight_1="30"))
        assert "The weights sum to 90" in wrong
        half = words(post(writer, url, name_0="Finance", weight_0="", name_1="", weight_1="40"))
        assert "Enter the weight of “Finance”" in half
        assert "Enter the criterion, or clear its weight" in half
        saved = post(writer, url, name_0="Finance", weight_0="60", name_1="Record", weight_1="40")
        assert "criteria and weights are saved" in words(saved)
        add = at(programme, "candidate_add", 2)
        assert "Select an organisation, or enter" in words(post(writer, add, name=""))
        one = words(post(writer, add, name="Northshire Council", case="Budget"))
        assert "There is only one candidate" in one
        assert "Missing information" in one
        post(writer, add, organisation=str(builders.organisation("Department").pk))
        self.score_all(writer, programme)
        self.choose(writer, programme)

    def score_all(self, writer: Client, programme: Programme) -> None:
        url = at(programme, "candidate_score", 2)
        assert "declare whether you have an interest" in words(writer.get(url))
        none = {f"interest_{candidate.pk}": "none" for candidate in programme.candidates.all()}
        assert "Your declarations are kept" in words(post(writer, at(programme, "conflict_declare", 2), **none))
        cells = {
            f"{candidate.pk}_{row.pk}": 5 - place
            for place, candidate in enumerate(programme.candidates.order_by("pk"))
            for row in programme.selection_criteria.all()
        }
        marks = {f"score_{key}": str(mark) for key, mark in cells.items()}
        wrong = words(post(writer, url, **marks))
        assert "Enter the reason for the score of Northshire Council on Finance" in wrong
        page = words(post(writer, url, **marks, **{f"reason_{key}": "Accounts" for key in cells}))
        assert "Your scores are kept" in page
        assert "100.0%" in page
        assert page.count("Accounts") == 4
        assert "80.0%" in page
        assert "Missing information:" not in page

    def choose(self, writer: Client, programme: Programme) -> None:
        url = at(programme, "selection_decision", 2)
        candidate = programme.candidates.order_by("pk")[0]
        assert "Select who is chosen" in words(post(writer, url, rationale="x")) or "Answer" in words(
            post(writer, url, rationale="x")
        )
        page = words(
            post(
                writer,
                url,
                candidate=str(candidate.pk),
                rationale="The best placed",
                committed_funds="£5,000,000",
                accountable_officer="Director of Finance",
            )
        )
        assert "£5,000,000.00" in page
        assert "Director of Finance" in page
        assert "Chosen: Northshire Council" in words(writer.get(at(programme, "stage_detail", 2)))


class TestGates:
    def test_the_page_shows_each_criterion_and_the_way_to_put_it_right(
        self, writer: Client, programme: Programme
    ) -> None:
        page = words(writer.get(at(programme, "stage_detail", 1)))
        assert "No purpose is written yet" in page
        assert at(programme, "purpose") in page
        assert at(programme, "gate_confirm", 1, "overall_fit") in page
        assert "Needs confirmation" in page

    def test_a_stage_is_confirmed_asked_for_sent_back_and_closed(self, writer: Client, programme: Programme) -> None:
        builders.stage_1_records(programme)
        decide = at(programme, "gate_decide", 1, 1)
        early = words(post(writer, decide, resolution="pass", rationale="Go"))
        assert "cannot be closed yet: 1 criterion is not met" in early
        nobody = words(post(writer, decide, resolution="send_back", rationale="Wait"))
        assert "nothing to send back" in nobody
        confirm = at(programme, "gate_confirm", 1, "overall_fit")
        assert "Enter the evidence" in words(post(writer, confirm, holds="yes", evidence=""))
        post(writer, confirm, holds="yes", evidence="Section 115 agreement")
        assert "asked for the gate to be decided" in words(post(writer, at(programme, "gate_ask", 1), note="Ready"))
        assert "sent back" in words(post(writer, decide, resolution="send_back", rationale="Ask the board"))
        post(writer, at(programme, "gate_ask", 1), note="The board agreed")
        closed = words(post(writer, decide, resolution="pass", rationale="The board of 4 March"))
        assert "Stage 1 is closed." in closed
        assert "The board of 4 March" in closed
        assert "Section 115 agreement" in closed
        twice = words(post(writer, decide, resolution="pass", rationale="Again"))
        assert "already closed by" in twice

    def test_a_closed_stage_is_reopened_with_a_reason(self, writer: Client, programme: Programme) -> None:
        builders.pass_decided_elsewhere(programme, 1)
        url = at(programme, "stage_reopen", 1)
        assert "Answer “Why is the stage reopened?”" in words(post(writer, url, because=""))
        page = words(post(writer, url, because="A stakeholder was missed"))
        assert "Stage 1 is reopened" in page
        assert "A stakeholder was missed" in page
        assert "already open" in words(post(writer, url, because="Again"))

    def test_the_expert_body_is_asked_at_stage_4(self, client: Client) -> None:
        programme = builders.programme_at_stage(4)
        client.force_login(builders.member(programme, Role.EXPERT_BODY))
        assert "Ask the Expert Body to decide" in words(client.get(at(programme, "stage_detail", 4)))
        page = words(post(client, at(programme, "gate_ask", 4), note="Ready"))
        assert "Record the Expert Body's decision" in page

    def test_a_gate_of_the_expert_body_is_decided_on_no_other_page(self, client: Client) -> None:
        programme = builders.programme_at_stage(4)
        builders.confirm_all(builders.open_visit(programme, 4))
        client.force_login(builders.member(programme, Role.EXPERT_BODY))
        page = words(post(client, at(programme, "gate_decide", 4, 1), resolution="pass", rationale="Go"))
        assert "The Expert Body decides on this gate" in page
        assert visits_selector.is_open(programme, 4)

    def test_a_stage_that_waits_says_for_what(self, writer: Client, programme: Programme) -> None:
        page = words(writer.get(at(programme, "stage_detail", 3)))
        assert "opens when every stage before it has been closed once" in page

    def test_agents_do_not_read_what_gates_say_of_candidates(self, client: Client) -> None:
        programme = builders.programme_at_stage(3)
        candidate = builders.selection_records(programme, 3)
        client.force_login(builders.member(programme, Role.AGENT))
        assert str(candidate) not in words(client.get(at(programme, "stage_detail", 3)))


class TestFindings:
    def test_one_is_raised_answered_acted_upon_checked_and_closed(self, client: Client) -> None:
        programme = builders.programme_at_stage(5)
        expert = builders.member(programme, Role.EXPERT_BODY)
        client.force_login(expert)
        data = {"title": "Nobody asks us", "summary": "We were not heard", "source": "service_user", "why": "No voice"}
        listed = post(client, at(programme, "finding_raise"), **data, severity="red", stages=["1", "5"])
        assert "Finding 1: Nobody asks us" in words(listed)
        finding = Finding.objects.get(programme=programme)
        page = words(client.get(at(programme, "finding_detail", 1)))
        assert "Waits for an answer" in page
        assert "No corrective action is agreed" in page
        post(client, at(programme, "finding_answer", 1), answer="reopen", rationale="It holds")
        assert visits_selector.is_open(programme, 1)
        assert finding.replies.get().kind == FindingReply.Kind.ACCEPTED
        action = {"what": "Seat an advocate", "owner": str(expert.pk)}
        late = words(post(client, at(programme, "action_add", 1), **action, due_on="2020-01-01"))
        assert "today or later" in late
        post(client, at(programme, "action_add", 1), **action, due_on="2099-01-01")
        pk = finding.actions.get().pk
        early = words(post(client, at(programme, "action_check", 1, pk), effect="worked", note="x"))
        assert "not done yet" in early
        post(client, at(programme, "action_done", 1, pk), note="Seated in May")
        page = words(post(client, at(programme, "action_check", 1, pk), effect="worked", note="Two votes"))
        assert "It worked" in page
        page = words(post(client, at(programme, "finding_close", 1), note="Seat them first"))
        assert "Seat them first" in page
        assert words(client.get(at(programme, "finding_list"), {"state": "open"})).count("Finding 1:") == 0

    def test_an_agent_replies_and_marks_an_own_action_as_done(self, client: Client) -> None:
        programme = builders.programme_at_stage(5)
        agent = builders.member(programme, Role.AGENT)
        finding = builders.finding(programme)
        action = builders.action(finding, owner=agent)
        client.force_login(agent)
        assert "Our side" in words(post(client, at(programme, "finding_reply", 1), text="Our side"))
        page = words(post(client, at(programme, "action_done", 1, action.pk), note="Met"))
        assert "Nobody has looked at its effect yet" in page
        assert client.post(at(programme, "finding_close", 1), {"note": "x"}).status_code == 403

    def test_an_agent_reads_of_no_other_agent(self, client: Client) -> None:
        programme = builders.programme_at_stage(5)
        homes, rival = builders.organisation("Homes"), builders.organisation("Rival")
        agents = [{"name": body.name, "people": 40} for body in (homes, rival)]
        builders.finding(programme, evidence={"actual": "21%", "agents": agents})
        client.force_login(builders.member(programme, Role.AGENT, organisation=homes))
        page = words(client.get(at(programme, "finding_detail", 1)))
        assert "Homes" in page
        assert "Rival" not in page
        client.force_login(builders.member(programme, Role.COMMISSIONER))
        assert "Rival" in words(client.get(at(programme, "finding_detail", 1)))

    def test_frozen_evidence_is_readable(self, writer: Client, programme: Programme) -> None:
        builders.finding(programme, stages=(1,))
        page = words(writer.get(at(programme, "finding_detail", 1)))
        assert "0.18 to 0.24" in page


class TestMembers:
    def test_a_role_is_given_to_a_new_person_and_taken_away(self, writer: Client, programme: Programme) -> None:
        url = at(programme, "members")
        data = {"email": "ann@example.org", "role": "agent"}
        assert "Enter the person's name" in words(post(writer, url, **data))
        assert "Select the organisation" in words(post(writer, url, **data, name="Ann"))
        organisation = str(builders.organisation("Homes").pk)
        page = words(post(writer, url, **data, name="Ann", organisation=organisation))
        assert "“Reset a forgotten password”" in page
        held = Membership.objects.get(user__email="ann@example.org")
        assert "no longer has this role" in words(post(writer, at(programme, "member_remove", held.pk)))

    def test_readers_see_no_addresses(self, client: Client, programme: Programme, analyst: User) -> None:
        client.force_login(analyst)
        page = words(client.get(at(programme, "members")))
        assert analyst.name in page
        assert analyst.email not in page

    def test_agents_do_not_see_who_else_takes_part(self, client: Client, programme: Programme, agent: User) -> None:
        client.force_login(agent)
        assert client.get(at(programme, "members")).status_code == 403

    def test_a_new_person_sets_a_password_through_the_link_and_signs_in(
        self, writer: Client, programme: Programme, mailoutbox: list[EmailMessage]
    ) -> None:
        data = {"email": "ann@example.org", "name": "Ann", "role": "analyst"}
        post(writer, at(programme, "members"), **data)
        stranger = Client()
        stranger.post(reverse("account_reset_password"), {"email": "ann@example.org"})
        tasks.send_mails()
        assert [mail.to for mail in mailoutbox] == [["ann@example.org"]]
        link = re.search(r"https?://[^/\s]+(/\S+)", str(mailoutbox[0].body))
        assert link is not None
        page = stranger.get(link[1], follow=True)
        form = page.request["PATH_INFO"]
        password = "a long enough passphrase"
        stranger.post(form, {"password1": password, "password2": password})
        signed_in = Client()
        signed_in.post(reverse("account_login"), {"login": "ann@example.org", "password": password})
        assert signed_in.get(at(programme, "finding_list")).status_code == 200


class TestStartingAProgramme:
    URL = "/programmes/new/"
    DATA = {"name": "Jobs first", "organisation_name": "Northshire", "reopening_policy": "automatic"}

    def test_blank(self, writer: Client) -> None:
        page = words(post(writer, self.URL, **self.DATA, start="blank"))
        assert "The programme has begun" in page
        assert StageVisit.objects.filter(programme__slug="jobs-first").count() == 1

    def test_what_is_missing_is_said(self, writer: Client) -> None:
        page = words(post(writer, self.URL, start="template", reopening_policy="automatic"))
        assert "Enter the name of the programme" in page
        assert "Select an organisation, or enter the name of another one" in page
        assert "Select the real scheme to begin with" in page
        assert "Choose the programme pack" in words(post(writer, self.URL, **self.DATA, start="pack"))

    def test_from_a_real_scheme(self, writer: Client) -> None:
        page = words(writer.get(self.URL, {"template": "work-programme"}))
        assert 'value="work-programme" selected' in page
        post(writer, self.URL, **self.DATA, start="template", template="work-programme")
        assert Programme.objects.get(slug="jobs-first").template == "work-programme"

    def test_from_a_pack(self, writer: Client) -> None:
        pack = {
            "pack": 1,
            "organisations": [{"code": "a", "name": "A"}],
            "programme": {"slug": "x", "name": "X", "commissioner": "a"},
            "stage_records": {"stakeholders": [{"name": "Hostels", "engagement_owner": "somebody@example.org"}]},
        }
        file = SimpleUploadedFile("pack.json", json.dumps(pack).encode())
        post(writer, self.URL, **self.DATA, start="pack", pack=file)
        assert Programme.objects.get(slug="jobs-first").stakeholders.get().name == "Hostels"
        wrong = SimpleUploadedFile("pack.json", b'{"pack": 1}')
        page = words(post(writer, self.URL, **(self.DATA | {"name": "Other"}), start="pack", pack=wrong))
        assert "'programme' is a required property" in page
        assert not Programme.objects.filter(name="Other").exists()

    def test_agents_may_not(self, client: Client, agent: User) -> None:
        client.force_login(agent)
        assert client.get(self.URL).status_code == 403

    def test_strangers_to_every_programme_may(self, client: Client, stranger: User) -> None:
        client.force_login(stranger)
        assert client.get(self.URL).status_code == 200
