from collections.abc import Mapping
from typing import Any

from django import forms

from delivery.domain import sources
from delivery.domain.suppression import Rule
from govuk.forms import CharacterCount, Form


def _asks(source: sources.Source) -> str:
    rule = source.rule
    said = f"asks for at least {rule.threshold}"
    said += f", counts rounded to {rule.base}" if rule.base > 1 else ""
    return said + (", nought hidden too" if rule.hides_nought else "")


class DisclosureRuleForm(Form):
    """How small counts of an outcome are protected. What is left empty is taken as the source asks for it."""

    outcome = forms.ChoiceField(label="Outcome", required=False)
    source = forms.ChoiceField(
        label="Where the data come from",
        choices=[(source.code, f"{source.name} ({_asks(source)})") for source in sources.SOURCES],
        widget=forms.RadioSelect,
        error_messages={"required": "Select where the data come from"},
    )
    threshold = forms.IntegerField(
        label="Least count that is shown",
        help_text="Counts of people below it are hidden. Leave empty to take what the source asks for",
        required=False,
        error_messages={"invalid": "Enter a whole number, such as 5"},
    )
    base = forms.IntegerField(
        label="Round counts to a multiple of",
        help_text="1 rounds nothing. Leave empty to take what the source asks for",
        required=False,
        error_messages={"invalid": "Enter a whole number, such as 5"},
    )
    hides_nought = forms.BooleanField(label="Hide nought as well", required=False)
    reason = forms.CharField(
        label="Why",
        help_text="For example, which agreement with the keeper of the data asks for it",
        max_length=2000,
        widget=CharacterCount(attrs={"rows": 3}),
        error_messages={"required": "Enter why the rule is set"},
    )

    def __init__(self, *args: Any, outcomes: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Every other outcome"), *outcomes.items()]

    def clean(self) -> dict[str, Any]:
        """With `rule`, in which the source fills what was left empty. It may be stricter than the source, not laxer."""
        cleaned = super().clean() or {}
        source = sources.BY_CODE.get(cleaned.get("source", ""))
        if source is None or self.errors:
            return cleaned
        rule = Rule(
            source.rule.threshold if cleaned["threshold"] is None else cleaned["threshold"],
            source.rule.base if cleaned["base"] is None else cleaned["base"],
            cleaned["hides_nought"] or source.rule.hides_nought,
        )
        for name, problem in sources.problems(source, rule).items():
            self.add_error(name, problem)
        return cleaned | {"rule": rule}
