import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from monitoring.selectors import comparators
from tests import builders
from tests.monitoring.comparators import fact, file, project

pytestmark = pytest.mark.django_db


def run(slug: str, path: Path, **options: object) -> str:
    out = StringIO()
    call_command("import_comparators", slug, str(path), stdout=out, **options)
    return out.getvalue()


def test_a_file_is_taken_as_by_the_page(tmp_path: Path) -> None:
    programme, path = builders.programme(), tmp_path / "steps.json"
    path.write_bytes(file(project()))
    assert "Steps to Work: taken; " in run(programme.slug, path)
    assert json.loads(run(programme.slug, path, json=True))[0]["state"] == "same"
    assert comparators.search(programme).get().filename == "steps.json"


def test_everything_wrong_is_printed_with_its_place(tmp_path: Path) -> None:
    programme, path = builders.programme(), tmp_path / "bad.json"
    path.write_bytes(file([project(), project(name=fact("B"), results="none")]))
    with pytest.raises(CommandError, match=r"1 thing is wrong(.|\n)*1/results: The standard has a list here"):
        run(programme.slug, path)
    assert "1 wrong and not read" in run(programme.slug, path, if_some_are_wrong="good")


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    programme, path = builders.programme(), tmp_path / "steps.json"
    with pytest.raises(CommandError, match="cannot be read"):
        run(programme.slug, path)
    path.write_bytes(file(project()))
    with pytest.raises(CommandError, match="no programme"):
        run("nowhere", path)
    with pytest.raises(CommandError, match="Nobody has"):
        run(programme.slug, path, by="nobody@example.org")
