import pytest

from accounts.errors import Forbidden
from accounts.models import AuditEntry, User
from contracts.actions import versions
from contracts.actions.refusals import BadTerms
from contracts.selectors import terms
from monitoring.actions import comparator_drafts, comparators
from monitoring.models import Comparator
from stages.actions import findings
from stages.actions.visits import StageClosed
from stages.models import Programme
from tests import builders
from tests.kept import kept
from tests.monitoring.comparators import taken

AT = builders.later(days=30)


@pytest.fixture
@kept
def comparator() -> Comparator:
    """Of a programme at stage 4: it was taken when stage 1 was open again."""
    programme = builders.programme_at_stage(4)
    finding = builders.finding(programme, stages=(1,))
    findings.accept_and_reopen(subject=finding, rationale="Look elsewhere.", by=builders.system(), at=AT)
    return taken(programme, identifier="INDIGO-POJ-0001", at=AT)


def programme_of(comparator: Comparator) -> tuple[Programme, User]:
    return comparator.programme, builders.member(comparator.programme, "commissioner")


def test_a_draft_is_begun_with_the_outcomes_and_says_where_they_are_from(comparator: Comparator) -> None:
    _programme, commissioner = programme_of(comparator)
    version = comparator_drafts.take_over(comparator=comparator, outcomes=[0], with_prices=True, by=commissioner, at=AT)
    document = terms.document(version)
    assert [one["code"] for one in document["outcomes"]] == ["m1"]
    assert "Steps to Work (INDIGO-POJ-0001)" in document["outcomes"][0]["rationale"]
    assert document["rules"][0]["name"].startswith("To be judged")
    entry = AuditEntry.objects.get(action="contracts.version.take_over")
    assert (entry.by, entry.after) == (commissioner, {"comparator": 1, "outcomes": ["m1"], "rules": ["m1"]})


def test_a_draft_that_is_there_is_added_to(comparator: Comparator) -> None:
    programme, commissioner = programme_of(comparator)
    for _ in range(2):
        comparator_drafts.take_over(comparator=comparator, outcomes=[1, 1], with_prices=False, by=commissioner, at=AT)
    (version,) = programme.contract_versions.all()
    assert [one["code"] for one in terms.document(version)["outcomes"]] == ["m2", "m2-2"]
    assert not terms.document(version)["rules"]


def test_only_those_who_draft_may_and_only_what_there_is(comparator: Comparator) -> None:
    programme, commissioner = programme_of(comparator)
    with pytest.raises(Forbidden):
        comparator_drafts.take_over(
            comparator=comparator, outcomes=[0], with_prices=True, by=builders.member(programme, "principal"), at=AT
        )
    for chosen in ([], [2], [-1]):
        with pytest.raises(comparators.ComparatorRefused, match="Choose outcomes"):
            comparator_drafts.take_over(
                comparator=comparator, outcomes=chosen, with_prices=True, by=commissioner, at=AT
            )


def test_nothing_is_drafted_while_stage_4_is_not_open(db: None) -> None:
    programme = builders.programme()
    with pytest.raises(StageClosed):
        comparator_drafts.take_over(
            comparator=taken(programme), outcomes=[0], with_prices=True, by=builders.system(), at=AT
        )


def test_a_version_cannot_be_proposed_before_everything_taken_over_was_judged(comparator: Comparator) -> None:
    _programme, commissioner = programme_of(comparator)
    version = comparator_drafts.take_over(comparator=comparator, outcomes=[0], with_prices=True, by=commissioner, at=AT)
    with pytest.raises(BadTerms) as refused:
        versions.propose(version=version, by=commissioner, at=AT)
    found = [problem.path for problem in refused.value.problems if problem.code == "to_be_judged"]
    assert found == [
        "rules[0].name",
        "outcomes[0].rationale",
        "outcomes[0].deadweight.source",
        "assumptions.starts.source",
        "assumptions.rates[0].source",
    ]
    document = terms.document(version)
    document["rules"][0]["name"] = "Job"
    document["outcomes"][0] |= {
        "rationale": "Long enough to last.",
        "deadweight": {"method": "none", "source": "None."},
    }
    document["assumptions"] = {}
    versions.draft_from(programme=comparator.programme, document=document, by=commissioner, at=AT)
    with pytest.raises(BadTerms) as refused:
        versions.propose(version=version, by=commissioner, at=AT)
    assert "to_be_judged" not in {problem.code for problem in refused.value.problems}
