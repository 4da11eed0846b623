"""What became of the tests of faults, for the table of docs/reliability.md: `pytest -p tests.faults.table -m fault`.

A test carries the mark `fault` with the fault in words. It says by `record_property` how often the fault was tried
(`times`, once unless told) and what was lost and doubled, which is nothing unless told. What comes out is written as
JSON to the file that FAULTS_FILE names.
"""

import json
import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

found: list[dict[str, Any]] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    mark = item.get_closest_marker("fault")
    if mark and (report.when == "call" or report.failed):
        said = {"times": 1, "lost": 0, "doubled": 0} | dict(item.user_properties)
        found.append({"fault": mark.args[0], "test": item.nodeid, "outcome": report.outcome, **said})
    return report


def pytest_sessionfinish() -> None:
    if path := os.environ.get("FAULTS_FILE"):
        Path(path).write_text(json.dumps(found, indent=2))
