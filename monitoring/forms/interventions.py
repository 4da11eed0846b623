from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Organisation, User
from govuk.forms import DateField
from monitoring.models import InterventionStep
from stages.forms.few_people import ReadByAll

LEVELS = InterventionStep.Level.choices


def _words(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, widget=forms.Textarea(attrs={"rows": 4}))


class StepForm(ReadByAll):
    """The next step on the ladder."""

    level = forms.TypedChoiceField(label="Level", choices=LEVELS, coerce=int, widget=forms.RadioSelect)
    reason = _words("Reason", "The agent reads it")
    look_again_on = DateField(
        label="Day on which it is looked at again",
        required=False,
        help_text="By then the agent answers. Leave empty for a step back to routine",
    )


class BeginForm(StepForm):
    """The first step, about one agent."""

    agent = forms.ModelChoiceField(
        label="Agent", queryset=Organisation.objects.none(), to_field_name="code", empty_label="Select an agent"
    )
    field_order = ("agent", "level", "reason", "look_again_on")

    def __init__(self, *args: Any, agents: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agent, level = self.fields["agent"], self.fields["level"]
        assert isinstance(agent, forms.ModelChoiceField)
        assert isinstance(level, forms.ChoiceField)
        agent.queryset = agents
        level.choices = LEVELS[1:]


class PromiseForm(ReadByAll):
    """Something for the improvement plan."""

    what = _words("What will be done")
    owner = forms.ModelChoiceField(label="Who owns it", queryset=User.objects.none(), empty_label="Select a person")
    due_on = DateField(label="Due date", help_text="For example, 31 3 2027")

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = people


class FulfilForm(ReadByAll):
    """What became of a promise."""

    note = _words("What was done")


class ReplyForm(ReadByAll):
    """An answer."""

    text = _words("Your reply", "Everybody who sees the intervention reads it")
