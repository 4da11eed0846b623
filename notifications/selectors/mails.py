"""Mails that have not left."""

from django.db.models import Exists, OuterRef

from notifications.models import Mail, Refusal


def waiting() -> dict[str, int]:
    """How many there are of each kind.

    `new` were not tried yet, `refused` were not taken and are tried again, `refused_for_good` are tried no more, for
    their reader's address was refused and has not changed since, and `held` wait for such an address.
    """
    free = Mail.objects.free()
    refused = Refusal.objects.standing().filter(user=OuterRef("user"), since__lte=OuterRef("refused_at"))
    return {
        "new": free.filter(attempts=0).count(),
        "refused": free.filter(attempts__gt=0).count(),
        "refused_for_good": Mail.objects.filter(Exists(refused)).count(),
        "held": Mail.objects.held().count(),
    }
