"""Every address × everybody who may ask for it, as the table in `access` has it; nothing is allowed by accident."""

import dataclasses
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import now

from accounts.models import AuditEntry, Role, User
from contracts.actions import versions
from contracts.domain import gate
from contracts.selectors import linting
from delivery.actions import reclassifications
from delivery.models import Participant, Reclassification, Transfer
from expertbody.actions import calendars, decisions
from monitoring.actions import monitor, publications
from notifications.actions import notices
from notifications.actions.notices import News
from notifications.domain.kinds import BY_CODE
from notifications.models import Event, Notice
from outcomes.actions import measurements, submissions, transfers
from outcomes.domain import figures
from outcomes.models import Claim, PersonQuestion
from payments.actions import pricing, queries
from payments.models import LedgerEntry, Statement
from payments.selectors import statement_pages
from stages.actions import exports, selection, webhooks
from stages.models import HorizonEntry, Membership, PracticeEntry, Programme, Stakeholder
from tests import builders, interface, webhook_shapes
from tests.contracts import documents, trials
from tests.dashboards import printing
from tests.delivery import records as delivery_records
from tests.expertbody import bodies
from tests.monitoring import asking, comparators, intervening, scenes
from tests.outcomes import checking, extracts, intake, papers
from tests.payments import paying, simulated
from tests.pbrmanager.access import PAGES, WHO, Page
from tests.pbrmanager.operations import NAMES as OPERATIONS

pytestmark = pytest.mark.django_db

METRICS = [{"code": "stay", "name": "Stay", "numerator": "Stayed", "denominator": "Started"}]
BY_METRIC = {
    "code": "by-stay", "name": "By stay", "kind": "banded_metric", "metric": "stay", "bands": [{"amount": "0.00"}],
}  # fmt: skip
FOR_SERVICE = {"code": "service", "name": "Service fee", "kind": "service_fee", "amounts": [{"amount": "100.00"}]}
FILLED_IN = {"reason": "Why", "text": "Why", "rationale": "Why", "confirm": "on"}
EXTRACT = "participant,outcome,achieved_on\nNW-0001,job,2025-03-01\n"
PASSWORD = "a long enough password"
FILE = b"participant,started_on,age\nNW-0001,2025-02-03,18-24\nNW-0001-late,never,18-24\n"
MARKS = ("NW-0001", "north-only")
"""A reference and the name of a file of one agent, which another agent must never read."""
NARROWED = {
    "delivery:activity_list": ("reference", "kind"),
    "delivery:key_worker_list": ("q", "state"),
    "delivery:participant_list": ("reference", "standing"),
    "delivery:partner_list": ("q", "verdict"),
    "outcomes:claim_list": ("reference", "state"),
    "outcomes:item_list": ("q", "state"),
    "outcomes:measurement_list": ("q", "state"),
    "outcomes:person_question_list": ("q", "kind"),
    "outcomes:register_detail": ("reference", "match"),
    "outcomes:submission_list": ("q", "status"),
    "payments:payment_run_list": ("agent", "state"),
}
"""Lists with a field for text and one for a choice."""


@dataclasses.dataclass(frozen=True)
class World:
    """One programme with a record of every kind, and a second one, of which an outsider is the commissioner."""

    programme: Programme
    records: dict[str, int | str]
    elsewhere: Programme
    sessions: dict[str, str]

    def browser(self, who: str, *, checks_csrf: bool = False) -> Client:
        """A new browser, signed in."""
        browser = Client(enforce_csrf_checks=checks_csrf)
        if session := self.sessions.get(who):
            browser.cookies[settings.SESSION_COOKIE_NAME] = session
        return browser

    def address(self, page: Page, programme: Programme | None = None) -> str:
        given = {
            part: self.records[value[1:]] if isinstance(value, str) and value.startswith(":") else value
            for part, value in page.parts.items()
        }
        if programme is not None:
            given["slug"] = programme.slug
        return reverse(page.name, kwargs=given)


