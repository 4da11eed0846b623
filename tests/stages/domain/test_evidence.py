from stages.domain import evidence
from stages.domain.evidence import Fact


def test_figures_stand_in_the_order_of_reading_with_the_bounds_as_one_interval() -> None:
    found = evidence.readable(
        {"method": "Wilson", "low": "18%", "high": "24%", "as_of": "2026-10-01", "actual": "21%", "target": "jobs"}
    )
    assert found.facts == (
        Fact("Target", "jobs"),
        Fact("As of", "1 October 2026"),
        Fact("Actual", "21%"),
        Fact("Interval", "18% to 24%"),
        Fact("Method", "Wilson"),
    )


def test_names_stand_in_the_places_of_codes_and_days_are_written_as_everywhere() -> None:
    found = evidence.readable({"target": "jobs", "target_name": "Started work (rate)", "as_of": "12/08/2026"})
    assert found.facts == (Fact("Target", "Started work (rate)"), Fact("As of", "12 August 2026"))
    rows = [{"target": "jobs", "target_name": "Started work (rate)", "since": "2025-q1"}]
    [table] = evidence.readable({"targets": rows}).tables
    assert (table.columns, table.rows) == (("Target", "Since"), (("Started work (rate)", "2025-q1"),))
    assert evidence.readable({"ratio": "31/31/2026"}).facts == (Fact("Ratio", "31/31/2026"),)


def test_what_an_exact_reading_adds_is_told_once() -> None:
    frozen = {"people": "Not shown", "low": "1%", "high": "2%", "rows": [{"name": "A", "people": 1}]}
    same = {"low": "1%", "high": "2%", "rows": [{"name": "A", "people": 1}]}
    found = evidence.beyond(frozen, same | {"people": 4})
    assert (found.facts, found.tables) == ((Fact("People", "4"),), ())


def test_like_rows_make_a_table() -> None:
    rows = [{"low": "6%", "high": "14%", "people": 1210, "name": "Entrenched"}, {"name": "New", "people": None}]
    [table] = evidence.readable({"segments": rows}).tables
    assert table.name == "Segments"
    assert table.columns == ("Name", "Interval", "People")
    assert table.rows == (("Entrenched", "6% to 14%", "1,210"), ("New", "–", "–"))


def test_nothing_of_a_nested_mapping_is_lost() -> None:
    found = evidence.readable(
        {"sample": {"size": 40, "errors": [{"kind": "no evidence", "count": 3}]}, "flags": ["a", "b"], "open": True}
    )
    assert Fact("Sample: size", "40") in found.facts
    assert Fact("Flags", "a, b") in found.facts
    assert Fact("Open", "Yes") in found.facts
    assert found.tables[0].name == "Sample: errors"


def test_an_agent_reads_of_no_other_agent() -> None:
    frozen = {
        "actual": "21%",
        "agents": [{"name": "Homes", "people": 40}, {"name": "Rival", "people": 60}],
        "agents_whose_data_are_late": "rival",
    }
    assert evidence.without_other_agents(frozen, {"Homes"}) == {
        "actual": "21%",
        "agents": [{"name": "Homes", "people": 40}],
    }
