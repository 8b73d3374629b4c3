from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.web.forms import Form

WRONG = _("Nummeret har 32 tall og bokstaver. Kopier hele fra lista eller fra personens side.")


class FilterForm(Form):
    """Both are opaque ids: whoever asks for the list has been given one, or presses one in the list."""

    person = forms.UUIDField(label=_("Nummeret til den det er slått opp på"), required=False, error_messages={"invalid": WRONG})
    actor = forms.UUIDField(label=_("Nummeret til den som har slått opp"), required=False, error_messages={"invalid": WRONG})
