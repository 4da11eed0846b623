"""`manage.py explain`: each step from a claim, or from the amounts of an agent for a period, to the pound."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from outcomes.models import Claim
from payments.selectors import agent_amounts, explanations
from payments.selectors.statements import agent_named
from stages.models import Programme

WHICH = "Give the number of a claim, or --programme, --agent and --period for what an agent is paid for a period."


class Command(BaseCommand):
    help = "Explain what is paid: formula, values, result, rule, version, deadweight, cap, payers, entries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("claim", metavar="CLAIM_ID", type=int, nargs="?")
        parser.add_argument("--programme", metavar="SLUG")
        parser.add_argument("--agent", metavar="CODE", help="explain what no single participant stands behind")
        parser.add_argument("--period", metavar="P")
        parser.add_argument("--json", action="store_true", help="print the explanation as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        place = [options[name] for name in ("programme", "agent", "period")]
        if (options["claim"] is None) is not all(place) or (options["claim"] is not None and any(place)):
            raise CommandError(WHICH)
        document = self._of_agent(*place) if all(place) else self._of_claim(options["claim"])
        if options["json"]:
            self.stdout.write(json.dumps(document, ensure_ascii=False))
            return
        for one in document.get("amounts", [document]):
            self._print(one)
        self.stdout.write(f"Total £{document['total']}")

    def _of_claim(self, number: int) -> dict[str, Any]:
        claim = Claim.objects.select_related(*explanations.RELATED).filter(pk=number).first()
        if claim is None:
            raise CommandError(f"There is no claim {number}.")
        return explanations.as_document(explanations.of_claim(claim, timezone.localdate()))

    def _of_agent(self, slug: str, agent_code: str, period_code: str) -> dict[str, Any]:
        programme = Programme.objects.filter(slug=slug).first()
        if programme is None:
            raise CommandError(f"There is no programme “{slug}”.")
        period = programme.periods.filter(code=period_code).first()
        if period is None:
            raise CommandError(f"The programme has no period “{period_code}”.")
        agent = agent_named(programme, agent_code)
        if agent is None:
            raise CommandError(f"The programme has no agent “{agent_code}”.")
        return agent_amounts.period_document(programme, agent, period)

    def _print(self, document: dict[str, Any]) -> None:
        what = f"{document['agent']}, {document.get('about')}"
        if document["claim"]:
            what = f"Claim {document['claim']}: {document['outcome']} of {document['participant']}"
        day = f" on {document['event_date']}" if document["event_date"] else ""
        self.stdout.write(f"{what}{day}, contract version {document['version']}")
        for rule in document["rules"]:
            self.stdout.write(f"{rule['rule']}: {rule['words']}")
            for entry in rule["entries"]:
                self.stdout.write(f"  {entry['statement']}, run {entry['run']}, {entry['kind']} {entry['reason']}")
                for step in entry["steps"]:
                    self.stdout.write(f"    {step['step']}: {step['formula']}: {step['values']} = {step['result']}")
        for reason in document["not_paid"]:
            self.stdout.write(f"Not paid: {reason}")
