"""The tabs of the pages on what the figures of a programme mean, as far as the person may open them."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext

from govuk.tags.content import subnav
from monitoring import permissions
from stages.models import Programme
from stages.permissions import roles

register = template.Library()

TABS = (
    ("Dashboard", "dashboards:findings_dashboard", ""),
    ("Targets", "monitoring:target_list", ""),
    ("Flags", "monitoring:flag_list", ""),
    ("Questions", "monitoring:gaming_list", "gaming.view"),
    ("Interventions", "monitoring:intervention_list", ""),
    ("Verdicts", "monitoring:verdict_list", ""),
    ("Monitor", "monitoring:monitor_run_list", ""),
    ("Small counts", "delivery:disclosure_rule_list", ""),
    ("Reports", "dashboards:report_list", ""),
    ("Open data", "monitoring:data_list", "data.view"),
    ("Exports", "stages:export_list", ""),
)
"""What a tab is called, where it leads, and the rule that its page asks for, "" where every member may read it."""


@register.inclusion_tag("govuk/tags/subnav.html", takes_context=True)
def monitoring_tabs(context: Context, programme: Programme) -> dict[str, Any]:
    """The tabs; one that would be refused is left out."""
    held = roles(context["request"].user, programme)
    pairs: list[str] = []
    for name, page, rule in TABS:
        if not rule or permissions.RULES[rule] & held:
            pairs += [gettext(name), reverse(page, args=[programme.slug])]
    return subnav(context, *pairs)