def build() -> World:
    """A year of delivery by two agents, a finding that reopened stages 1, 3 and 4, a draft and a priced period."""
    scene = scenes.scene(
        metrics=METRICS,
        rules=[*documents.version()["rules"], BY_METRIC, FOR_SERVICE],
        comparisons=[scenes.COMPARISON],
    )
    programme = scene.programme
    people = _people(scene)
    builders.body(programme)
    builders.seat(programme, "service_users", user=scene.member)
    scene.quarter(0, 40, 4)
    scene.quarter(0, 40, 20, agent=scene.south)
    received = submissions.receive(
        programme=programme, agent=scene.north, kind="participants", filename="north-only.csv",
        file=io.BytesIO(FILE), by=scene.for_north, at=scenes.SENT,
    )  # fmt: skip
    submissions.process(submission_id=received.pk, at=scenes.SENT, wait=True)
    pricing.price(programme=programme, as_of=scenes.YEAR_END, by=builders.system(), at=scenes.NOW)
    finding = builders.finding(programme, stages=(1, 3, 4))
    waiting = builders.finding(programme, stages=(2,))
    decided = decisions.record(
        programme=programme, subject_kind="finding", subject_id=finding.pk, resolution="reopen", rationale="It holds.",
        votes_for=3, votes_against=0, abstentions=0, by=scene.member, at=scenes.NOW,
    )  # fmt: skip
    monitor.run(programme=programme, as_of=scenes.YEAR_END, by=builders.system(), at=scenes.NOW)
    builders.stage_1_records(programme)
    candidate = builders.selection_records(programme, 3)
    bidder = selection.add_candidate(
        programme=programme, stage=3, organisation=scene.north, by=builders.system(), at=scenes.NOW
    )
    draft = versions.begin(programme=programme, by=scene.commissioner, at=scenes.NOW)
    test = trials.opened(programme, scene.commissioner, at=scenes.NOW)
    trials.decide(test, scene.commissioner, cases=1, at=scenes.NOW)
    elsewhere = builders.programme_at_stage(5)
    statement = Statement.objects.get(programme=programme, agent=scene.north, period__code="2025-q1")
    paid = paying.one_run(Statement.objects.get(programme=programme, agent=scene.south, period__code="2025-q1"))
    asked = queries.ask(statement=statement, text="Which ones?", by=scene.for_north, at=scenes.NOW)
    reported = measurements.report(
        programme=programme, metric="stay", agent=scene.north, covers="2025-q2", by=scene.for_north, at=scenes.NOW,
        stated=figures.Statement(figures.Figures(None, Decimal(1), Decimal(2)), scenes.YEAR_END, "Register"),
    )  # fmt: skip
    claim = Claim.objects.filter(agent=scene.north).earliest("pk")
    drawn = checking.asked(programme, claim, by=people["verifier"], at=scenes.NOW)
    item = bodies.meeting_item(programme, chair=programme.seats.get(user=scene.member), at=scenes.NOW)
    over = bodies.meeting_over(programme, chair=item.meeting.chair, at=scenes.NOW)
    exported = exports.ask(programme=programme, kind="claims", form="csv", by=scene.for_north, at=scenes.NOW)
    exports.make(export_id=exported.pk, at=now())
    improvement = intervening.promised(programme, scene.north, by=scene.commissioner, at=scenes.NOW)
    records: dict[str, int | str] = {
        "comparator": comparators.taken(programme, at=scenes.NOW).number,
        "intervention": improvement.intervention.number,
        "improvement": improvement.pk,
        "over": over.number,
        "report": printing.made(programme, scene.commissioner, at=scenes.NOW).pk,
        "run": paid.number,
        "payee": scene.south.code,
        "account": programme.bank_accounts.get(organisation=scene.south).pk,
        "query": asked.pk,
        "calendar": calendars.make(by=scene.member, at=scenes.NOW),
        "meeting": item.meeting.number,
        "item": item.pk,
        "written_vote": bodies.written_vote(programme, waiting, at=scenes.NOW).number,
        "programme": programme.slug,
        "published": publications.publish(programme=programme, by=scene.commissioner, at=scenes.NOW).programme.slug,
        "draft": draft.number,
        "simulation": simulated.queued(draft).pk,
        "simulated": simulated.with_results(draft).pk,
        "broken": next(
            one.code for one in linting.remarks(draft) if one.verdict == "breaks" and one.code not in gate.WITH_CRITERIA
        ),
        "test": test.number,
        "sitting": test.sittings.get().pk,
        "finding": finding.number,
        "waiting": waiting.pk,
        "action": builders.action(finding, owner=scene.commissioner).pk,
        "stakeholder": Stakeholder.objects.filter(programme=programme).earliest("pk").pk,
        "candidate": candidate.pk,
        "bidder": bidder.pk,
        "library_entry": builders.library_entry().pk,
        "assumption": candidate.assumptions.get().pk,
        "fit": builders.fit_answers(programme, by=scene.commissioner).pk,
        "answers": builders.answers()[1],
        "practice": PracticeEntry.objects.filter(programme=programme).earliest("pk").pk,
        "horizon": HorizonEntry.objects.filter(programme=programme).earliest("pk").pk,
        "challenge": programme.challenges.earliest("pk").pk,
        "baseline": programme.baselines.earliest("pk").pk,
        "data_source": programme.data_sources.earliest("pk").pk,
        "appraisal": programme.appraisals.earliest("pk").pk,
        "membership": Membership.objects.get(programme=programme, role=Role.ANALYST).pk,
        "invitation": bodies.invitation(programme, at=scenes.NOW).pk,
        "token": bodies.TOKENS[-1],
        "export": exported.pk,
        "api_token": interface.token(scene.for_north)[0].pk,
        **_webhook(scene),
        "notice": _notice(scene.for_north),
        "body_action": bodies.body_action(decided, owner=scene.commissioner, at=scenes.NOW).pk,
        "proposal": bodies.proposal(programme, at=scenes.NOW).pk,
        "voice": builders.voice(programme).number,
        "seat": programme.seats.earliest("pk").pk,
        "participant": claim.participant_id,
        "activity": delivery_records.activity(claim.participant).pk,
        "training": delivery_records.session(programme, scene.north).pk,
        "milestone": delivery_records.milestone(programme, scene.north).pk,
        "worker": delivery_records.worker(programme, scene.north).pk,
        "partner": delivery_records.partner(programme, scene.north).pk,
        "claim": claim.pk,
        "measurement": reported.pk,
        "plan": drawn.plan.number,
        "drawn": drawn.pk,
        "asked": drawn.requests.get().pk,
        "file": papers.attached(claim, by=scene.for_north, at=scenes.NOW).pk,
        "submission": received.pk,
        "reclassification": _reclassification(claim.participant, scene).pk,
        "transfer": _transfer(claim.participant, scene).pk,
        "person_question": PersonQuestion.objects.create(
            participant=claim.participant,
            kind="started_again",
            day=claim.participant.started_on,
            days_before=30,
            asked_at=scenes.NOW,
        ).pk,
        "unclaimed": Participant.objects.get(programme=programme, reference="NW-0001").pk,
        "extract": extracts.send(programme, EXTRACT, by=scene.commissioner, at=scenes.NOW).pk,
        **intake.question(programme, scene.north, by=scene.for_north, at=scenes.SENT),
        "column_name": intake.column_name(received, by=scene.for_north, at=scenes.NOW).pk,
        "statement": statement.pk,
        "gaming": asking.question(scene).number,
        "amount": LedgerEntry.objects.filter(statement=statement, participant=None).earliest("pk").pk,
        "line": statement_pages.page(statement, scene.commissioner).lines[0].code,
    }
    people["outsider"] = builders.member(elsewhere, Role.COMMISSIONER)
    return World(programme, records, elsewhere, {who: _session(user) for who, user in people.items()})


