"""The command `submit_outcomes`: the same use case as the page."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.outcomes.scheme import Scheme


def run(scheme: Scheme, path: Path, *extra: str) -> str:
    out = io.StringIO()
    call_command(
        "submit_outcomes", "--programme", scheme.programme.slug, "--agent", scheme.agent.code, path, *extra, stdout=out
    )
    return out.getvalue()


def test_it_prints_the_totals_and_where_the_errors_are(scheme: Scheme, tmp_path: Path) -> None:
    path = tmp_path / "starts.csv"
    path.write_text("participant,started_on,group,team\nA-1,06/01/2025,1,East\nA-2,06/01/2025,9,=1+1\n")
    result = json.loads(run(scheme, path, "--kind", "participants", "--json"))
    assert {key: result[key] for key in ("received", "accepted", "duplicates", "rejected")} == {
        "received": 2,
        "accepted": 1,
        "duplicates": 0,
        "rejected": 1,
    }
    with Path(result["errors"]).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows == [
        {
            "participant": "A-2",
            "started_on": "06/01/2025",
            "group": "9",
            "team": "'=1+1",
            "row_number": "3",
            "field": "group",
            "code": "unknown_segment",
            "reason": "No segment of the contract fits group “9”.",
            "what_to_do": "Use one of these values: group: 1, 2.",
        }
    ]


def test_sending_the_same_file_again_changes_nothing(scheme: Scheme, tmp_path: Path) -> None:
    scheme.participant("P-1")
    path = tmp_path / "outcomes.csv"
    path.write_text("participant,outcome,achieved_on\nP-1,job_outcome,2025-03-01\n")
    assert json.loads(run(scheme, path, "--json"))["accepted"] == 1
    again = json.loads(run(scheme, path, "--json"))
    assert (again["accepted"], again["duplicates"], again["rejected"]) == (0, 1, 0)
    assert "duplicates          1" in run(scheme, path)


def test_it_ends_with_one_clear_sentence_when_the_file_cannot_be_taken(scheme: Scheme, tmp_path: Path) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text("name,result\nx,y\n")
    with pytest.raises(CommandError, match="The header lacks the columns participant, outcome, achieved_on"):
        run(scheme, path)
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        run(scheme, tmp_path / "absent.csv")
    with pytest.raises(CommandError, match="Nobody has the email address"):
        run(scheme, path, "--by", "nobody@example.org")


def test_a_person_who_is_not_of_the_agent_cannot_send_for_it(scheme: Scheme, tmp_path: Path) -> None:
    from tests import builders

    path = tmp_path / "outcomes.csv"
    path.write_text("participant,outcome,achieved_on\nP-1,job_outcome,2025-03-01\n")
    commissioner = builders.member(scheme.programme, "commissioner")
    with pytest.raises(CommandError, match="Only people of Northern Works can do this"):
        run(scheme, path, "--by", commissioner.email)


def test_a_file_can_be_checked_only_or_taken_whole_or_not_at_all(scheme: Scheme, tmp_path: Path) -> None:
    scheme.participant("P-1")
    path = tmp_path / "outcomes.csv"
    path.write_text("participant,outcome,achieved_on\nP-1,job_outcome,2025-03-01\nP-9,job_outcome,2025-03-01\n")
    for wanted in (["--dry-run"], ["--if-some-are-wrong", "all"]):
        result = json.loads(run(scheme, path, "--json", *wanted))
        assert (result["accepted"], result["takeable"], result["rejected"]) == (0, 1, 1)
    assert json.loads(run(scheme, path, "--json"))["accepted"] == 1
