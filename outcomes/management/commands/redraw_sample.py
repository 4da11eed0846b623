"""`redraw_sample`: draw the samples of a verification plan again, and prove that they come to the same."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outcomes.models import Drawing
from outcomes.selectors import sample_plans


class Command(BaseCommand):
    help = "Draw the samples of a verification plan again from its frozen list and seed, and compare."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", help="slug of the programme")
        parser.add_argument("plan", type=int, help="number of the plan")
        parser.add_argument("--seed", help="draw by another seed, to see that the sample depends on it")

    def handle(self, *args: Any, **options: Any) -> None:
        found = Drawing.objects.filter(plan__programme__slug=options["programme"], plan__number=options["plan"])
        if not found:
            raise CommandError("There is no such plan, or nothing was drawn for it.")
        for drawing in found.select_related("plan__programme").order_by("number"):
            drawing.seed = options["seed"] or drawing.seed
            proof = sample_plans.prove(drawing)
            if not proof.holds:
                raise CommandError(f"Drawing {drawing.number} does not come to the same: {proof}")
            self.stdout.write(
                f"Drawing {drawing.number}: the same {proof.drawn} of {proof.listed} claims by seed {drawing.seed}, "
                f"from the list {drawing.digest}"
            )
