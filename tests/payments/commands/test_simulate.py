"""`simulate FILE.json`: from a version or a pack to figures, or to one clear sentence."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.payments import simulated


def simulate(path: Path, *given: str) -> str:
    out = io.StringIO()
    call_command("simulate", str(path), "--runs", "100", *given, stdout=out)
    return out.getvalue()


def written(folder: Path, document: Any) -> Path:
    path = folder / "contract.json"
    path.write_text(json.dumps(document))
    return path


def test_cost_trough_and_margin_by_segment_are_told(tmp_path: Path) -> None:
    told = simulate(written(tmp_path, {"number": 1} | simulated.terms()))
    for part in (
        "Cost to the principal",
        "deepest point",
        "a start of Aged 18 to 24 leaves",
        "covers the cost",
        "no effect",
    ):
        assert part.lower() in told.lower()


def test_the_last_version_of_a_pack_is_simulated_and_the_same_seed_gives_the_same_json(tmp_path: Path) -> None:
    path = written(tmp_path, {"pack": 1, "contract": {"versions": [{"number": 1} | simulated.terms()]}})
    first, again = (json.loads(simulate(path, "--json", "--seed", "5", "--scenario", "expected")) for _ in range(2))
    assert first == again
    assert list(first["scenarios"]) == ["expected"]
    assert first["scenarios"]["expected"]["segments"]["young"]["margin"]["middle"]


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ([], "must hold a programme pack"),
        ({"number": 1}, "cannot be read"),
        ({"number": 1} | simulated.terms(assumptions={}), "Enter how many start in a year"),
        ({"contract": {"versions": []}}, "holds no contract version"),
    ],
)
def test_what_cannot_be_simulated_ends_in_one_sentence(tmp_path: Path, document: Any, told: str) -> None:
    with pytest.raises(CommandError, match=told):
        simulate(written(tmp_path, document))


@pytest.mark.parametrize(
    "name", ["hmp-peterborough", "hmp-doncaster", "local-justice-reinvestment", "us-outpatient", "delaware-detox"]
)
def test_schemes_that_pay_by_measured_figures_are_simulated(name: str) -> None:
    told = simulate(Path(settings.BASE_DIR) / "docs" / "packs" / f"{name}.json")
    assert "although nothing changed in" in told or "when nothing changed" in told


def test_a_file_that_is_not_there_or_not_json_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read as JSON"):
        simulate(tmp_path / "missing.json")
    path = tmp_path / "broken.json"
    path.write_text("{")
    with pytest.raises(CommandError, match="cannot be read as JSON"):
        simulate(path)
