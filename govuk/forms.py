"""Form, fields and widgets whose messages say what to do and whose markup is the design system's."""

import contextlib
import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from govuk import messages

if TYPE_CHECKING:
    ModelFormBase = forms.ModelForm[Any]
else:
    ModelFormBase = forms.ModelForm

MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}


class Worded:
    """Gives every field a message that says what to do, once the form has all its fields."""

    use_required_attribute = False
    marks_optional = True
    """Whether labels say "(optional)". A form that only narrows a list does not say it."""
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.give_labels()
        self.give_messages()

    def give_messages(self) -> None:
        """Again for a subclass that adds fields of its own; a message that was given stays."""
        for name, field in self.fields.items():
            messages.give(field, str(field.label or name.replace("_", " ").capitalize()))

    def give_labels(self) -> None:
        """For a subclass that words the labels of fields which it did not declare."""


class Form(Worded, forms.Form):
    """The base of every form. A label is a noun phrase ("Start date"), or a question ending in "?"."""

    def right(self) -> dict[str, Any]:
        """What is right in a form that only narrows a list: a filter that is wrong says so beside its field, and takes
        no other with it."""
        self.is_valid()
        return self.cleaned_data


class ModelForm(Worded, ModelFormBase):
    """As `Form`, with fields taken from a model; it validates and an action saves."""


class AffixedInput(forms.TextInput):
    """A text box with a unit before it ("£") or after it ("%", "weeks")."""

    def __init__(self, *, prefix: str = "", suffix: str = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"inputmode": "decimal", "spellcheck": "false", "class": "govuk-input--width-10"} | (attrs or {})
        )
        self.prefix, self.suffix = prefix, suffix

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"prefix": self.prefix, "suffix": self.suffix}
        return context


class CharacterCount(forms.Textarea):
    """A text area that says how many characters are left. The field's `max_length` is the limit."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 5} | (attrs or {}))


class _Figures(forms.DecimalField):
    """A decimal that people may type with "£", "%", spaces or thousands commas."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs inherit a whole number's type
        if isinstance(value, str):
            value = value.strip().strip("£%").replace(",", "").replace(" ", "")
        found: Decimal | None = super().to_python(value)
        return found

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class MoneyField(_Figures):
    """Pounds and pence as `Decimal`; "£1,234.50" is read as 1234.50."""

    def __init__(self, **kwargs: Any) -> None:
        options: dict[str, Any] = {"max_digits": 15, "decimal_places": 2, "widget": AffixedInput(prefix="£")}
        super().__init__(**(options | kwargs))


class PercentField(_Figures):
    """A percentage as people say it: "12.5" is 12.5 %, kept as `Decimal("12.5")`."""

    def __init__(self, **kwargs: Any) -> None:
        options: dict[str, Any] = {"max_digits": 7, "decimal_places": 4}
        options["widget"] = AffixedInput(suffix="%", attrs={"class": "govuk-input--width-5"})
        super().__init__(**(options | kwargs))


class DateInput(forms.MultiWidget):
    """Three boxes: day, month, year. Posted as `name_0`, `name_1`, `name_2`."""

    template_name = "govuk/widgets/date.html"
    use_fieldset = True
    parts = (("day", _("Day"), 2), ("month", _("Month"), 2), ("year", _("Year"), 4))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes = [
            forms.TextInput(
                {"inputmode": "numeric", "class": f"govuk-input govuk-date-input__input govuk-input--width-{width}"}
            )
            for _name, _label, width in self.parts
        ]
        super().__init__(boxes, attrs)
        self.wrong: frozenset[str] = frozenset()  # the boxes at fault, "day", "month", "year"; none means all

    def decompress(self, value: Any) -> list[Any]:
        """The three parts of a day; an address that fills a form in gives it as ISO text."""
        if isinstance(value, str):
            with contextlib.suppress(ValueError):
                value = datetime.date.fromisoformat(value)
        if isinstance(value, datetime.datetime):
            value = value.date()
        return [value.day, value.month, value.year] if isinstance(value, datetime.date) else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        invalid = widget["attrs"].pop("aria-invalid", None)
        for (part, label, _width), box in zip(self.parts, widget["subwidgets"], strict=True):
            box["label"] = label
            box["attrs"].pop("aria-invalid", None)
            if invalid and (not self.wrong or part in self.wrong):
                box["attrs"] |= {"class": f"{box['attrs']['class']} govuk-input--error", "aria-invalid": "true"}
        return context

    def id_for_label(self, id_: str) -> str:
        """The first box that is wrong, so that the error summary leads to it; otherwise the day."""
        first = next((i for i, (part, *_rest) in enumerate(self.parts) if part in self.wrong), 0)
        return f"{id_}_{first}" if id_ else id_

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> list[str | None]:
        """The three boxes; a single `name` of ISO form ("2026-03-31") is read too, for links and the API's sake."""
        whole = data.get(name)
        if isinstance(whole, str) and whole.count("-") == 2:
            year, month, day = whole.split("-")
            return [day, month, year]
        return [data.get(f"{name}_{index}") for index in range(3)]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> bool:
        return name not in data and all(f"{name}_{index}" not in data for index in range(3))


class DateField(forms.Field):
    """A date in three boxes. The month may be a number or its English name."""

    widget = DateInput
    default_error_messages = {
        "invalid": _("%(label)s must be a real date"),
        "incomplete": _("%(label)s must include a %(missing)s"),
    }

    def to_python(self, value: Any) -> datetime.date | None:
        if value is None or isinstance(value, datetime.date):
            return value
        boxes = dict(zip(("day", "month", "year"), (str(part or "").strip() for part in value), strict=True))
        self._mark(frozenset())
        if not any(boxes.values()):
            return None
        if missing := [part for part, text in boxes.items() if not text]:
            self._mark(frozenset(missing))
            joined = gettext(" and ").join(gettext(part) for part in missing)
            self._refuse("incomplete", missing=joined)
        try:
            return self._read(**boxes)
        except ValueError:
            self._refuse("invalid")

    def _read(self, *, day: str, month: str, year: str) -> datetime.date:
        if len(year) != 4:
            self._mark(frozenset({"year"}))
            raise ValueError
        number = MONTHS.get(month[:3].lower()) or int(month)
        if not 1 <= number <= 12:
            self._mark(frozenset({"month"}))
        return datetime.date(int(year), number, int(day))

    def _mark(self, wrong: frozenset[str]) -> None:
        """Tells the widget, which belongs to this form alone, which boxes are at fault."""
        widget: object = self.widget
        if isinstance(widget, DateInput):
            widget.wrong = wrong

    def _refuse(self, code: str, **params: str) -> NoReturn:
        label = str(self.label or gettext("The date"))
        raise ValidationError(self.error_messages[code], code=code, params={"label": label} | params)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return super().has_changed(initial, self.to_python(data))
        except ValidationError:
            return True
