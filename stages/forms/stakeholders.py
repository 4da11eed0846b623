from django import forms
from django.db.models import QuerySet

from accounts.models import User
from govuk.forms import CharacterCount, DateField, Form
from stages.domain import salience

LEVELS = ((0, "0 – none"), (1, "1 – low"), (2, "2 – some"), (3, "3 – high"))


def _level(label: str, help_text: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=LEVELS,
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "small inline"}),
    )


class StakeholderForm(Form):
    """What is known of a stakeholder, besides the scores."""

    name = forms.CharField(label="Name", help_text="A person, a group or an organisation", max_length=200)
    kind = forms.CharField(
        label="Kind", help_text="For example service users, council, charity, regulator", max_length=80, required=False
    )
    need = forms.CharField(
        label="What they need from the programme",
        required=False,
        max_length=2000,
        widget=CharacterCount(attrs={"rows": 3}),
    )
    interest = _level("Interest in the programme", "For the power and interest grid")
    affects = forms.BooleanField(label="They can affect the programme", required=False)
    is_affected = forms.BooleanField(label="They are affected by the programme", required=False)
    survival_depends = forms.BooleanField(label="The programme's survival depends on them", required=False)
    is_service_user = forms.BooleanField(label="They are, or speak for, people who use the service", required=False)
    engagement = forms.CharField(
        label="Engagement action",
        help_text="What will be done to involve them",
        required=False,
        max_length=2000,
        widget=CharacterCount(attrs={"rows": 3}),
    )
    engagement_owner = forms.ModelChoiceField(
        label="Who owns the engagement",
        queryset=User.objects.none(),
        required=False,
        empty_label="Nobody yet",
    )
    next_review_on = DateField(label="Next review", required=False)

    def __init__(self, *args: object, members: QuerySet[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["engagement_owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = members


class ScoreForm(Form):
    """Power, legitimacy and urgency, on evidence."""

    power = _level("Power", "Can they make the programme do what it otherwise would not?")
    legitimacy = _level("Legitimacy", "Is their claim seen as proper, by law, contract or moral right?")
    urgency = _level("Urgency", "Is their claim pressing, and critical to them?")
    evidence = forms.CharField(
        label="Evidence",
        help_text="What you saw, read or were told, and when",
        max_length=2000,
        widget=CharacterCount(attrs={"rows": 3}),
    )


class StakeholderFilterForm(Form):
    q = forms.CharField(label="Search", required=False, max_length=100)
    salience = forms.ChoiceField(
        label="Salience",
        required=False,
        choices=[
            ("", "All"),
            *((found.code, found.name) for found in salience.CLASSES),
            ("unscored", "Not scored yet"),
        ],
    )
