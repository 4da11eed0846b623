import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from contracts.models import ContractVersion
from monitoring.domain import verdicts
from stages.models import Programme


class Verdict(models.Model):
    """The answer to a comparison that was registered in the contract, for the people of one pool of periods.

    Written once and never changed; what comes in later is judged anew. `look`: how many pools had been judged for this
    comparison by then, this one included. `estimate`, `comparator` and the difference (`size`, with its interval `low`
    to `high` at `level`, and `p`) are shares of one or events per head; `null` is the size of no difference. All are
    null where there was nobody to compare. `inputs` is the digest of all that was judged. `facts` holds the counts:
    {"submitted", "eligible", "matched", "analysed", "achieved", "periods": [[code, people, achieved]], "paired",
    "moved", "others"}.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="verdicts", db_index=False)
    version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="+")
    comparison = models.SlugField(max_length=60)
    pool = models.TextField(help_text="Codes of the periods in which these people started, with commas between")
    look = models.PositiveSmallIntegerField()
    looks_planned = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    verdict = models.CharField(max_length=20, choices=[(one.value, verdicts.WORDS[one]) for one in verdicts.Verdict])
    people = models.PositiveIntegerField()
    estimate = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    comparator = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    size = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    null = models.DecimalField(max_digits=2, decimal_places=1, null=True, blank=True)
    low = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(
        max_digits=14, decimal_places=6, null=True, blank=True, help_text="Without an upper limit where empty"
    )
    level = models.DecimalField(max_digits=5, decimal_places=4)
    p = models.DecimalField(max_digits=7, decimal_places=6, null=True, blank=True)
    detectable = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    needed = models.BigIntegerField(null=True, blank=True)
    test = models.CharField(max_length=40)
    method = models.CharField(max_length=20, help_text="The edition of the methods")
    inputs = models.CharField(max_length=64)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(look__gte=1), name="monitoring_verdict_looks_are_counted"),
        ]
        indexes = [models.Index(fields=["programme", "comparison", "pool", "-id"], name="monitoring_verdict_latest")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.comparison}, {self.pool}: {self.get_verdict_display()}"
