from django.db import models

from contracts.models.versions import ContractVersion, terms_frozen


class Segment(models.Model):
    """A group of participants with its own baseline and price.

    `rule` maps an attribute to the values that belong to the segment, for example {"group": ["1"]}; an empty rule takes
    everybody not taken by an earlier segment (`position` gives the order).
    """

    version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="segments")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    rule = models.JSONField(default=dict)
    baseline = models.DecimalField(max_digits=6, decimal_places=4, null=True, blank=True, help_text="Share, 0 to 1")
    baseline_source = models.CharField(max_length=200, blank=True)
    planned_share = models.DecimalField(
        max_digits=6, decimal_places=4, null=True, blank=True, help_text="Planned share of all starts, 0 to 1"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="contracts_segment_once"),
            models.UniqueConstraint(fields=["version", "position"], name="contracts_segment_position_once"),
        ]
        triggers = [terms_frozen()]

    def __str__(self) -> str:
        return self.name
