"""The design system's tags and filters, built in to every template: no `{% load %}` is needed."""

from django import template

from govuk import formats
from govuk.tags import content, figures, forms, stages, tables

register = template.Library()
for module in (content, figures, forms, stages, tables):
    register.tags.update(module.register.tags)
    register.filters.update(module.register.filters)
for name in (
    "money",
    "pounds",
    "count",
    "amount",
    "percent",
    "points",
    "uk_date",
    "part_date",
    "short_date",
    "days",
    "month",
    "clock",
    "when",
):
    register.filter(name, getattr(formats, name))
