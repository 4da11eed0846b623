"""The releases of one process that come in several files, gathered into one document."""

import json
from typing import Any

from monitoring.domain import comparator_files, comparator_gathering, exact_json, gathering_ocds
from tests.monitoring.comparators import file, release

PLAN: dict[str, Any] = {"id": "1", "date": "2020-01-01T00:00:00Z", "tag": ["planning"]}
AWARD: dict[str, Any] = {"id": "2", "date": "2021-01-01T00:00:00Z", "tag": ["award"]}
CHANGE: dict[str, Any] = {"id": "3", "date": "2022-01-01T00:00:00Z", "tag": ["contractAmendment"]}
COMPILED: dict[str, Any] = {"id": "c", "date": "2021-06-01T00:00:00Z", "tag": ["compiled"]}


def gathered(kept: Any, sent: Any) -> comparator_gathering.Gathered:
    (one,) = comparator_files.read(file(sent))
    return comparator_gathering.gathered(json.dumps(kept), one)


def ids(found: comparator_gathering.Gathered) -> list[str]:
    return [str(one["id"]) for one in gathering_ocds.releases(found.read.part.whole)]


def test_releases_stand_once_and_by_date_in_whatever_order_they_come() -> None:
    assert gathering_ocds.together([AWARD], [PLAN]) == [PLAN, AWARD]
    assert gathering_ocds.together([PLAN, AWARD], [AWARD, CHANGE]) == [PLAN, AWARD, CHANGE]


def test_of_two_releases_with_the_same_id_and_date_the_one_that_came_now_stands() -> None:
    corrected = AWARD | {"language": "cy"}
    assert gathering_ocds.together([PLAN, AWARD], [corrected]) == [PLAN, corrected]
    again = AWARD | {"date": "2021-02-01T00:00:00+01:00"}
    assert gathering_ocds.together([AWARD], [again]) == [AWARD, again]


def test_a_compiled_release_stands_for_everything_up_to_its_date() -> None:
    assert gathering_ocds.together([PLAN, AWARD], [COMPILED]) == [COMPILED]
    assert gathering_ocds.together([COMPILED], [AWARD]) == [COMPILED]
    assert gathering_ocds.together([COMPILED], [CHANGE]) == [COMPILED, CHANGE]
    assert gathering_ocds.together([PLAN, CHANGE], [COMPILED]) == [COMPILED, CHANGE]


def test_the_releases_of_every_form_are_found_and_keep_what_stands_around_them() -> None:
    package = {"publisher": {"name": "Norwood"}, "releases": [PLAN | {"ocid": "o"}]}
    record = {"ocid": "o", "releases": [AWARD | {"ocid": "o"}, {"url": "https://example.org"}]}
    compiled = {"ocid": "o", "compiledRelease": COMPILED | {"ocid": "o"}, "releases": [PLAN]}
    for whole, found in [
        (PLAN | {"ocid": "o"}, ["1"]),
        (package, ["1"]),
        (record, ["2"]),
        ({"uri": "u", "records": [record]}, ["2"]),
        (compiled, ["c"]),
        ({"uri": "u", "records": [compiled]}, ["c"]),
    ]:
        assert [one["id"] for one in gathering_ocds.releases(whole)] == found
        assert gathering_ocds.ocid(whole) == "o"
        again = gathering_ocds.with_releases(whole, [CHANGE | {"ocid": "o"}])
        assert [one["id"] for one in gathering_ocds.releases(again)] == ["3"]
    assert gathering_ocds.with_releases(package, [])["publisher"] == {"name": "Norwood"}
    assert gathering_ocds.around(package) != gathering_ocds.around(PLAN)


def test_what_two_files_say_is_merged_and_each_fact_names_its_release() -> None:
    plan = {name: inner for name, inner in release(**PLAN).items() if name != "contracts"}
    plan["planning"] = {"rationale": "Few find work."}
    award = release(**AWARD, tender={"id": "t", "title": "Into work, and kept"})
    found = gathered(award, plan)
    assert (found.brings, found.is_here, ids(found)) == (True, False, ["1", "2"])
    reading = found.read.reading
    assert reading
    assert (reading.title, reading.as_of) == ("Into work, and kept", "2021-01-01T00:00:00Z")
    assert reading.challenge
    assert reading.challenge.release
    assert (reading.challenge.text, reading.challenge.release.id) == ("Few find work.", "1")
    assert "releases/0/tender/title" in reading.superseded
    kept = exact_json.written(found.read.part.whole)
    assert comparator_files.read_kept(kept) == reading


def test_what_is_there_already_brings_nothing() -> None:
    both = {"releases": [release(**PLAN), release(**AWARD)]}
    found = gathered(both, release(**PLAN))
    assert (found.brings, found.is_here) == (False, True)
    found = gathered(release(**COMPILED), release(**PLAN))
    assert (found.brings, found.is_here) == (False, False)


def test_releases_of_another_process_are_not_mixed_in() -> None:
    found = gathered(release(**PLAN), release(**AWARD, ocid="OCDS-H6VHTK-1"))
    assert (found.brings, ids(found)) == (True, ["2"])
