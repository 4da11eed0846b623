"""`make bench`: speed beside rivals and limits, measured in one run on a throwaway database.

Prints the table, writes bench/results.json, and ends with 1 when a bar does not hold. Name works to run and print only
those: `python -m bench pricing`.
"""

import importlib
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

WORKS = ("acceptance", "pricing", "linearity", "monitoring", "dashboards", "interface", "simulation", "error_report")
RESULTS = Path(__file__).parent / "results.json"


def main(names: list[str]) -> int:
    """Run the works named, each a module of this package with `run() -> list[Measurement]`."""
    folder = Path(tempfile.mkdtemp(prefix="pbr-bench-"))
    folder.chmod(0o755)
    os.environ["DATA_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "pbrmanager.settings"
    os.environ.pop("DATABASE_URL", None)
    try:
        return _measure(names or list(WORKS))
    finally:
        from pbrmanager.embedded import EmbeddedPostgres

        EmbeddedPostgres(folder / "pg18").stop()
        shutil.rmtree(folder, ignore_errors=True)


def _measure(names: list[str]) -> int:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    measurements = []
    for name in names:
        print(f"Measuring {name} …", flush=True)
        measurements += importlib.import_module(f"bench.{name}").run()
    lines = [measurement.line() for measurement in measurements]
    if set(names) == set(WORKS):
        RESULTS.write_text(json.dumps(lines, indent=2, ensure_ascii=False) + "\n")
    for line in lines:
        verdict = "holds" if line["holds"] else "DOES NOT HOLD"
        print(f"{line['work']}: {line['rows']:,} rows in {line['seconds']:.2f} s")
        print(f"    beside {line['reference']}: {line['reference_seconds']:.2f} s")
        print(f"    ratio {line['ratio']:.2f}, bar: {line['bar']} – {verdict}")
    return 0 if all(line["holds"] for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
