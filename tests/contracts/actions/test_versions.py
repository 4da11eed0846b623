import datetime as dt
from typing import Any

import pytest

from accounts.errors import Forbidden
from accounts.models import AuditEntry, Role
from contracts.actions import versions
from contracts.actions.refusals import AlreadyAgreed, BadTerms, NoLongerDraft, TermsChanged, VersionRefused
from contracts.models import ContractVersion
from contracts.selectors import terms
from contracts.selectors import versions as selector
from stages.actions import visits
from tests import builders as general
from tests.contracts import builders, documents

pytestmark = pytest.mark.django_db


def test_a_draft_reads_back_as_it_was_written() -> None:
    place = builders.setting()
    version = builders.draft(place)
    found = terms.of(version)
    assert found.number == 1
    assert found.rule("job-fee").name == "Job outcome fee"
    assert terms.document(version)["principals"] == [{"organisation": "treasury", "share": "1"}]
    assert AuditEntry.objects.get(action="contracts.version.draft").after["title"] == "First version"


def test_drafting_again_replaces_the_terms_of_the_draft() -> None:
    place = builders.setting()
    builders.draft(place)
    builders.draft(place, title="Second thoughts", caps=[])
    version = place.programme.contract_versions.get()
    assert (version.number, version.title, version.caps.count()) == (1, "Second thoughts", 0)
    assert AuditEntry.objects.filter(action="contracts.version.draft").latest("pk").after.keys() == {"title", "caps"}


def test_only_commissioner_and_expert_body_draft() -> None:
    place = builders.setting()
    with pytest.raises(Forbidden):
        versions.draft_from(
            programme=place.programme, document=documents.version(), by=place.for_agent, at=general.later()
        )


def test_nothing_is_drafted_while_stage_4_is_closed() -> None:
    place = builders.setting(stage=5)
    with pytest.raises(visits.StageClosed, match="Stage 4"):
        builders.draft(place)


def test_a_draft_that_can_never_be_right_is_refused_with_every_place_and_nothing_is_written() -> None:
    place = builders.setting()
    with pytest.raises(BadTerms) as refused:
        builders.draft(
            place,
            caps=[{"code": "c", "scope": "outcome", "outcome": "nowhere", "amount": "10000.00"}],
            rules=[{"code": "r", "name": "Rule", "kind": "lottery"}],
        )
    assert {problem.code for problem in refused.value.problems} == {"unknown_outcome", "unknown_rule"}
    assert "caps[0].outcome" in str(refused.value)
    assert not ContractVersion.objects.exists()


def test_an_unknown_organisation_is_refused() -> None:
    place = builders.setting()
    with pytest.raises(BadTerms, match="There is no organisation “nobody”"):
        builders.draft(place, agents=["nobody"])


def test_a_proposal_is_refused_with_everything_that_is_missing() -> None:
    place = builders.setting()
    version = builders.draft(place, principals=[{"organisation": "treasury", "share": "1/2"}], agents=[], rules=[])
    with pytest.raises(BadTerms) as refused:
        versions.propose(version=version, by=place.commissioner, at=general.later(days=2))
    assert [problem.path for problem in refused.value.problems] == ["rules", "principals", "agents"]
    version.refresh_from_db()
    assert version.is_draft


def test_a_proposal_is_fixed_under_its_digest_and_cannot_be_drafted_over() -> None:
    place = builders.setting()
    version = builders.propose(place)
    assert len(version.digest) == 64
    with pytest.raises(NoLongerDraft, match="Send it back to drafting first"):
        builders.draft(place)
    with pytest.raises(NoLongerDraft):
        versions.propose(version=version, by=place.commissioner, at=general.later(days=2))
    with pytest.raises(NoLongerDraft):
        versions.discard(version=version, by=place.commissioner, at=general.later(days=2))


def test_the_last_agreement_puts_the_version_in_force_and_opens_its_periods() -> None:
    place = builders.setting()
    version = builders.propose(place)
    assert not place.programme.periods.exists()
    builders.agree(place, version)
    assert version.agreed_at == general.later(days=3)
    assert selector.in_force(place.programme, dt.date(2026, 2, 1)) == version
    assert selector.in_force(place.programme, dt.date(2025, 12, 31)) is None
    assert list(place.programme.periods.order_by("code").values_list("code", flat=True)) == ["2026-q1", "2026-q2"]
    assert AuditEntry.objects.filter(action="contracts.version.agree").count() == 3


def test_a_version_is_not_agreed_until_everybody_has() -> None:
    place = builders.setting()
    version = builders.propose(place)
    versions.agree(
        version=version,
        on_behalf_of="agent",
        organisation=place.agent,
        by=place.for_agent,
        at=general.later(days=3),
    )
    version.refresh_from_db()
    assert not version.is_agreed
    assert selector.state(version, dt.date(2026, 2, 1)) == "proposed"


def test_agreeing_twice_is_refused_with_who_did_it_before() -> None:
    place = builders.setting()
    version = builders.agreed(place)
    with pytest.raises(AlreadyAgreed, match="Northway has already agreed version 1"):
        versions.agree(
            version=version,
            on_behalf_of="agent",
            organisation=place.agent,
            by=place.for_agent,
            at=general.later(days=4),
        )
    with pytest.raises(AlreadyAgreed, match="The Expert Body has already agreed"):
        versions.agree_for_expert_body(subject=version, by=place.member, at=general.later(days=4), rationale="Yes")
    assert version.agreements.count() == 3


