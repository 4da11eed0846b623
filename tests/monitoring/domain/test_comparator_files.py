import contextlib
import json
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.domain import (
    comparator_drafts,
    comparator_files,
    comparator_ranges,
    exact_json,
    indigo,
    indigo_fields,
    ocds,
    ocds_fields,
)
from monitoring.domain.comparators import INDIGO, OCDS, Reading
from tests.monitoring.comparators import fact, file, project, release
from tests.monitoring.domain.test_known_fields import LIKELY
from tests.monitoring.published import document

AT = "2025-07-20T10:00:00+00:00"


def read(found: Any) -> list[comparator_files.Read]:
    return comparator_files.read(file(found))


def reading(found: Any) -> Reading:
    (one,) = read(found)
    assert one.reading is not None
    return one.reading


def problems(found: Any) -> list[tuple[str, str]]:
    return [(fault.path, fault.problem) for one in read(found) for fault in one.faults]


def test_our_own_indigo_reads_back_without_an_unknown_field() -> None:
    published = document()
    found = reading({"project": indigo.project(published), "organisations": indigo.organisations(published)})
    assert not found.unknown
    assert not found.faults
    assert found.title == "Work for all"
    (outcome,) = found.outcomes
    (price,) = outcome.prices
    assert (outcome.name, price.amount and price.amount.number) == ("In work.", Decimal(1200))
    assert "Deadweight, conceded: 1/6." in outcome.notes
    assert [(one.name, one.roles) for one in found.organisations] == [
        ("Northway", ("Provides the service", "Is paid")),
        ("Department", ("Pays for outcomes",)),
    ]
    assert found.months == 9


def test_our_own_ocds_reads_back_without_an_unknown_field() -> None:
    package = ocds.package(
        ocds.release(document(), prefix="ocds-000000", at=AT), uri="https://example.org/o.json", published_at=AT
    )
    found = reading(package)
    assert not found.unknown
    assert not found.faults
    assert (found.standard, found.identifier, found.title) == (OCDS, "ocds-000000-work-for-all", "Work for all")
    assert [one.amount for one in found.payments] == [Decimal(32000)]
    assert found.months == 9


def test_what_a_project_paid_for_what_and_what_came_of_it_is_read() -> None:
    found = reading(project())
    assert (found.standard, found.title, found.months) == (INDIGO, "Steps to Work", Decimal(36))
    assert [one.text for one in found.places] == ["Wales"]
    assert found.places[0].sources == ("report",)
    first, second = found.outcomes
    assert first.prices[0].amount
    assert first.prices[0].amount.value == Decimal("1022.1")
    assert first.notes == "Deadweight was put at 20 in 100."
    assert first.checked_by
    assert (first.checked_by.text, first.checked_by.sources) == ("Payslips", ("report",))
    assert second.definition
    assert second.definition.status == "PRIVATE"
    assert found.people_actual
    assert found.people_actual.status == "DISPUTED"
    assert [(one.kind, one.amount, one.count) for one in found.payments] == [
        ("Planned", Decimal(500000), 1),
        ("Actual", Decimal("410000.7"), 2),
    ]
    (result,) = found.results
    assert result.achieved
    assert result.achieved.value == 188


def test_a_field_that_is_not_known_is_kept_with_its_place() -> None:
    assert [(leaf.path, leaf.value) for leaf in reading(project()).unknown] == [("social_value/score", 7)]
    assert [leaf.path for leaf in reading(release()).unknown] == ["tender/legalBasis/id", "tender/legalBasis/scheme"]


@pytest.mark.parametrize(
    "wrapped",
    [
        project(),
        {"project": project()},
        {"project": {"id": "INDIGO-POJ-0001", "data": project()}},
        {"projects": [project()]},
        {"projects": [{"id": "INDIGO-POJ-0001", "data": project()}]},
        [project()],
        [{"project": project()}],
    ],
)
def test_a_project_is_read_in_every_form_in_which_it_comes(wrapped: Any) -> None:
    found = reading(wrapped)
    assert found.title == "Steps to Work"
    assert len(found.unknown) == 1
    assert found.identifier == ("INDIGO-POJ-0001" if "INDIGO-POJ-0001" in json.dumps(wrapped) else "")


