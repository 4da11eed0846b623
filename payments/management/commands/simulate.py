"""`manage.py simulate`: a contract tried many times by chance, from a file and without keeping anything."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.errors import Refused
from contracts.domain.problems import TermsError
from payments.actions import simulating
from payments.domain.simulation import questions
from payments.domain.simulation.questions import FEWEST_RUNS, MOST_RUNS, MOST_SEED, USUAL_RUNS
from payments.selectors import simulation_pages, simulation_rules, simulation_words

SCENARIOS = [questions.EXPECTED, questions.PESSIMISTIC, questions.NULL]


class Command(BaseCommand):
    help = "Simulate the contract in a file: a programme pack (its last version) or one version by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.json")
        parser.add_argument("--scenario", action="append", choices=SCENARIOS, help="may be given several times")
        parser.add_argument("--runs", type=int, default=USUAL_RUNS)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--json", action="store_true", help="print all figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not FEWEST_RUNS <= options["runs"] <= MOST_RUNS:
            raise CommandError(f"Give between {FEWEST_RUNS:,} and {MOST_RUNS:,} runs.")
        if not 0 <= options["seed"] <= MOST_SEED:
            raise CommandError(f"Give a seed between 0 and {MOST_SEED:,}.")
        try:
            document = json.loads(Path(options["file"]).read_text())
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['file']} cannot be read as JSON: {error}") from error
        if not isinstance(document, dict):
            raise CommandError("The file must hold a programme pack or one contract version.")
        scenarios = options["scenario"] or SCENARIOS
        try:
            results = simulating.of_document(document, scenarios, options["seed"], options["runs"])
        except TermsError as error:
            told = "; ".join(map(str, error.problems))
            raise CommandError(f"The contract cannot be read. {told}") from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps({"seed": options["seed"], "runs": options["runs"], **results}))
        else:
            self._tell(results)

    def _tell(self, results: dict[str, Any]) -> None:
        self.stdout.write("Estimates; the middle of all runs, and what eight of ten runs lie between.")
        table = simulation_pages.overview(results)
        for place, scenario in enumerate(table.columns[1:], start=1):
            self.stdout.write(f"{scenario}:")
            for row in table.rows:
                self.stdout.write(f"  {row[0]}: {row[place]}")
        for scenario, of in results["scenarios"].items():
            for code, segment in of["segments"].items():
                name = dict(results["segments"])[code]
                left = simulation_words.likely(segment["margin"])
                self.stdout.write(f"{questions.SCENARIOS[scenario]}, a start of {name} leaves {left}.")
        sentences = (simulation_pages.break_even(results), simulation_pages.deadweight(results))
        for told in (*sentences, *simulation_rules.noise(results), *results["left_out"]):
            if told:
                self.stdout.write(told)
