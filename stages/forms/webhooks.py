"""What somebody says who sets up a webhook, and what they look for in its log."""

from typing import Any

from django import forms

from accounts.models import Organisation
from govuk.forms import Form
from notifications.domain import kinds
from notifications.models import Delivery
from stages.models import Programme

KINDS = [(kind.code, kind.label) for kind in kinds.KINDS]
NAMED = [(kind.code, f"{kind.label} ({kind.code})") for kind in kinds.KINDS]
"""With the name by which the system that is told knows the event."""


class EndpointForm(Form):
    purpose = forms.CharField(
        label="What is it for?", help_text="The system that is told, such as “Case management”", max_length=120
    )
    url = forms.CharField(
        label="Web address",
        help_text="Where the system takes webhooks. It must be reachable from the internet, by https",
        max_length=500,
    )
    organisation = forms.ChoiceField(label="Organisation", help_text="Whose system it is")
    programmes = forms.MultipleChoiceField(
        label="Programmes",
        help_text="Those in which you act for the organisation",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one programme"},
    )
    kinds = forms.MultipleChoiceField(
        label="Events",
        help_text="It is told only what your organisation may read on the pages",
        choices=NAMED,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one event"},
    )

    def __init__(self, *args: Any, choices: dict[Organisation, list[Programme]], **kwargs: Any) -> None:
        self._organisations = {str(one.pk): one for one in choices}
        super().__init__(*args, **kwargs)
        found = {programme.slug: programme.name for held in choices.values() for programme in held}
        self._choose("organisation", [(key, one.name) for key, one in self._organisations.items()])
        self._choose("programmes", sorted(found.items(), key=lambda pair: pair[1]))

    def _choose(self, name: str, offered: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered
        if len(offered) == 1:
            field.initial = [offered[0][0]] if name == "programmes" else offered[0][0]

    @property
    def given(self) -> dict[str, Any]:
        """What the action takes."""
        return self.cleaned_data | {"organisation": self._organisations[self.cleaned_data["organisation"]]}


class PauseEndpointForm(Form):
    because = forms.CharField(
        label="Why is it paused?",
        help_text="For those who look at it later",
        max_length=300,
        error_messages={"required": "Enter why it is paused"},
    )


class DeliveryFilterForm(Form):
    marks_optional = False

    q = forms.CharField(
        label="Search", help_text="An event’s id, a programme, or the number of an answer", required=False,
        max_length=60,
    )  # fmt: skip
    state = forms.ChoiceField(label="State", required=False, choices=[("", "All"), *Delivery.State.choices])
    kind = forms.ChoiceField(label="Event", required=False, choices=[("", "All"), *KINDS, (kinds.TEST, "Test")])
