"""Which programmes are published, and as what."""

from django.core.cache import cache

from delivery.selectors import disclosure_rules
from monitoring.models import Measurement, Publication
from monitoring.selectors import open_data, open_money, shown
from monitoring.selectors.open_contract import Row
from monitoring.selectors.open_data import Open
from payments.models import PricingRun
from stages.models import Programme

KEEP_SECONDS = 600


def last(programme: Programme) -> Publication | None:
    """The last word; None where the programme was never published."""
    return Publication.objects.filter(programme=programme).select_related("by").order_by("-pk").first()


def history(programme: Programme) -> list[Publication]:
    """Everything that was published and taken off, the latest first, without the documents."""
    found = Publication.objects.filter(programme=programme).select_related("by")
    return list(found.defer("document", "shown").order_by("-pk"))


def listed() -> list[Publication]:
    """The programmes that are published now, by name."""
    latest = Publication.objects.latest_of_each().values("pk")
    found = Publication.objects.filter(pk__in=latest, kind=Publication.Kind.PUBLISHED).select_related("programme")
    return list(found.defer("document", "shown").order_by("programme__name"))


def public(slug: str) -> Publication | None:
    """The publication that everybody may read now; None where there is none."""
    found = Publication.objects.filter(programme__slug=slug).order_by("-pk").defer("shown").first()
    return found if found is not None and found.is_public else None


def draft(programme: Programme) -> Open:
    """What would be published now."""
    return open_data.build(programme, open_money.published(programme))


def document(programme: Programme) -> Row:
    """What would be published now, for members to read and to download; kept for some minutes unless figures change."""
    last = [
        found.order_by("-pk").values_list("pk", flat=True).first()
        for found in (
            Publication.objects.filter(programme=programme),
            Measurement.objects.filter(run__programme=programme),
            PricingRun.objects.filter(programme=programme),
        )
    ]
    version = disclosure_rules.rules(programme).version
    key = "-".join(map(str, ("open-data", open_data.EDITION, shown.EDITION, programme.pk, *version, *last)))
    kept: Row | None = cache.get(key)
    if kept is None:
        kept = draft(programme).document
        cache.set(key, kept, KEEP_SECONDS)
    return kept