def test_nobody_agrees_for_another_organisation() -> None:
    place = builders.setting()
    version = builders.propose(place)
    with pytest.raises(Forbidden, match="You do not act for Treasury"):
        versions.agree(
            version=version,
            on_behalf_of="principal",
            organisation=place.principal,
            by=place.for_agent,
            at=general.later(days=3),
        )
    with pytest.raises(Forbidden):
        versions.agree_for_expert_body(subject=version, by=place.for_agent, at=general.later(days=3), rationale="Yes")


def test_nobody_agrees_for_both_sides() -> None:
    place = builders.setting()
    version = builders.propose(place)
    both = general.held_before(place.programme, Role.AGENT, place.for_principal, place.agent)
    given: dict[str, Any] = {"version": version, "by": both, "at": general.later(days=3)}
    versions.agree(on_behalf_of="agent", organisation=place.agent, **given)
    with pytest.raises(VersionRefused, match="You have agreed this version for Northway"):
        versions.agree(on_behalf_of="principal", organisation=place.principal, **given)
    assert version.agreements.count() == 1


def test_a_draft_cannot_be_agreed() -> None:
    place = builders.setting()
    version = builders.draft(place)
    with pytest.raises(VersionRefused, match="It can be agreed once it is proposed"):
        versions.agree(
            version=version,
            on_behalf_of="agent",
            organisation=place.agent,
            by=place.for_agent,
            at=general.later(days=3),
        )


def test_terms_that_changed_since_they_were_read_are_not_agreed() -> None:
    place = builders.setting()
    read = builders.propose(place).digest
    versions.send_back(
        subject=place.programme.contract_versions.get(), by=place.member, at=general.later(days=3), rationale="Too dear"
    )
    version = builders.propose(place, caps=[])
    assert version.digest != read
    with pytest.raises(TermsChanged):
        versions.agree(
            version=version,
            on_behalf_of="agent",
            organisation=place.agent,
            by=place.for_agent,
            at=general.later(days=4),
            digest=read,
        )


def test_what_is_sent_back_is_a_draft_again_and_agreed_anew() -> None:
    place = builders.setting()
    version = builders.propose(place)
    versions.agree(
        version=version, on_behalf_of="agent", organisation=place.agent, by=place.for_agent, at=general.later(days=3)
    )
    with pytest.raises(VersionRefused, match="Enter why"):
        versions.send_back(subject=version, by=place.for_principal, at=general.later(days=3), rationale=" ")
    versions.send_back(subject=version, by=place.for_principal, at=general.later(days=3), rationale="Too dear")
    changed = builders.propose(place, caps=[])
    assert builders.agree(place, changed).is_agreed
    assert changed.agreements.count() == 4


def test_a_new_version_copies_the_latest_and_ends_it_the_day_before_it_starts() -> None:
    place = builders.setting()
    first = builders.agreed(place)
    second = versions.begin(programme=place.programme, by=place.member, at=general.later(days=100))
    assert second.number == 2
    assert terms.document(second)["rules"] == terms.document(first)["rules"]
    versions.propose(version=second, by=place.member, at=general.later(days=100))
    builders.agree(place, second, at=general.later(days=101))
    first.refresh_from_db()
    assert first.effective_to == second.effective_from - dt.timedelta(days=1)
    assert terms.of(first).effective_to == first.effective_to
    assert selector.in_force(place.programme, second.effective_from) == second
    assert selector.all_agreed(place.programme) == [first, second]
    assert selector.state(first, second.effective_from, last_number=2) == "superseded"


def test_a_version_must_start_after_the_one_before() -> None:
    place = builders.setting()
    builders.agreed(place)
    second = builders.draft(place, effective_from="2026-01-01")
    with pytest.raises(BadTerms, match="Start this version on a later day"):
        versions.propose(version=second, by=place.commissioner, at=general.later(days=4))


def test_open_periods_keep_their_dates() -> None:
    place = builders.setting()
    builders.agreed(place)
    periods = [
        {"code": "2026-q1", "starts_on": "2026-01-01", "ends_on": "2026-02-28"},
        {"code": "june", "starts_on": "2026-06-01", "ends_on": "2026-06-30"},
    ]
    second = builders.draft(place, effective_from="2026-03-01", periods=periods)
    with pytest.raises(BadTerms) as refused:
        versions.propose(version=second, by=place.commissioner, at=general.later(days=4))
    assert [problem.code for problem in refused.value.problems] == ["period_already_open", "overlapping_periods"]


def test_a_draft_can_be_discarded_and_begun_anew() -> None:
    place = builders.setting()
    version = builders.draft(place)
    versions.discard(version=version, by=place.commissioner, at=general.later(days=2))
    assert not place.programme.contract_versions.exists()
    assert versions.begin(programme=place.programme, by=place.commissioner, at=general.later(days=3)).number == 1
    with pytest.raises(VersionRefused, match="not agreed yet"):
        versions.begin(programme=place.programme, by=place.commissioner, at=general.later(days=3))
