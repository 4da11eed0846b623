import pytest

from contracts.domain import monitoring_rules, terms
from contracts.domain.monitoring_rules import DEFAULTS, PlannedStarts
from contracts.domain.terms import TermsError
from tests.contracts import documents

PLAN = [{"period": "2025-q1", "starts": 120}]


def read(**given: object) -> monitoring_rules.MonitoringRules:
    return terms.parse(documents.version(number=1, monitoring_rules=given)).monitoring_rules


def test_what_a_version_does_not_state_is_usual() -> None:
    assert terms.parse(documents.version(number=1)).monitoring_rules == DEFAULTS
    assert read(red_periods=3).minimum_share == DEFAULTS.minimum_share


def test_usual_lines_leave_the_terms_of_a_version_as_they_were() -> None:
    from contracts.domain.documents import digest

    plain, stated = (
        documents.version(number=1),
        documents.version(number=1, monitoring_rules={"forecast_chance": "0.8"}),
    )
    assert digest(terms.parse(plain)) == digest(terms.parse(stated))
    changed = documents.version(number=1, monitoring_rules={"forecast_chance": "0.9"})
    assert digest(terms.parse(plain)) != digest(terms.parse(changed))


def test_the_lines_are_written_back_as_they_were_read() -> None:
    period = documents.version(number=1)["periods"][0]["code"]
    found = read(starts_in_period="0.75", control_charts=False, planned_starts=[{"period": period, "starts": 120}])
    assert found.planned_starts == (PlannedStarts(period, 120),)
    assert monitoring_rules.of_document(monitoring_rules.document(found)) == found


@pytest.mark.parametrize(
    ("given", "path", "code"),
    [
        ({"forecast_chance": "0.4"}, "monitoring_rules.forecast_chance", "out_of_range"),
        ({"minimum_share": "1.2"}, "monitoring_rules.minimum_share", "out_of_range"),
        ({"backlog": 0.02}, "monitoring_rules.backlog", "float"),
        ({"red_periods": 0}, "monitoring_rules.red_periods", "out_of_range"),
        ({"amber": "0.9"}, "monitoring_rules.amber", "unknown_field"),
        (
            {"planned_starts": [{"period": "1999-q1", "starts": 1}]},
            "monitoring_rules.planned_starts[0].period",
            "unknown_period",
        ),
        ({"planned_starts": [{"period": "2025-q1"}]}, "monitoring_rules.planned_starts[0].starts", "missing"),
    ],
)
def test_a_line_that_cannot_be_is_refused(given: dict[str, object], path: str, code: str) -> None:
    with pytest.raises(TermsError) as refused:
        terms.parse(documents.version(number=1, monitoring_rules=given))
    assert (path, code) in [(problem.path, problem.code) for problem in refused.value.problems]


def test_a_target_may_be_of_one_period_that_the_version_has() -> None:
    from contracts.domain import documents as written

    plain = documents.version(number=1)
    period = plain["periods"][0]["code"]
    targets = [{**plain["targets"][0], "period": period}]
    found = terms.parse({**plain, "targets": targets})
    assert found.targets[0].period == period
    assert written.of_target(found.targets[0])["period"] == period
    assert "period" not in written.of_target(terms.parse(plain).targets[0])
    with pytest.raises(TermsError, match="no period “1999-q1”"):
        terms.parse({**plain, "targets": [{**targets[0], "period": "1999-q1"}]})
