from datetime import datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models.organisations import Organisation


class TokenQuerySet(models.QuerySet["Token"]):
    def live(self, at: datetime) -> "TokenQuerySet":
        """The tokens that open something now."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=at)


class Token(models.Model):
    """A token of an organisation for one purpose. It acts as `user`, an account of a machine with roles of its own.

    Rotation adds a token of the same account, which `replaces` the one before. Only the digest of the secret is kept.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tokens")
    purpose = models.CharField(max_length=120)
    scopes = ArrayField(models.CharField(max_length=20))
    prefix = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = TokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="accounts_token_lives_for_a_while"),
            models.CheckConstraint(condition=~Q(purpose=""), name="accounts_token_has_a_purpose"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="accounts_token_revoking_is_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_made",
                fields=["user", "organisation", "purpose", "scopes", "prefix", "digest", "made_at", "made_by",
                        "replaces"],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.purpose} ({self.prefix})"


class KeptAnswer(models.Model):
    """The answer to a request that changed something, so that the same request sent again is answered alike."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="Of the method, the address and the body")
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField()
    roles = models.JSONField(default=list, help_text="Held in the programme of the address when it was answered")
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="accounts_keptanswer_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"


class RequestCount(models.Model):
    """How often somebody has asked in the present minute."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+")
    minute = models.PositiveBigIntegerField(help_text="Minutes since 1970")
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.count} in minute {self.minute}"
