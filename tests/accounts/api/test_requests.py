"""What every operation shares: tokens, keys, problems, pages, tags and limits."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from accounts import tasks
from accounts.actions import requests
from accounts.actions import tokens as tokens_action
from accounts.domain import tokens as rules
from accounts.models import AuditEntry, KeptAnswer, Role, Token, User
from stages.actions import memberships
from stages.models import Finding, Programme
from tests import builders, interface

pytestmark = pytest.mark.django_db

FINDING: dict[str, Any] = {
    "title": "Starts are below plan", "summary": "41 of 120.", "source": "verification", "severity": "red",
    "stages": [4], "why": "The plan was never tested.",
}  # fmt: skip


@pytest.fixture
def programme() -> Programme:
    return builders.programme_at_stage(5, name="Families First")


@pytest.fixture
def verifier(programme: Programme) -> User:
    return builders.member(programme, Role.VERIFIER, organisation=builders.organisation("Norwood Audit"))


@pytest.fixture
def system(verifier: User) -> interface.Caller:
    return interface.system_of(verifier)


def raise_path(programme: Programme) -> str:
    return f"programmes/{programme.slug}/findings/"


def test_without_a_token_the_answer_is_a_problem() -> None:
    response = Client().get("/api/v1/programmes/")
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert response.json()["code"] == "not_authenticated"


def test_a_token_reads_the_programmes_of_its_roles_alone(system: interface.Caller, programme: Programme) -> None:
    builders.programme("Not ours")
    found = system.get("programmes/").json()
    assert [one["slug"] for one in found["results"]] == [programme.slug]
    assert found["next"] is None


@pytest.mark.parametrize("text", ["pbr_0000_x", "pbr__", "nonsense", "", "pbr_é_x"])
def test_a_made_up_token_opens_nothing(text: str) -> None:
    response = Client().get("/api/v1/programmes/", headers={"Authorization": f"Bearer {text}"})
    assert (response.status_code, response.json()["code"]) == (401, "token_not_valid")


def test_the_right_prefix_with_another_secret_opens_nothing(verifier: User) -> None:
    token, _text = interface.token(verifier)
    response = Client().get("/api/v1/programmes/", headers={"Authorization": f"Bearer pbr_{token.prefix}_guess"})
    assert response.status_code == 401


def test_only_the_digest_of_the_secret_is_kept(verifier: User) -> None:
    token, text = interface.token(verifier)
    secret = text.split("_", 2)[2]
    assert secret not in str(Token.objects.values().get(pk=token.pk))
    assert token.digest == rules.digest(secret)


@pytest.mark.parametrize("ending", ["revoked", "expired"])
def test_a_token_that_has_ended_opens_nothing(verifier: User, ending: str) -> None:
    before = now() - timedelta(days=40)
    token, text = interface.token(verifier, at=before if ending == "expired" else None)
    if ending == "revoked":
        tokens_action.revoke(token=token, by=verifier, at=now())
    response = Client().get("/api/v1/programmes/", headers={"Authorization": f"Bearer {text}"})
    assert (response.status_code, response.json()["code"]) == (401, "token_not_valid")


def test_when_a_token_was_last_used_is_kept(verifier: User) -> None:
    token, text = interface.token(verifier)
    Client().get("/api/v1/programmes/", headers={"Authorization": f"Bearer {text}"})
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_a_token_without_the_scope_is_told_which_is_missing(verifier: User, programme: Programme) -> None:
    response = interface.system_of(verifier, scopes=["read"]).post(raise_path(programme), FINDING)
    assert (response.status_code, response.json()["code"]) == (403, "scope_missing")
    assert "respond" in response.json()["detail"]


def test_no_token_does_what_a_person_must_do(programme: Programme) -> None:
    system = interface.system_of(
        programme.memberships.get(role=Role.COMMISSIONER).user
        if programme.memberships.exists()
        else builders.member(programme, Role.COMMISSIONER)
    )
    response = system.post(f"programmes/{programme.slug}/stages/1/reopen/", {"because": "A new stakeholder."})
    assert (response.status_code, response.json()["code"]) == (403, "person_needed")


def test_a_person_who_is_signed_in_does_it_with_the_token_of_the_form(programme: Programme) -> None:
    commissioner = builders.member(programme, Role.COMMISSIONER)
    path = f"programmes/{programme.slug}/stages/1/reopen/"
    response = interface.person(commissioner).post(path, {"because": "A new stakeholder."})
    assert response.status_code == 201, response.json()
    assert response.json()["status"] == "reopened"
    without = interface.person(commissioner)
    without.headers = {}
    assert without.post(path, {"because": "Again."}).status_code == 403


def test_what_a_system_does_stands_in_the_audit_trail_under_its_name(
    system: interface.Caller, programme: Programme
) -> None:
    assert system.post(raise_path(programme), FINDING).status_code == 201
    entry = AuditEntry.objects.get(action="stages.finding.raise")
    assert entry.by.is_machine
    assert str(entry.by) == "Norwood Audit: Case management"


def test_a_post_without_a_key_is_refused_before_anything_is_done(verifier: User, programme: Programme) -> None:
    _token, text = interface.token(verifier)
    response = Client().post(
        f"/api/v1/{raise_path(programme)}", FINDING, content_type="application/json",
        headers={"Authorization": f"Bearer {text}"},
    )  # fmt: skip
    assert (response.status_code, response.json()["code"]) == (400, "idempotency_key_needed")
    assert not Finding.objects.exists()


def test_the_same_request_twice_is_done_once_and_answered_alike(system: interface.Caller, programme: Programme) -> None:
    key = str(uuid.uuid4())
    first = system.post(raise_path(programme), FINDING, key=key)
    second = system.post(raise_path(programme), FINDING, key=key)
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert second["Idempotency-Replayed"] == "true"
    assert Finding.objects.count() == 1


@pytest.mark.fault("The same idempotency key with another body")
def test_the_same_key_with_another_body_is_refused(system: interface.Caller, programme: Programme) -> None:
    system.post(raise_path(programme), FINDING, key="one")
    response = system.post(raise_path(programme), FINDING | {"title": "Another"}, key="one")
    assert (response.status_code, response.json()["code"]) == (422, "key_used_before")
    assert Finding.objects.get().title == FINDING["title"]


def test_the_answer_is_not_given_again_to_those_whose_role_was_taken_away(
    system: interface.Caller, programme: Programme
) -> None:
    system.post(raise_path(programme), FINDING, key="one")
    machine = AuditEntry.objects.get(action="stages.finding.raise").by
    role, by = programme.memberships.get(user=machine), builders.member(programme, Role.COMMISSIONER)
    memberships.grant(
        programme=programme, user=machine, role=Role.PRINCIPAL, organisation=role.organisation, by=by, at=now()
    )
    assert system.post(raise_path(programme), FINDING, key="one")["Idempotency-Replayed"] == "true"
    memberships.revoke(membership=role, by=by, at=now())
    response = system.post(raise_path(programme), FINDING, key="one")
    assert (response.status_code, response.json()["code"]) == (403, "roles_ended")
    assert "taken away" in response.json()["detail"]
    assert Finding.objects.count() == 1


def test_keys_of_others_are_their_own(system: interface.Caller, verifier: User, programme: Programme) -> None:
    other = interface.system_of(verifier)
    assert system.post(raise_path(programme), FINDING, key="one").json()["number"] == 1
    assert other.post(raise_path(programme), FINDING, key="one").json()["number"] == 2


def test_a_request_that_failed_may_be_sent_again_with_its_key(system: interface.Caller, programme: Programme) -> None:
    assert system.post(raise_path(programme), FINDING | {"why": ""}, key="one").status_code == 400
    assert not KeptAnswer.objects.exists()
    assert system.post(raise_path(programme), FINDING, key="one").status_code == 201


def test_a_key_is_forgotten_after_two_days(system: interface.Caller, programme: Programme) -> None:
    system.post(raise_path(programme), FINDING, key="one")
    KeptAnswer.objects.update(kept_at=now() - requests.KEPT_FOR)
    assert system.post(raise_path(programme), FINDING | {"title": "Another"}, key="one").status_code == 201


@pytest.mark.django_db(transaction=True)
def test_while_a_request_is_at_work_the_same_key_waits_outside() -> None:
    user = builders.user()
    beside = connection.copy()
    with beside.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"idempotency key {user.pk} one"])
        with pytest.raises(requests.SameKeyAtWork):
            requests.hold_key(user=user, key="one")
    beside.close()


def test_answers_of_systems_that_ask_for_nothing_more_are_forgotten_too(
    system: interface.Caller, programme: Programme
) -> None:
    system.post(raise_path(programme), FINDING)
    assert (tasks.forget_answers(), KeptAnswer.objects.count()) == (0, 1)
    KeptAnswer.objects.update(kept_at=now() - requests.KEPT_FOR)
    assert (tasks.forget_answers(), KeptAnswer.objects.count()) == (1, 0)


def test_wrong_fields_are_named_with_their_codes(system: interface.Caller, programme: Programme) -> None:
    body = FINDING | {"stages": [4, 9], "title": " ", "colour": "red"}
    response = system.post(raise_path(programme), body)
    assert response.status_code == 400
    assert [(one["field"], one["code"]) for one in response.json()["errors"]] == [
        ("colour", "unknown"), ("title", "blank"), ("stages.1", "invalid_choice"),
    ]  # fmt: skip


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_object_is_a_problem(system: interface.Caller, programme: Programme, body: bytes) -> None:
    response = system.post(raise_path(programme), body)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("sent", [{"severity": "\ud83d"}, {"title": "\ud83d"}, {"\ud83d": 1}])
def test_half_a_character_is_a_problem(system: interface.Caller, programme: Programme, sent: dict[str, Any]) -> None:
    response = system.post(raise_path(programme), FINDING | sent)
    assert (response.status_code, response.json()["code"]) == (400, "parse_error")


def test_a_body_of_another_kind_is_a_problem(system: interface.Caller, programme: Programme) -> None:
    response = system.post(raise_path(programme), FINDING, headers={"Content-Type": "text/plain"})
    assert (response.status_code, response.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("field", "value"), [("title", 7), ("title", True), ("stages", "4"), ("stages", ["4"]), ("stages", [None])]
)
def test_a_value_of_another_kind_is_named(
    system: interface.Caller, programme: Programme, field: str, value: Any
) -> None:
    response = system.post(raise_path(programme), FINDING | {field: value})
    assert response.status_code == 400
    assert [(one["field"], one["code"]) for one in response.json()["errors"]] == [(field, "kind")]


def test_four_point_nought_is_a_whole_number(system: interface.Caller, programme: Programme) -> None:
    response = system.post(raise_path(programme), FINDING | {"stages": [4.0]})
    assert (response.status_code, response.json()["stages"][0]["stage"]) == (201, 4)


def test_a_form_is_none_of_what_is_taken(programme: Programme) -> None:
    caller = interface.person(builders.member(programme, Role.COMMISSIONER))
    response = caller.post(raise_path(programme), "a=b", kind="application/x-www-form-urlencoded")
    assert (response.status_code, response.json()["code"]) == (415, "unsupported_media_type")


def test_a_body_that_is_too_large_is_a_problem(system: interface.Caller, programme: Programme, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = system.post(raise_path(programme), FINDING)
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_what_is_refused_says_what_to_do_and_changes_nothing(system: interface.Caller, programme: Programme) -> None:
    response = system.post(f"programmes/{programme.slug}/findings/1/replies/", {"text": "Why?"})
    assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert response.json()["detail"] == "There is no such finding, or none that you may see."


@pytest.mark.parametrize(
    "path", ["", "nothing/", "a%0Ab/", "programmes/none-such/", "programmes/none-such/stages/9999999999999999/"]
)
def test_what_does_not_exist_is_a_problem_too(system: interface.Caller, path: str) -> None:
    response = system.get(path)
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_not_taken(system: interface.Caller, method: str) -> None:
    response = getattr(system.browser, method)("/api/v1/programmes/", headers=system.headers)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


def test_a_list_comes_in_pages_that_follow_each_other(system: interface.Caller, programme: Programme) -> None:
    for number in range(5):
        system.post(raise_path(programme), FINDING | {"title": f"No. {number}"})
    seen, address = [], "/api/v1/" + raise_path(programme) + "?page_size=2&severity="
    address = address.removesuffix("&severity=")
    while address:
        page = system.browser.get(address, headers=system.headers).json()
        seen += [one["title"] for one in page["results"]]
        address = page["next"]
    assert seen == ["No. 4", "No. 3", "No. 2", "No. 1", "No. 0"]


@pytest.mark.parametrize("cursor", ["x", "M", "é", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_made_up_cursor_is_a_problem(system: interface.Caller, programme: Programme, cursor: str) -> None:
    response = system.get(raise_path(programme), cursor=cursor)
    assert (response.status_code, response.json()["code"]) == (400, "cursor_not_valid")


@pytest.mark.parametrize("query", [{"page_size": 201}, {"page_size": "x"}, {"nothing": 1}, {"fields": "nothing"}])
def test_a_parameter_that_is_wrong_or_unknown_is_named(
    system: interface.Caller, programme: Programme, query: dict[str, Any]
) -> None:
    system.post(raise_path(programme), FINDING)
    response = system.get(raise_path(programme), **query)
    assert response.status_code == 400
    assert [one["field"] for one in response.json()["errors"]] == list(query)


def test_only_the_wanted_fields_are_given(system: interface.Caller, programme: Programme) -> None:
    system.post(raise_path(programme), FINDING)
    assert system.get(raise_path(programme), fields="number,title").json()["results"] == [
        {"number": 1, "title": FINDING["title"]}
    ]
    assert system.get(f"programmes/{programme.slug}/", fields="slug").json() == {"slug": programme.slug}


def test_what_has_not_changed_is_not_sent_again(system: interface.Caller, programme: Programme) -> None:
    path = f"programmes/{programme.slug}/"
    first = system.get(path)
    again = system.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert system.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_nothing_is_done_to_what_has_changed_since_it_was_read(
    system: interface.Caller, programme: Programme, verifier: User
) -> None:
    commissioner = interface.system_of(builders.member(programme, Role.COMMISSIONER))
    system.post(raise_path(programme), FINDING)
    path = f"{raise_path(programme)}1/"
    tag = commissioner.get(path)["ETag"]
    assert commissioner.post(f"{path}replies/", {"text": "Seen."}, headers={"If-Match": tag}).status_code == 201
    late = commissioner.post(f"{path}replies/", {"text": "Seen too."}, headers={"If-Match": tag})
    assert (late.status_code, late.json()["code"]) == (412, "changed")


def test_after_too_many_requests_one_waits(system: interface.Caller, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 2
    left = [system.get("programmes/")["RateLimit-Remaining"] for _ in range(2)]
    assert left == ["1", "0"]
    response = system.get("programmes/")
    assert (response.status_code, response.json()["code"]) == (429, "throttled")
    assert response["RateLimit-Remaining"] == "0"
    assert 0 < int(response["Retry-After"]) <= 60


def test_what_is_refused_counts_too_and_says_how_many_requests_are_left(programme: Programme, settings: Any) -> None:
    """Whoever has the wrong scope or needs a person may not go on asking for ever."""
    settings.API_REQUESTS_PER_MINUTE = 2
    reading = interface.system_of(builders.member(programme, Role.COMMISSIONER), scopes=["read"])
    paths = [f"programmes/{programme.slug}/findings/", f"programmes/{programme.slug}/stages/5/close/"]
    refused = [reading.post(path, FINDING) for path in paths]
    assert [(one.status_code, one.json()["code"]) for one in refused] == [
        (403, "scope_missing"), (403, "person_needed"),
    ]  # fmt: skip
    assert [one["RateLimit-Remaining"] for one in refused] == ["1", "0"]
    assert reading.post(paths[0], FINDING).status_code == 429


def test_answers_are_kept_by_nobody_in_between(system: interface.Caller) -> None:
    assert system.get("programmes/")["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("path", "headers", "said"),
    [
        ("programmes", {}, "Every address ends with a slash"),
        ("programmes/?sort=name", {}, "There are: fields, cursor, page_size, q, sandbox_of"),
        ("programmes/?fields=title", {}, "There are: slug, name"),
        ("programmes/{slug}/findings/?state=shut", {}, "Use one of: open, closed"),
        ("programmes/", {"Accept": "text/html"}, "Ask for that, or leave the header Accept out"),
        ("programmes/", {"Authorization": "Bearer pbr_none"}, "Make another one"),
        ("programmes/", {"Authorization": ""}, "Authorization: Bearer pbr_…"),
    ],
)
def test_a_problem_names_its_cure(
    system: interface.Caller, programme: Programme, path: str, headers: dict[str, str], said: str
) -> None:
    response = system.get(path.format(slug=programme.slug), headers=headers)
    assert response.status_code >= 400
    assert said in response.content.decode()


def test_another_method_is_told_which_are_taken(system: interface.Caller) -> None:
    response = system.browser.put("/api/v1/programmes/", headers=system.headers)
    assert response.json()["detail"].endswith("This address takes GET, HEAD.")


def test_what_was_made_says_where_it_is(system: interface.Caller, programme: Programme) -> None:
    response = system.post(raise_path(programme), FINDING, key="located")
    place = f"/api/v1/programmes/{programme.slug}/findings/{response.json()['number']}/"
    assert response["Location"] == place
    assert system.post(raise_path(programme), FINDING, key="located")["Location"] == place
    assert system.get(place.removeprefix("/api/v1/")).status_code == 200
