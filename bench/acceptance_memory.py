"""The memory that accepting a large file takes: `python -m bench.acceptance_memory [BYTES]`, 1 GB unless told.

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
ROW = 70


def main(size: int) -> int:
    folder = Path(tempfile.mkdtemp(prefix="pbr-memory-"))
    folder.chmod(0o755)
    os.environ |= {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "pbrmanager.settings"}
    os.environ.pop("DATABASE_URL", None)
    try:
        return 0 if _accept(folder, size) <= BAR else 1
    finally:
        from pbrmanager.embedded import EmbeddedPostgres

        EmbeddedPostgres(folder / "pg18").stop()
        shutil.rmtree(folder, ignore_errors=True)


def _accept(folder: Path, size: int) -> float:
    """Accept a file of this many bytes; the largest memory of this process in MB."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from tests.outcomes import scheme as schemes

    scheme = schemes.scheme()
    path = _large_file(folder, scheme, size)
    before = _peak()
    with stopwatch() as seconds:
        call_command(
            "submit_outcomes", path, "--programme", scheme.programme.slug, "--agent", scheme.agent.code, "--json"
        )
    print(f"Accepted a file of {size / 1e6:,.0f} MB in {seconds():,.0f} s.")
    print(f"Largest memory: {_peak():,.0f} MB (before: {before:,.0f} MB); bar: {BAR} MB.")
    return _peak()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _large_file(folder: Path, scheme: "Scheme", size: int) -> Path:
    """Steps 1 to 13 of a sustained outcome of 100,000 participants: 1.3 million good rows, with a column of notes that
    brings the file to its size."""
    from bench.acceptance import HEADER, PARTICIPANTS, START, participants

    participants(scheme)
    path = folder / "large.csv"
    notes = "x" * max(size // (STEPS * PARTICIPANTS) - ROW, 1)
    with path.open("w") as file:
        file.write(",".join((*HEADER, "notes")) + "\n")
        for step in range(1, STEPS + 1):
            for place in range(PARTICIPANTS):
                day = START + timedelta(days=place % 90 + 28 * step)
                evidence = f"EV-{step:02}-{place:07}"
                file.write(
                    f"P-{place:07},sustained_job,{day.isoformat()},{step},{place}.5,payslip,{evidence},{notes}\n"
                )
    return path


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else GIGABYTE))
