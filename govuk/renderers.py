"""Every form, field and widget in the design system's markup, by Django's own form rendering."""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

FORMS = "django/forms/"
TEMPLATES = {
    f"{FORMS}div.html": "govuk/form.html",
    f"{FORMS}errors/list/default.html": "govuk/errors.html",
    f"{FORMS}errors/list/ul.html": "govuk/errors.html",
    f"{FORMS}widgets/text.html": "govuk/widgets/input.html",
    f"{FORMS}widgets/email.html": "govuk/widgets/input.html",
    f"{FORMS}widgets/url.html": "govuk/widgets/input.html",
    f"{FORMS}widgets/number.html": "govuk/widgets/input.html",
    f"{FORMS}widgets/password.html": "govuk/widgets/password.html",
    f"{FORMS}widgets/file.html": "govuk/widgets/file.html",
    f"{FORMS}widgets/clearable_file_input.html": "govuk/widgets/file.html",
    f"{FORMS}widgets/radio.html": "govuk/widgets/choices.html",
    f"{FORMS}widgets/checkbox_select.html": "govuk/widgets/choices.html",
}
"""Django's own template name → ours. A name that is not listed keeps Django's template."""

CLASSES = {
    f"{FORMS}widgets/text.html": "govuk-input",
    f"{FORMS}widgets/email.html": "govuk-input",
    f"{FORMS}widgets/url.html": "govuk-input",
    f"{FORMS}widgets/number.html": "govuk-input",
    f"{FORMS}widgets/date.html": "govuk-input",
    f"{FORMS}widgets/time.html": "govuk-input",
    f"{FORMS}widgets/password.html": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    f"{FORMS}widgets/textarea.html": "govuk-textarea govuk-js-character-count",
    f"{FORMS}widgets/select.html": "govuk-select",
    f"{FORMS}widgets/file.html": "govuk-file-upload",
    f"{FORMS}widgets/clearable_file_input.html": "govuk-file-upload",
    f"{FORMS}widgets/checkbox.html": "govuk-checkboxes__input",
}
BLOCKS = {
    f"{FORMS}widgets/radio.html": "govuk-radios",
    f"{FORMS}widgets/checkbox_select.html": "govuk-checkboxes",
}
WITH_ERROR_CLASS = frozenset({"govuk-input", "govuk-textarea", "govuk-select", "govuk-file-upload"})


def _join(*parts: object) -> str:
    return " ".join(str(part) for part in parts if part)


def _numeric(attrs: dict[str, Any]) -> dict[str, Any]:
    """A number is typed into a text box with a numeric keypad: `type=number` drops what it cannot read."""
    whole = attrs.get("step") in (None, 1, "1")
    kept = {name: value for name, value in attrs.items() if name not in {"min", "max", "step"}}
    width = (
        {}
        if "govuk-input--width" in str(attrs.get("class", ""))
        else {"class": f"govuk-input--width-10 {attrs.get('class', '')}"}
    )
    return {"inputmode": "numeric" if whole else "decimal", "spellcheck": "false"} | kept | width


def styled(template_name: str, widget: dict[str, Any]) -> dict[str, Any]:
    """The widget's context with the design system's classes, and the error class where the field is invalid."""
    if block := BLOCKS.get(template_name):
        own = str(widget["attrs"].get("class", "")).split()
        return widget | {"block": block, "small": "small" in own, "inline": "inline" in own}
    base = CLASSES.get(template_name)
    if base is None:
        return widget
    attrs = dict(widget["attrs"])
    if template_name == f"{FORMS}widgets/number.html":
        attrs = _numeric(attrs)
        widget = widget | {"type": "text"}
    main = base.split()[0]
    error = f"{main}--error" if attrs.get("aria-invalid") and main in WITH_ERROR_CLASS else ""
    return widget | {"attrs": attrs | {"class": _join(base, error, attrs.get("class"))}}


class GovukRenderer(TemplatesSetting):
    """The project's `FORM_RENDERER`: `{{ form }}` and `{{ field.as_field_group }}` give the design system's markup."""

    form_template_name = "govuk/form.html"
    field_template_name = "govuk/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if "widget" in context:
            context = context | {"widget": styled(template_name, context["widget"])}
        return super().render(TEMPLATES.get(template_name, template_name), context, request)
