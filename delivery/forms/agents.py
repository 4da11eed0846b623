"""The agent on whose behalf something is recorded: asked only of those who act for several."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Organisation
from govuk.forms import Form


class AgentForm(Form):
    """`agents` are those for which the person records; the only one is taken without asking."""

    agent = forms.ModelChoiceField(
        label="Lead agent",
        queryset=Organisation.objects.none(),
        to_field_name="code",
        error_messages={"required": "Select the lead agent"},
    )

    def __init__(self, *args: Any, agents: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only_agent = agents.get() if agents.count() == 1 else None
        field = self.fields["agent"]
        assert isinstance(field, forms.ModelChoiceField)
        if self.only_agent:
            del self.fields["agent"]
        else:
            field.queryset = agents

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        return given | ({"agent": self.only_agent} if self.only_agent else {})