def _notice(person: User) -> int:
    """Something that an agent was told."""
    news = News(person.pk, "reminder", "due", "A file is due", "A file is due", "", "/programmes/")
    notices.tell([news], at=scenes.NOW)
    return Notice.objects.get(user=person, key=news.key).pk


def _webhook(scene: scenes.Scene) -> dict[str, int]:
    """An endpoint of an agent, and one thing that was sent to it."""
    endpoint, _secret = webhooks.make(
        organisation=scene.north, purpose="Case management", url="https://hooks.example.org/", kinds=list(BY_CODE),
        programmes=[scene.programme.slug], by=scene.for_north, at=scenes.NOW,
    )  # fmt: skip
    return {
        "webhook": endpoint.pk,
        "webhook_delivery": webhooks.test(endpoint=endpoint, by=scene.for_north, at=scenes.NOW).pk,
    }


def _reclassification(participant: Participant, scene: scenes.Scene) -> Reclassification:
    """Another segment that the agent has asked for."""
    other = participant.version.segments.exclude(code=participant.segment).earliest("position")
    return reclassifications.propose(
        participant=participant, to_segment=other.code, reason="Born in 1999.", evidence="Passport seen",
        by=scene.for_north, at=scenes.NOW,
    )  # fmt: skip


def _transfer(participant: Participant, scene: scenes.Scene) -> Transfer:
    """A handover that the other agent has still to answer."""
    return transfers.propose(
        participant=participant, to_agent=scene.south, reference="S-0001", from_date=scenes.NOW.date(),
        reason="Moved south", by=scene.for_north, at=scenes.NOW,
    )  # fmt: skip


