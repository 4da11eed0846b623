from typing import TYPE_CHECKING, Any

from django import forms

from accounts.models import Organisation

if TYPE_CHECKING:
    OrganisationChoiceField = forms.ModelChoiceField[Organisation]
else:
    OrganisationChoiceField = forms.ModelChoiceField


class KnownOrganisationField(OrganisationChoiceField):
    """An organisation from the list, for which a name typed beside it may stand in: the form asks for one of them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Organisation.objects.none(), empty_label="Not in the list", **kwargs)

    def validate(self, value: Any) -> None:
        """Nothing chosen is allowed here; whether a name was typed is seen by the form."""
