import pgtrigger
from django.db import models
from django.db.models import F, Q

from expertbody.models.meetings import AgendaItem
from expertbody.models.seats import Seat

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class Interest(models.Model):
    """An interest of a member, as it stands in the register. Written once; a change is a row that replaces another."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="interests")
    what = models.TextField()
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & (Q(until_date__isnull=True) | Q(until_date__gte=F("from_date"))),
                name="expertbody_interest_is_whole",
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return self.what


class Declaration(models.Model):
    """A member has an interest in an item of an agenda and takes no part in its vote. Written once."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="declarations")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="declarations")
    interest = models.TextField()
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "seat"], name="expertbody_declaration_once"),
            models.CheckConstraint(condition=~Q(interest=""), name="expertbody_declaration_says_what"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        return f"{self.seat.user}: {self.interest}"