def _session(user: User) -> str:
    """Sign the person in; the key of the session."""
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    browser = Client()
    browser.force_login(user)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def _people(scene: scenes.Scene) -> dict[str, User]:
    programme = scene.programme
    of = {membership.role: membership.user for membership in programme.memberships.select_related("user")}
    rival = programme.memberships.get(organisation=scene.south).user
    return {
        "stranger": builders.user("Stranger"),
        "commissioner": scene.commissioner,
        "principal": of[Role.PRINCIPAL],
        "agent": scene.for_north,
        "rival": rival,
        "member": scene.member,
        **{role: builders.member(programme, role) for role in ("verifier", "analyst", "administrator")},
    }


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Built once; every test is rolled back to it, and it to nothing."""
    folder = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), transaction.atomic():
        with folder:
            made = build()
        yield made
        transaction.set_rollback(True)


def answer(response: HttpResponseBase, method: str) -> str:
    """The letter of the table for a response. `readyz` answers 503 where no worker runs, which is an answer too."""
    if response.status_code == 302:
        if response.headers["Location"].startswith(f"{reverse('account_login')}?next="):
            return "s"
        return ">" if method == "get" else "y"
    return {200: "y", 503: "y", 403: "n", 404: ".", 405: "m"}.get(response.status_code, f"[{response.status_code}]")


def is_guarded(response: HttpResponseBase) -> bool:
    """Whether the answer, be it a page or a refusal, tells the browser to run and show nothing but our own."""
    said = response.headers
    policy = said["Content-Security-Policy"]
    return (
        "default-src 'self'" in policy
        and "unsafe" not in policy
        and said["X-Content-Type-Options"] == "nosniff"
        and said["X-Frame-Options"] == "DENY"
        and said["Referrer-Policy"] == "same-origin"
    )


def opened(world: World, row: Page) -> str:
    """The answers to everybody, each guarded. Another agent reads nothing of this one's people and files."""
    found = []
    for who in WHO:
        response = world.browser(who).get(world.address(row))
        found.append(answer(response, "get"))
        assert is_guarded(response)
        if who == "rival":
            body = b"".join(response)
            assert not [mark for mark in MARKS if mark.encode() in body]
    return "".join(found)


def sent(world: World, row: Page) -> str:
    """The answers to everybody, each to the world as it was built. Whoever is refused changes nothing."""
    found = []
    for who in WHO:
        with transaction.atomic():
            before = AuditEntry.objects.count()
            found.append(answer(world.browser(who).post(world.address(row), FILLED_IN), "post"))
            assert found[-1] == "y" or AuditEntry.objects.count() == before, who
            transaction.set_rollback(True)
    return "".join(found)


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"


def test_the_table_names_every_address_and_no_other() -> None:
    told = {page.name for page in PAGES}
    operations = {name for name in names(get_resolver().url_patterns) if name.startswith("api:") and name not in told}
    assert told == set(names(get_resolver().url_patterns)) - operations
    assert operations == {f"api:{name}" for name in OPERATIONS}


def test_every_row_speaks_of_everybody() -> None:
    assert {len(letters) for page in PAGES for letters in (page.get, page.post) if letters} == {len(WHO)}


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_who_may_open_the_page(world: World, row: Page) -> None:
    assert opened(world, row) == row.get


@pytest.mark.parametrize("row", [page for page in PAGES if page.post], ids=str)
def test_who_may_send_to_the_page(world: World, row: Page) -> None:
    assert sent(world, row) == row.post


@pytest.mark.parametrize("row", [row for row in PAGES if row.records], ids=str)
def test_a_record_is_not_found_under_another_programme(world: World, row: Page) -> None:
    """Whoever may do everything elsewhere cannot reach a record of this programme by its number."""
    browser, url = world.browser("outsider"), world.address(row, world.elsewhere)
    assert answer(browser.get(url), "get") in {".", "n", "m"}
    assert not row.post or answer(browser.post(url, FILLED_IN), "post") in {".", "n"}


@pytest.mark.parametrize("row", [row for row in PAGES if row.post], ids=str)
def test_nothing_is_sent_without_the_token_of_the_form(world: World, row: Page) -> None:
    response = world.browser("commissioner", checks_csrf=True).post(world.address(row), FILLED_IN)
    assert response.status_code == 403


def test_what_happened_is_written_down_for_those_who_are_told_and_names_nobody(world: World) -> None:
    written = list(Event.objects.filter(programme=world.programme.slug))
    kinds = {event.kind for event in written}
    assert {
        "submission.finished", "finding.opened", "stage.reopened", "decision.recorded", "flag.raised",
    } <= kinds  # fmt: skip
    for event in written:
        webhook_shapes.require_described(event)
    said = str([(event.data, event.path) for event in written])
    names = Membership.objects.filter(programme=world.programme).values_list("user__name", "user__email")
    assert not any(word in said for pair in names for word in pair)
    assert not any(mark in said for mark in MARKS)
    assert all(event.path.startswith(f"/programmes/{world.programme.slug}/") for event in written)


@pytest.mark.parametrize("row", [row for row in PAGES if row.name in NARROWED], ids=str)
def test_a_filter_that_is_wrong_takes_no_other_with_it(world: World, row: Page) -> None:
    text, choice = NARROWED[row.name]
    browser = world.browser(WHO[row.get.rindex("y")])
    context = browser.get(world.address(row), {text: "nothing like it", choice: "no-such"}).context
    assert list(context["filter_form"].errors) == [choice]
    found = context["page" if "page" in context else "rows"]
    assert context["narrowed"]
    assert not list(getattr(found, "rows", found))
