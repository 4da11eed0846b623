from django.db import models

from payments.models import LedgerEntry, PricingRun, Statement, StatementLine

AMOUNTS = {"unit_amount", "gross", "deadweight", "capped", "net", "total"}


def test_every_amount_of_the_ledger_is_an_exact_decimal() -> None:
    for model in (LedgerEntry, PricingRun, Statement, StatementLine):
        fields = model._meta.get_fields()
        assert not [field for field in fields if isinstance(field, models.FloatField)]
        amounts = [field for field in fields if field.name in AMOUNTS]
        assert amounts
        assert all(isinstance(field, models.DecimalField) for field in amounts)
