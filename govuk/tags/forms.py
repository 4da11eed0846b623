"""Tags and filters that the form, field and error-summary templates need."""

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.forms.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from govuk.forms import CharacterCount, DateInput

register = template.Library()

KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (DateInput, "date"),
    (CharacterCount, "character_count"),
    (forms.PasswordInput, "password"),
    (forms.CheckboxInput, "checkbox"),
)


@register.filter
def field_kind(field: BoundField) -> str:
    """The kinds that the field template treats apart; "" for all others."""
    return next((kind for widget, kind in KINDS if isinstance(field.field.widget, widget)), "")


@register.filter
def character_limit(field: BoundField) -> int:
    """The field's `max_length`, which the character count counts down from."""
    return getattr(field.field, "max_length", None) or 4000


@register.simple_tag
def optional(field: BoundField) -> str:
    """Marks a field that may be left empty; required ones carry no mark, nor do those of a form that only filters.

    Nor do radio buttons of which one is chosen from the start: nobody can leave them empty.
    """
    is_chosen = isinstance(field.field.widget, forms.RadioSelect) and field.initial not in (None, "")
    if field.field.required or is_chosen or not getattr(field.form, "marks_optional", True):
        return ""
    return format_html(" {}", gettext("(optional)"))


def _target(field: BoundField) -> str:
    """The id of the first input of a field, which a link from the error summary must focus."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


def _errors(form: BaseForm) -> list[dict[str, str]]:
    found = [{"message": str(error), "target": ""} for error in form.non_field_errors()]
    for field in form.hidden_fields():
        found += [{"message": f"{field.label}: {error}", "target": ""} for error in field.errors]
    for field in form.visible_fields():
        found += [{"message": str(error), "target": _target(field)} for error in field.errors]
    return found


@register.inclusion_tag("govuk/error_summary.html")
def error_summary(*given: Any) -> dict[str, Any]:
    """The errors of each form or formset given, in page order; nothing when there are none."""
    errors: list[dict[str, str]] = []
    for one in given:
        if isinstance(one, BaseFormSet):
            errors += [{"message": str(error), "target": ""} for error in one.non_form_errors()]
            errors += [error for form in one.forms for error in _errors(form)]
        elif isinstance(one, BaseForm):
            errors += _errors(one)
    return {"errors": errors}


@register.simple_tag
def url_or(name: str, fallback: str) -> str:
    """A page's address by name, or the fallback where that page is not installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return fallback
