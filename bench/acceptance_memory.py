"""The memory that accepting a large file takes: `python -m bench.acceptance_memory [BYTES [ROWS]]`.

1 GB of 1.3 million rows unless told; `python -m bench.acceptance_memory 1000000000 10000000` accepts ten million rows.

The file is written to a throwaway folder, accepted on a throwaway database by the command that agents' files can be
sent with, and the largest memory of the process is printed. Ends with 1 when it is above the bar.
"""

import os
import resource
import shutil
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measure import stopwatch

if TYPE_CHECKING:
    from tests.outcomes.scheme import Scheme

GIGABYTE = 1_000_000_000
BAR = 300
STEPS = 13
ROWS = 1_300_000
ROW = 70


def main(size: int, rows: int) -> int:
    folder = Path(tempfile.mkdtemp(prefix="pbr-memory-"))
    folder.chmod(0o755)
    os.environ |= {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "pbrmanager.settings"}
    os.environ.pop("DATABASE_URL", None)
    try:
        return 0 if _accept(folder, size, rows) <= BAR else 1
    finally:
        from pbrmanager.embedded import EmbeddedPostgres

        EmbeddedPostgres(folder / "pg18").stop()
        shutil.rmtree(folder, ignore_errors=True)


def _accept(folder: Path, size: int, rows: int) -> float:
    """Accept a file of this many bytes and rows; the largest memory of this process in MB."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from tests.outcomes import scheme as schemes

    scheme = schemes.scheme()
    path = _large_file(folder, scheme, size, rows // STEPS)
    before = _peak()
    with stopwatch() as seconds:
        call_command(
            "submit_outcomes", path, "--programme", scheme.programme.slug, "--agent", scheme.agent.code, "--json"
        )
    read = path.stat().st_size / 1e6
    print(f"Accepted a file of {read:,.0f} MB and {rows // STEPS * STEPS:,} rows in {seconds():,.0f} s.")
    print(f"Largest memory: {_peak():,.0f} MB (before: {before:,.0f} MB); bar: {BAR} MB.")
    return _peak()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _large_file(folder: Path, scheme: "Scheme", size: int, people: int) -> Path:
    """Steps 1 to 13 of a sustained outcome of so many people: good rows all, with a column of notes that brings the
    file to its size."""
    from bench.acceptance import HEADER, START, participants

    participants(scheme, people)
    path = folder / "large.csv"
    notes = "x" * max(size // (STEPS * people) - ROW, 1)
    with path.open("w") as file:
        file.write(",".join((*HEADER, "notes")) + "\n")
        for step in range(1, STEPS + 1):
            for place in range(people):
                day = START + timedelta(days=place % 90 + 28 * step)
                evidence = f"EV-{step:02}-{place:07}"
                file.write(
                    f"P-{place:07},sustained_job,{day.isoformat()},{step},{place}.5,payslip,{evidence},{notes}\n"
                )
    return path


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    sys.exit(main(*given, *(GIGABYTE, ROWS)[len(given) :]))