@pytest.mark.parametrize(
    "wrapped",
    [
        release(),
        {"uri": "x", "releases": [release()]},
        {"ocid": "ocds-h6vhtk-1", "compiledRelease": release()},
        {"ocid": "ocds-h6vhtk-1", "releases": [release(), {"url": "https://example.org/1", "date": AT}]},
        {"records": [{"ocid": "ocds-h6vhtk-1", "releases": [release()]}]},
        [release()],
    ],
)
def test_a_process_is_read_in_every_form_in_which_it_comes(wrapped: Any) -> None:
    found = reading(wrapped)
    assert (found.title, found.identifier, found.months) == ("Support into work", "ocds-h6vhtk-1", Decimal(36))
    assert [(one.label, one.amount.value) for one in found.money] == [("Value of the contract", Decimal("1250000.75"))]
    assert len(found.unknown) == 2


def test_of_several_releases_of_a_process_the_latest_that_has_a_part_tells_it() -> None:
    early = release(id="0", date="2020-01-01T00:00:00Z", planning={"rationale": "Few find work."})
    late = release(id="2", date="2022-01-01T00:00:00Z", contracts=[], tender={"title": "Renamed"})
    found = reading({"releases": [late, early, release(ocid="ocds-h6vhtk-1")]})
    assert (found.title, found.challenge and found.challenge.text) == ("Renamed", "Few find work.")
    assert found.money
    assert found.challenge
    assert found.challenge.path == "releases/1/planning/rationale"


def test_each_scheme_of_a_list_can_be_read_again_from_what_is_kept_of_it() -> None:
    found = read({"projects": [project(), project(name=fact("Another"))], "made_by": "a portal"})
    for one in found:
        assert one.reading
        kept = comparator_files.read_kept(exact_json.written(one.part.whole))
        assert kept == one.reading
        assert ("made_by", "a portal") in [(leaf.path, leaf.value) for leaf in kept.unknown]
    assert [one.title for one in found] == ["Steps to Work", "Another"]


def test_faults_are_told_with_the_places_of_the_file() -> None:
    bad = project(dates={"actual_completion_date": fact("soon")})
    wrong = ("dates/actual_completion_date/value", "“soon” is no date.")
    for wrapped, path in [
        ([project(), bad], "1"),
        ({"projects": [project(), bad]}, "projects/1"),
        ([{"projects": [project(), bad]}], "0/projects/1"),
    ]:
        assert problems(wrapped) == [(f"{path}/{wrong[0]}", wrong[1])]
    other = release(ocid="o-2", date="never")
    assert problems({"releases": [release(), other]}) == [("releases/1/date", "“never” is no moment.")]


@pytest.mark.parametrize(
    ("wrapped", "path", "said"),
    [
        ({}, "", "neither"),
        (7, "", "neither"),
        ([7], "0", "neither"),
        ({"pack": 1, "programme": {}}, "", "programme pack"),
        ({"organisation": {"id": "INDIGO-ORG-0001"}}, "", "organisation of INDIGO"),
        ({"projects": [{"id": "INDIGO-POJ-0001", "public": True}]}, "projects/0/name", "without the project"),
        ({"project": None}, "project", "no project here"),
        (project(name=None), "name", "no name"),
        ({"records": [{"ocid": "o", "releases": [{"url": "x"}]}]}, "records/0/releases", "only says where"),
        ({"releases": [None]}, "releases/0", "no release here"),
    ],
)
def test_what_cannot_be_taken_says_why_and_where(wrapped: Any, path: str, said: str) -> None:
    (one,) = read(wrapped)
    assert one.reading is None
    assert one.faults[0].path == path
    assert said in one.faults[0].problem
    assert all(fault.cure for fault in one.faults)


