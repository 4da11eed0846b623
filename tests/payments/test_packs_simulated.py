"""The simulator runs on the published schemes, a few times each."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from contracts.domain import terms
from payments.actions import simulating
from payments.domain.simulation import questions
from payments.domain.simulation.questions import EXPECTED, NULL

PACKS = sorted((Path(settings.BASE_DIR) / "docs" / "packs").glob("*.json"))
LONGEST = "work-programme"
"""Six years, five segments and 26 payments a person: it takes a minute, so that it is asked for and not run here."""


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_every_scheme_states_what_the_simulator_needs(path: Path) -> None:
    (version,) = terms.parse_contract(json.loads(path.read_text(encoding="utf-8"))["contract"]).versions
    assert questions.missing(version, [EXPECTED]) == []


@pytest.mark.parametrize("path", [path for path in PACKS if path.stem != LONGEST], ids=lambda path: path.stem)
def test_the_simulator_runs_on_it(path: Path) -> None:
    found = simulating.of_document(json.loads(path.read_text(encoding="utf-8")), [EXPECTED], 1, 100)
    cost = found["scenarios"][EXPECTED]["pay"]
    assert cost["low"] <= cost["middle"] <= cost["high"]
    assert cost["high"] > 0


def test_payment_for_noise_shows_in_the_probation_contract() -> None:
    """Without any effect the frequency metric alone is paid in some runs: what falls by chance is paid for."""
    document = json.loads(next(one for one in PACKS if one.stem == "probation-companies").read_text(encoding="utf-8"))
    found = simulating.of_document(document, [NULL], 1, 100)
    chance = found["scenarios"][NULL]["figures"]
    assert chance["fewer-reoffences"]["pays"] > 0.3
    assert chance["fewer-reoffenders"]["pays"] < 0.3, "only where chance is ruled out"
