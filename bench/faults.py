"""The table of faults: `python -m bench.faults [TIMES]` tries each on a database of its own, 100 kills unless told.

Writes its table into docs/reliability.md, and ends with 1 when anything was lost or doubled, or when a test failed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

BASE = Path(__file__).parents[1]
PAGE = BASE / "docs" / "reliability.md"
KILLS = 100
COLLECTED = "test_*.py restarting.py"
BEGIN, END = "<!-- python -m bench.faults writes from here -->\n", "<!-- to here -->\n"
HEADING = """
Last run: {day}, each worker killed {times} times.

| Fault | Tried | Lost | Doubled |
|---|---:|---:|---:|
"""


def main(times: int) -> int:
    folder = Path(tempfile.mkdtemp(prefix="pbr-faults-"))
    folder.chmod(0o755)
    file = folder / "faults.json"
    given = {"DATA_DIR": str(folder), "FAULTS_TIMES": str(times), "FAULTS_FILE": str(file)}
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | given
    options = ("-p", "tests.faults.table", "-p", "no:randomly", "-m", "fault", "-o", f"python_files={COLLECTED}")
    try:
        done = subprocess.run([sys.executable, "-m", "pytest", "-q", *options], cwd=BASE, env=environment, check=False)
        if done.returncode not in (0, 1):
            print("The tests did not come to their end. The page stays as it was.")
            return 1
        lines = table(json.loads(file.read_text()))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    whole = all(line["outcome"] == "passed" and not line["lost"] and not line["doubled"] for line in lines)
    text = HEADING.format(times=times, day=f"{datetime.now(UTC):%-d %B %Y}") + "\n".join(map(in_words, lines)) + "\n"
    before, _, rest = PAGE.read_text().partition(BEGIN)
    PAGE.write_text(before + BEGIN + text + "\n" + END + rest.partition(END)[2])
    print(text)
    return 0 if whole and lines else 1


def table(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One line a fault, of all the tests that try it. Tests that did not run are left out."""
    lines: dict[str, dict[str, Any]] = {}
    for one in found:
        if one["outcome"] == "skipped":
            continue
        line = lines.setdefault(one["fault"], {"fault": one["fault"], "outcome": "passed"})
        for count in ("times", "lost", "doubled"):
            line[count] = line.get(count, 0) + one[count]
        if one["outcome"] != "passed":
            line["outcome"] = "failed"
    return sorted(lines.values(), key=lambda line: str(line["fault"]))


def in_words(line: dict[str, Any]) -> str:
    if line["outcome"] != "passed":
        return f"| {line['fault']} | the test failed | | |"
    return f"| {line['fault']} | {line['times']} | {line['lost']} | {line['doubled']} |"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else KILLS))
