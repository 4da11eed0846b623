from django.db import models


class Organisation(models.Model):
    """A body that takes part: commissioner, principal (payer), agent (provider), adviser."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=60, blank=True, help_text="For example council, charity, department, university")
    identifier = models.CharField(
        max_length=80, blank=True, help_text="Organisation identifier such as GB-COH-01234567"
    )

    def __str__(self) -> str:
        return self.name
