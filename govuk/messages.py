"""Error messages that say what to do, derived from a field's label where its author gave none of their own."""

from django import forms
from django.utils.translation import gettext

SELECTED = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)


def lower_first(label: str) -> str:
    """The label as it stands inside a sentence; an abbreviation such as "PbR" or "UK" keeps its capitals."""
    first = label.split(" ", 1)[0]
    return label if first[1:] != first[1:].lower() else label[:1].lower() + label[1:]


DETERMINERS = frozenset(["the", "a", "an", "your", "their", "its", "this", "each", "every", "any", "all"])
ASKING = frozenset(["how", "what", "when", "where", "whether", "which", "who", "whom", "whose", "why"])
WITHOUT_ARTICLE = DETERMINERS | ASKING


def with_article(label: str) -> str:
    """The label as the object of "Enter …" or "Select …": "Start date" → "the start date"."""
    inner = lower_first(label)
    return inner if inner.split(" ", 1)[0].lower() in WITHOUT_ARTICLE else gettext("the %(label)s") % {"label": inner}


def _defaults(field: forms.Field) -> dict[str, str]:
    """The messages that the field would give if nobody had said anything."""
    found: dict[str, str] = {}
    for cls in reversed(type(field).__mro__):
        found |= {code: str(text) for code, text in getattr(cls, "default_error_messages", {}).items()}
    return found


def _required(field: forms.Field, label: str) -> str:
    inner = with_article(label)
    if label.endswith("?"):
        return gettext("Answer “%(label)s”") % {"label": label}
    if isinstance(field.widget, forms.CheckboxInput):
        return gettext("Tick “%(label)s” to continue") % {"label": label}
    if isinstance(field, forms.FileField):
        if "file" in inner.lower():
            return gettext("Choose %(label)s") % {"label": inner}
        return gettext("Choose a file for %(label)s") % {"label": inner}
    if isinstance(field.widget, forms.CheckboxSelectMultiple):
        return gettext("Select at least one of %(label)s") % {"label": inner}
    if isinstance(field.widget, SELECTED):
        return gettext("Select %(label)s") % {"label": inner}
    return gettext("Enter %(label)s") % {"label": inner}


def _invalid(field: forms.Field, label: str) -> str | None:
    if isinstance(field, forms.EmailField):
        return gettext("Enter an email address in the correct format, like name@example.com")
    if isinstance(field, forms.DecimalField):
        return gettext("%(label)s must be a number, like 12.50") % {"label": label}
    if isinstance(field, forms.IntegerField):
        return gettext("%(label)s must be a whole number") % {"label": label}
    if isinstance(field, forms.TimeField):
        return gettext("%(label)s must be a time of day, like 14:00") % {"label": label}
    if isinstance(field, forms.DateField):
        return gettext("%(label)s must be a real date, like 31/03/2026") % {"label": label}
    return None


def _by_code(field: forms.Field, label: str) -> dict[str, str]:
    """The messages that differ from Django's, by error code; their `%(…)s` are filled in when an error is raised."""
    whole = label.replace("%", "%%")
    inner = with_article(whole)
    found = {
        "required": _required(field, label),
        "max_length": gettext("%(label)s must be %%(limit_value)d characters or fewer") % {"label": whole},
        "min_length": gettext("%(label)s must be %%(limit_value)d characters or more") % {"label": whole},
        "max_value": gettext("%(label)s must be %%(limit_value)s or less") % {"label": whole},
        "min_value": gettext("%(label)s must be %%(limit_value)s or more") % {"label": whole},
        "invalid_choice": gettext("Select %(label)s from the list") % {"label": inner},
        "empty": gettext("The selected file is empty. Choose a file that has something in it"),
        "max_decimal_places": gettext("%(label)s must have %%(max)s decimal places or fewer") % {"label": whole},
        "max_whole_digits": gettext("%(label)s must have %%(max)s digits or fewer before the point") % {"label": whole},
    }
    if invalid := _invalid(field, label):
        found["invalid"] = invalid
    return found


def give(field: forms.Field, label: str) -> None:
    """Sets the field's messages from its label, leaving alone each one that its author has written."""
    defaults = _defaults(field)
    for code, text in _by_code(field, label).items():
        if code not in field.error_messages or str(field.error_messages[code]) == defaults.get(code):
            field.error_messages[code] = text
