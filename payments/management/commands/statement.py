"""`manage.py statement`: what is owed to an agent for a period."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from payments.models import Statement
from payments.selectors import statements
from stages.models import Programme


class Command(BaseCommand):
    help = "Print the statement of an agent for a period: lines by rule, outcome, segment, unit amount and version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", metavar="SLUG")
        parser.add_argument("--agent", metavar="CODE", required=True)
        parser.add_argument("--period", metavar="P", required=True)
        parser.add_argument("--json", action="store_true", help="print the statement as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        document = self._document(options["programme"], options["agent"], options["period"])
        if options["json"]:
            self.stdout.write(json.dumps(document, ensure_ascii=False))
            return
        self.stdout.write(f"{document['programme']}, {document['agent']}, {document['period']}: {document['state']}")
        for line in document["lines"]:
            what = " / ".join(part for part in (line["rule"], line["outcome"], line["segment"]) if part)
            adjustment = " (adjustment)" if line["kind"] == "adjustment" else ""
            self.stdout.write(
                f"  {what}{adjustment}: {line['count']} × £{line['unit_amount']} = £{line['gross']}, "
                f"less deadweight £{line['deadweight']}, cap £{line['cap']}: £{line['net']}"
            )
        self.stdout.write(f"Total £{document['total']}")

    def _document(self, slug: str, agent_code: str, period_code: str) -> dict[str, Any]:
        programme = Programme.objects.filter(slug=slug).first()
        if programme is None:
            raise CommandError(f"There is no programme “{slug}”.")
        period = programme.periods.filter(code=period_code).first()
        if period is None:
            raise CommandError(f"The programme has no period “{period_code}”.")
        found = Statement.objects.filter(programme=programme, agent__code=agent_code, period=period)
        statement = found.select_related("programme", "agent", "period").first()
        if statement is not None:
            return statements.as_document(statement)
        agent = statements.agent_named(programme, agent_code)
        if agent is None:
            raise CommandError(f"The programme has no agent “{agent_code}”.")
        return statements.empty_document(programme, agent, period)
