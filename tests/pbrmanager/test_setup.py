"""The set-up behind `make`: it says in one sentence what a machine lacks, and does nothing twice."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

SCRIPTS = Path(settings.BASE_DIR) / "scripts"


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """scripts/setup.py, working on an empty folder."""
    spec = importlib.util.spec_from_file_location("setup_script", SCRIPTS / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "requirements").mkdir()
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    return module


@pytest.fixture
def calls(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that the set-up would have run."""
    found: list[list[str]] = []
    monkeypatch.setattr(setup, "run", lambda command, failure, environment=None: found.append(command))
    return found


def a_program(folder: Path, name: str, body: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)


def test_a_machine_without_a_recent_python_is_told_so(tmp_path: Path) -> None:
    programs, checkout = tmp_path / "bin", tmp_path / "checkout" / "scripts"
    programs.mkdir()
    (programs / "dirname").symlink_to(shutil.which("dirname") or "/usr/bin/dirname")
    a_program(programs, "python3", "exit 1  # as Python 3.10 answers the question for its version")
    shutil.copytree(SCRIPTS, checkout, ignore=shutil.ignore_patterns("__pycache__"))
    answer = subprocess.run(
        ["/bin/sh", str(checkout / "setup.sh"), "demo"],
        env={"PATH": str(programs)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2
    assert answer.stderr.startswith("Python 3.11 or newer is needed and was not found; install it")
    assert len(answer.stderr.splitlines()) == 1


def test_a_python_without_ensurepip_gets_the_line_to_type(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(setup.SetUpError, match=r"run: apt-get install python3\.\d+-venv, and try again"):
        setup.make_environment()


def test_packages_are_installed_with_hashes_and_only_when_the_pins_change(
    setup: ModuleType, calls: list[list[str]], tmp_path: Path
) -> None:
    pins = tmp_path / "requirements" / "runtime.txt"
    pins.write_text("django==5.2.19 --hash=sha256:00")
    setup.install("runtime")
    setup.install("runtime")
    assert len(calls) == 1
    assert "--require-hashes" in calls[0]
    pins.write_text("django==5.2.20 --hash=sha256:11")
    setup.install("runtime")
    assert len(calls) == 2


def test_a_step_that_failed_is_done_again(setup: ModuleType, tmp_path: Path) -> None:
    def fail() -> None:
        raise setup.SetUpError("no network")

    for _ in range(2):
        with pytest.raises(setup.SetUpError):
            setup.once(tmp_path / "stamp", "digest", "Trying", fail)


def test_the_digest_sees_names_and_contents(setup: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "assets"
    folder.mkdir()
    (folder / "a.scss").write_text("a {}")
    first = setup.digest([folder])
    assert setup.digest([folder]) == first
    (folder / "a.scss").rename(folder / "b.scss")
    assert setup.digest([folder]) != first


@pytest.mark.parametrize(("version", "used"), [("v18.20.4", False), ("v20.20.2", True), ("v24.19.0", True)])
def test_node_of_the_machine_is_used_from_version_20(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, used: bool
) -> None:
    a_program(tmp_path, "node", f"echo {version}")
    a_program(tmp_path, "npm", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bool(setup.node_of_machine()) is used


def test_what_a_failing_command_printed_is_shown(setup: ModuleType, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(setup.SetUpError, match="could not be built"):
        setup.run(["/bin/sh", "-c", "echo the reason; exit 1"], "could not be built")
    assert "the reason" in capfd.readouterr().err


def test_continuous_integration_fails_where_a_browser_is_missing(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(setup.SetUpError, match="install with: apt-get install chromium"):
        setup.test_programs()


@pytest.mark.parametrize("known", ["chromium-headless-shell", "chromium"])
def test_the_browser_without_a_window_is_installed_where_the_packages_have_it(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, known: str
) -> None:
    asked: list[list[str]] = []

    def install(packages: list[str]) -> bool:
        asked.append(packages)
        return packages == [known]

    monkeypatch.setattr(setup.shutil, "which", lambda name: None)
    monkeypatch.setattr(setup, "postgresql_from_packages", lambda: True)
    monkeypatch.setattr(setup, "apt_install", install)
    monkeypatch.setenv("CI", "true")
    setup.test_programs()
    assert asked[-1] == [known]


def test_continuous_integration_calls_make_test() -> None:
    run = Path(settings.BASE_DIR) / ".ci" / "run"
    assert os.access(run, os.X_OK)
    assert "exec make test" in run.read_text()
