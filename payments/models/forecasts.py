import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from stages.models import Programme


class CashForecast(models.Model):
    """What is likely to be paid in the months to come, as it looked on a day. Kept, so that it can be held to it.

    `results` is made by `payments.actions.forecasts`; see `payments.domain.cash_forecast` for how.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="cash_forecasts")
    as_of = models.DateField()
    results = models.JSONField(encoder=DjangoJSONEncoder)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["programme", "-id"], name="payments_forecast_latest")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Cash of {self.programme} as of {self.as_of}"
