import pgtrigger
from django.db import models

from contracts.models import ContractVersion
from payments.models.ledger import LedgerEntry, PricingRun
from payments.models.statements import Statement


class StatementLine(models.Model):
    """What one run entered on a statement, added up by rule, outcome, segment, unit amount and version.

    Statements are shown from these sums, however many entries stand behind them; `verify_ledger` proves that the
    sums are those of the entries.
    """

    run = models.ForeignKey(PricingRun, on_delete=models.PROTECT, related_name="statement_lines")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="run_lines")
    version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=LedgerEntry.Kind.choices)
    rule = models.SlugField(max_length=60, db_index=False)
    outcome = models.SlugField(max_length=60, blank=True, db_index=False)
    segment = models.SlugField(max_length=60, blank=True, db_index=False)
    unit_amount = models.DecimalField(max_digits=14, decimal_places=4)
    entries = models.PositiveIntegerField()
    units = models.IntegerField()
    gross = models.DecimalField(max_digits=14, decimal_places=2)
    deadweight = models.DecimalField(max_digits=14, decimal_places=2)
    capped = models.DecimalField(max_digits=14, decimal_places=2)
    net = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.rule}: {self.units} × {self.unit_amount}"
