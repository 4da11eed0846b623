"""Who sets up webhooks, and which organisation hears of what."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils.timezone import now

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Organisation, Role, User
from notifications.actions import deliveries, endpoints, events
from notifications.domain import kinds
from notifications.models import Attempt, Delivery, Endpoint, Event, Notice
from notifications.sending import Answer
from stages.actions import handing_out, memberships, visits, webhooks
from stages.models import Membership, Programme
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return builders.programme_at_stage(5, name="Families First")


@pytest.fixture
def north() -> Organisation:
    return builders.organisation("North Works")


@pytest.fixture
def agent(programme: Programme, north: Organisation) -> User:
    return builders.member(programme, Role.AGENT, organisation=north)


def made(programme: Programme, by: User, organisation: Organisation, **fields: Any) -> Endpoint:
    given: dict[str, Any] = {
        "organisation": organisation, "purpose": "Case management", "url": "https://hooks.example.org/pbr",
        "kinds": list(kinds.BY_CODE), "programmes": [programme.slug], "by": by, "at": now() - timedelta(hours=1),
    }  # fmt: skip
    return webhooks.make(**(given | fields))[0]


def happened(programme: Programme, kind: str, *organisations: Organisation, **fields: Any) -> Event:
    given: dict[str, Any] = {
        "kind": kind, "programme": programme.slug, "data": {}, "path": "/", "by": builders.system(), "at": now(),
        "organisations": [one.pk for one in organisations],
    }  # fmt: skip
    return events.record(**(given | fields))


def heard(endpoint: Endpoint) -> list[str]:
    """Hand out what waits; what the endpoint hears of in all."""
    handing_out.hand_out(at=now())
    return list(Delivery.objects.filter(endpoint=endpoint).order_by("pk").values_list("event__uid", flat=True))


def test_a_finding_and_a_stage_that_is_reopened_are_told(
    programme: Programme, agent: User, north: Organisation
) -> None:
    endpoint = made(programme, agent, north)
    finding = builders.finding(programme, stages=(2,), at=now())
    visits.reopen(
        programme=programme, stage=2, because="It holds.", finding=finding, by=builders.system(), at=now()
    )  # fmt: skip
    assert len(heard(endpoint)) == 2
    told = {event.kind: event for event in Event.objects.filter(handed_out_at__isnull=False)}
    assert told[kinds.FINDING_OPENED].data == {"finding": finding.number, "severity": "red", "stages": [2]}
    assert told[kinds.STAGE_REOPENED].data == {"stage": 2, "visit": 2, "finding": finding.number}
    assert finding.title not in str([event.data for event in told.values()])
    assert len(heard(endpoint)) == 2


def test_whoever_sent_a_file_is_told_what_became_of_it_and_nobody_of_what_else_they_did(
    programme: Programme, agent: User, north: Organisation
) -> None:
    colleague = builders.member(programme, Role.AGENT, organisation=north)
    happened(programme, kinds.SUBMISSION_FINISHED, north, data={"submission": 7, "status": "partly"}, by=agent)
    happened(programme, kinds.FINDING_OPENED, data={"finding": 3}, by=agent)
    handing_out.hand_out(at=now())
    told = {user: [one.title for one in Notice.objects.filter(user=user)] for user in (agent, colleague)}
    assert told[agent] == ["File 7 has been dealt with: some rows were rejected"]
    assert told[colleague] == [*told[agent], "Finding 3 was opened"]


@pytest.mark.parametrize("how", ["stays", "gives the role up", "has no account any more"])
def test_whoever_set_a_paused_endpoint_up_is_told_or_once_they_have_left_everybody_who_looks_after_it(
    how: str, programme: Programme, agent: User, north: Organisation
) -> None:
    colleagues = [builders.member(programme, Role.AGENT, organisation=north) for _ in range(2)]
    builders.member(programme, Role.AGENT)
    builders.member(programme, Role.COMMISSIONER)
    builders.member(builders.programme(), Role.AGENT, organisation=north)
    endpoint = made(programme, agent, north)
    if how == "gives the role up":
        memberships.revoke(membership=Membership.objects.get(user=agent), by=builders.system(), at=now())
    elif how == "has no account any more":
        User.objects.filter(pk=agent.pk).update(is_active=False)
    webhooks.test(endpoint=endpoint, by=colleagues[0], at=now())
    gone = Answer(Attempt.Outcome.REFUSED, 410, 2)
    deliveries.send_due(by=builders.system(), at=now(), post=lambda *_given: gone)
    told = {notice.user for notice in Notice.objects.filter(kind="webhook.paused")}
    assert told == ({agent} if how == "stays" else set(colleagues))


def test_an_agent_hears_nothing_of_another_agent(programme: Programme, agent: User, north: Organisation) -> None:
    endpoint = made(programme, agent, north)
    rival = builders.organisation("South Works")
    builders.member(programme, Role.AGENT, organisation=rival)
    of_rival = made(programme, Membership.objects.get(organisation=rival).user, rival)
    commissioner = builders.member(programme, Role.COMMISSIONER)
    of_all = made(programme, commissioner, programme.commissioner)
    event = happened(programme, kinds.CLAIM_FAILED, north)
    assert heard(endpoint) == [event.uid]
    assert heard(of_rival) == []
    assert heard(of_all) == [event.uid]


def test_what_an_endpoint_did_not_ask_for_or_what_is_history_is_not_told(
    programme: Programme, agent: User, north: Organisation
) -> None:
    endpoint = made(programme, agent, north, kinds=[kinds.CLAIM_FAILED])
    happened(programme, kinds.FINDING_OPENED)
    happened(builders.programme(), kinds.CLAIM_FAILED)
    happened(programme, kinds.CLAIM_FAILED, at=now() - timedelta(hours=2))
    assert heard(endpoint) == []
    Endpoint.objects.update(made_at=now() - timedelta(days=30))
    happened(programme, kinds.CLAIM_FAILED, at=now() - timedelta(days=4))
    assert heard(endpoint) == []
    assert not Event.objects.waiting().exists()


def test_an_organisation_that_has_left_the_programme_hears_nothing_more(
    programme: Programme, agent: User, north: Organisation
) -> None:
    endpoint = made(programme, agent, north)
    happened(programme, kinds.FINDING_OPENED)
    assert len(heard(endpoint)) == 1
    memberships.revoke(
        membership=Membership.objects.get(user=agent, programme=programme), by=builders.system(), at=now()
    )
    happened(programme, kinds.FINDING_OPENED)
    assert len(heard(endpoint)) == 1


def test_an_event_that_is_undone_with_what_it_tells_of_is_never_told(programme: Programme) -> None:
    with transaction.atomic():
        builders.finding(programme, at=now())
        transaction.set_rollback(True)
    assert not Event.objects.filter(kind=kinds.FINDING_OPENED).exists()


def test_only_who_acts_for_the_organisation_in_the_programme_sets_up_its_webhook(
    programme: Programme, agent: User, north: Organisation
) -> None:
    other = builders.programme()
    for by, organisation, slugs in (
        (builders.member(programme, Role.VERIFIER), north, [programme.slug]),
        (builders.member(programme, Role.EXPERT_BODY), programme.commissioner, [programme.slug]),
        (agent, programme.commissioner, [programme.slug]),
        (agent, north, [programme.slug, other.slug]),
        (builders.user(), north, [programme.slug]),
    ):
        with pytest.raises(Forbidden):
            made(programme, by, organisation, programmes=slugs)
    assert not Endpoint.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"url": "hooks"}, "whole web address"),
        ({"kinds": []}, "at least one event"),
        ({"kinds": ["made.up"]}, "at least one event"),
        ({"programmes": []}, "at least one programme"),
        ({"purpose": " "}, "what the endpoint is for"),
    ],
)
def test_an_endpoint_is_refused_with_what_to_do(
    programme: Programme, agent: User, north: Organisation, wrong: dict[str, Any], says: str
) -> None:
    with pytest.raises(endpoints.EndpointRefused, match=says):
        made(programme, agent, north, **wrong)


def test_others_look_after_it_too_and_strangers_do_not(programme: Programme, agent: User, north: Organisation) -> None:
    endpoint = made(programme, agent, north)
    colleague = builders.member(programme, Role.AGENT, organisation=north)
    webhooks.pause(endpoint=endpoint, because="Maintenance", by=colleague, at=now())
    webhooks.resume(endpoint=endpoint, by=agent, at=now())
    webhooks.test(endpoint=endpoint, by=colleague, at=now())
    webhooks.change_secret(endpoint=endpoint, by=colleague, at=now())
    rival = builders.member(programme, Role.AGENT)
    acts: list[tuple[Any, dict[str, Any]]] = [
        (webhooks.pause, {"because": "x"}), (webhooks.resume, {}), (webhooks.end, {}), (webhooks.test, {}),
        (webhooks.replay, {}), (webhooks.change_secret, {}),
    ]  # fmt: skip
    for act, given in acts:
        with pytest.raises(Forbidden):
            act(endpoint=endpoint, by=rival, at=now(), **given)
    webhooks.end(endpoint=endpoint, by=agent, at=now())
    for act, given in acts:
        with pytest.raises(endpoints.EndpointRefused, match="was ended"):
            act(endpoint=endpoint, by=agent, at=now(), **given)
    done = AuditEntry.objects.filter(action__startswith="notifications.endpoint.").order_by("pk")
    assert [row.action.rpartition(".")[2] for row in done] == [
        "make", "pause", "resume", "test", "change_secret", "end",
    ]  # fmt: skip
    assert Delivery.objects.get().state == Delivery.State.DEAD
