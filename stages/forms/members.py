from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Organisation, Role
from govuk.forms import Form


class MemberForm(Form):
    email = forms.EmailField(label="Email address", max_length=254)
    name = forms.CharField(
        label="Name", help_text="Needed only for somebody who has no account yet", max_length=200, required=False
    )
    role = forms.ChoiceField(label="Role", choices=[("", "Select a role"), *Role.choices])
    organisation = forms.ModelChoiceField(
        label="Organisation",
        help_text="Needed for agents and principals: the one for which they act",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="None",
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisations
