import json
import re
from pathlib import Path
from typing import Any

import pytest

from monitoring.domain import indigo
from tests.monitoring.published import document

SHAPE = json.loads((Path(__file__).parent.parent / "indigo_shape.json").read_text())
"""What project.json of the standard, release 4.1.0, allows in the parts that are filled in."""

DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
STATES = {"PUBLIC", "PRIVATE", "DISPUTED", "SANDBOX"}


def assert_allowed(value: Any, shape: Any, path: str = "") -> None:
    """Every field is one of the standard, with its type, its list of values or its form of a date."""
    if isinstance(shape, list) and shape and isinstance(shape[0], dict):
        for row in value:
            assert_allowed(row, shape[0], path)
    elif isinstance(shape, dict):
        assert isinstance(value, dict), path
        for name, one in value.items():
            if name == "status" and "status" not in shape:
                assert one in STATES, path
                continue
            assert name in shape, f"{path}/{name}"
            assert_allowed(one, shape[name], f"{path}/{name}")
    elif isinstance(shape, list):
        assert value in shape, f"{path}: {value}"
    elif shape == "number":
        assert isinstance(value, int | float), f"{path}: {value}"
    else:
        assert isinstance(value, str), f"{path}: {value}"
        assert shape != "date" or DATE.fullmatch(value), f"{path}: {value}"
        assert shape != "status" or value in STATES, path


def test_every_field_is_one_of_the_standard_in_its_form() -> None:
    assert_allowed(indigo.project(document()), SHAPE)


def test_prices_are_numbers_and_everything_refers_to_what_is_there() -> None:
    project = indigo.project(document())
    assert project["outcome_pricings"][0]["price_per_unit"]["amount"]["value"] == 1200.0
    metrics = {one["id"] for one in project["outcome_metrics"]}
    sources = {one["id"] for one in project["sources"]}
    plans = {one["id"]["value"] for one in project["outcome_payment_plans"]}
    assert {one["outcome_metric_id"]["value"] for one in project["results"]} <= metrics
    assert {one["outcome_payment_plan_id"]["value"] for one in project["outcome_payments"]} <= plans
    assert {name for one in project["results"] for name in one["source_ids"].split(",")} <= sources


def test_what_is_not_shown_has_words_and_no_numbers() -> None:
    hidden, shown = indigo.project(document())["results"]
    assert "number_engaged_in_impact_bond" not in hidden
    assert "Not shown" in hidden["outcomes_achieved"]["value"]
    assert shown["number_with_positive_social_outcomes"]["value"] == 150


def test_what_the_standard_has_no_field_for_is_told_in_words() -> None:
    metric = indigo.project(document())["outcome_metrics"][0]
    assert "Deadweight, conceded: 1/6." in metric["notes"]
    assert "Baseline: 0.2000 (Register, 2023)." in metric["notes"]


def test_it_is_contracted_under_way_or_complete_by_what_was_judged() -> None:
    stages = [
        indigo.project(document(judged_until=day))["stage_development"]["value"]
        for day in (None, "2025-06-30", "2025-09-30")
    ]
    assert stages == ["Contracted", "Implementation", "Service delivery complete"]


def test_without_a_contract_there_is_nothing_to_tell() -> None:
    with pytest.raises(ValueError, match="No contract"):
        indigo.project(document(contract=None))