def test_a_release_states_what_every_release_states() -> None:
    (one,) = read({"ocid": "o", "tag": []})
    assert one.reading is None
    assert [fault.path for fault in one.faults] == ["id", "date", "tag", "initiationType"]


def test_lists_that_are_empty_or_too_long_and_files_that_are_too_large_are_refused() -> None:
    for content, said in [
        (b"[]", "empty"),
        (file([project()] * 101), "more than 100"),
        (b" " * (comparator_files.LARGEST + 1), "larger than 5 MB"),
    ]:
        with pytest.raises(exact_json.Unreadable, match=said):
            comparator_files.read(content)
    (one,) = comparator_files.read(file(project(notes=fact("x" * comparator_files.LARGEST_PART))))
    assert "alone is larger than 1 MB" in one.faults[0].problem


def test_ranges_say_lowest_middle_and_highest_and_leave_disputed_figures_out() -> None:
    dear = project(
        name=fact("Dear"),
        outcome_pricings=[
            {
                "outcome_metric_id": {"value": "m1"},
                "currency": {"value": "GBP"},
                "price_per_unit": {"amount": {"value": 5000}},
            }
        ],
    )
    found = comparator_ranges.ranges([(1, reading(project())), (2, reading(dear)), (3, reading(release()))])
    by_name = {one.name: one for one in found}
    assert list(by_name) == [
        "People planned",
        "Months of service",
        "Price for one outcome (GBP)",
        "Most to be paid in all (GBP)",
    ]
    prices = by_name["Price for one outcome (GBP)"]
    assert (prices.low.value, prices.middle, prices.high.value) == (Decimal(730), Decimal("1022.1"), Decimal(5000))
    assert (prices.high.title, prices.high.about, prices.schemes) == ("Dear", "In work for 13 weeks", 2)


REQUIRED = {"ocid": "o", "id": "1", "date": "2021-01-01T00:00:00Z", "tag": ["award"], "initiationType": "tender"}


@given(st.dictionaries(st.sampled_from(sorted(indigo_fields.PROJECT)), LIKELY), LIKELY)
def test_whatever_stands_in_a_project_it_is_read_or_told_to_be_wrong(sections: dict[str, Any], around: Any) -> None:
    for whole in ({**sections, "name": {"value": "A"}}, {"project": {**sections, "name": {"value": "A"}}, "x": around}):
        found = comparator_files.read_part(comparator_files.Part(INDIGO, whole))
        assert found.reading
        comparator_ranges.ranges([(1, found.reading)])
        chosen = range(len(found.reading.outcomes))
        comparator_drafts.draft(found.reading, chosen, with_prices=True, source="A")


@given(st.dictionaries(st.sampled_from(sorted(ocds_fields.RELEASE)), LIKELY))
def test_whatever_stands_in_a_release_it_is_read_or_told_to_be_wrong(blocks: dict[str, Any]) -> None:
    found = comparator_files.read_part(comparator_files.Part(OCDS, {**blocks, **REQUIRED}))
    assert found.reading
    comparator_ranges.ranges([(1, found.reading)])
    comparator_drafts.draft(found.reading, range(len(found.reading.outcomes)), with_prices=True, source="A")


@pytest.mark.parametrize(
    "content",
    [
        b"[" + b"1," * 1_000_000 + b"1]",
        b"{" + b",".join(b'"%d": 1' % number for number in range(300_000)) + b"}",
        exact_json.written({"projects": [{"name": {"value": "A"}}] * 100, "around": "x" * 4_000_000}).encode(),
        exact_json.written(
            {
                "name": {"value": "A"},
                "outcome_metrics": [{"id": f"m{number}"} for number in range(20_000)],
                "outcome_pricings": [{"outcome_metric_id": {"value": f"m{number}"}} for number in range(9_000)],
            }
        ).encode(),
    ],
)
def test_files_made_to_keep_us_busy_do_not(content: bytes) -> None:
    began = time.process_time()  # what others do on the machine does not count
    with contextlib.suppress(exact_json.Unreadable):
        comparator_files.read(content)
    assert time.process_time() - began < 20
