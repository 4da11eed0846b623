"""`manage.py explain`: each step from a claim to the pound."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from outcomes.models import Claim
from payments.selectors import explanations


class Command(BaseCommand):
    help = "Explain what a claim is paid: formula, values, result, rule, version, deadweight, cap, payers, entries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("claim", metavar="CLAIM_ID", type=int)
        parser.add_argument("--json", action="store_true", help="print the explanation as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        claim = Claim.objects.select_related(*explanations.RELATED).filter(pk=options["claim"]).first()
        if claim is None:
            raise CommandError(f"There is no claim {options['claim']}.")
        document = explanations.as_document(explanations.of_claim(claim, timezone.localdate()))
        if options["json"]:
            self.stdout.write(json.dumps(document, ensure_ascii=False))
        else:
            self._print(document)

    def _print(self, document: dict[str, Any]) -> None:
        self.stdout.write(
            f"Claim {document['claim']}: {document['outcome']} of {document['participant']} on "
            f"{document['event_date']}, contract version {document['version']}"
        )
        for rule in document["rules"]:
            self.stdout.write(f"{rule['rule']}: {rule['words']}")
            for entry in rule["entries"]:
                self.stdout.write(f"  {entry['statement']}, run {entry['run']}, {entry['kind']} {entry['reason']}")
                for step in entry["steps"]:
                    self.stdout.write(f"    {step['step']}: {step['formula']}: {step['values']} = {step['result']}")
        for reason in document["not_paid"]:
            self.stdout.write(f"Not paid: {reason}")
        self.stdout.write(f"Total £{document['total']}")
