from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.appointments.models import Appointment
from brobygger.appointments.moments import When
from brobygger.intake.models import Engagement
from brobygger.parties.models import ContactPerson, Person, Workplace
from brobygger.web.collisions import MayCollide
from brobygger.web.days import Days
from brobygger.web.fields import DateField, RowChoice, TimeField
from brobygger.web.forms import Form, FreeText
from brobygger.web.jobdev.forms import COLLEAGUES, WithKey, with_title

LONGEST_PLACE, LONGEST_ABOUT, LONGEST_REASON = 160, 200, 200
PLACES = "steder"  # the id of the list of places to choose from


class TimesForm(MayCollide):
    """When, where and about what."""

    on = DateField(when=Days.PLAN, label=_("Hvilken dag?"), error_messages={"required": _("Skriv hvilken dag")})
    at = TimeField(label=_("Fra klokka"), help_text=_("La stå tomt når det kan være når som helst den dagen."), required=False)
    until = TimeField(label=_("Til klokka"), help_text=_("La stå tomt for en vanlig lengde."), required=False)
    place = FreeText(
        label=_("Hvor?"),
        readers=_("De avtalen gjelder,"),
        lines=1,
        max_length=LONGEST_PLACE,
        required=False,
        widget=forms.TextInput(attrs={"list": PLACES, "autocomplete": "off"}),
    )
    about = FreeText(label=_("Hva gjelder det?"), readers=COLLEAGUES, lines=1, max_length=LONGEST_ABOUT, required=False)
    tell = forms.BooleanField(label=_("Gi beskjed til deltakeren"), initial=True, required=False)

    def when(self) -> When:
        return When(self.cleaned_data["on"], self.cleaned_data["at"], self.cleaned_data["until"])

    def tell_nobody(self) -> None:
        """There is nobody to send word to."""
        del self.fields["tell"]

    def tell_named(self, person: Person) -> None:
        self.fields["tell"].label = gettext("Gi beskjed til %(name)s") % {"name": person.first_name}

    @property
    def tells(self) -> bool:
        return bool(self.cleaned_data.get("tell"))


class NewForm(TimesForm, WithKey):
    """With whom decides what it is: nobody is asked for the kind."""

    person = RowChoice(label=_("Hvem av dem du følger opp?"), required=False)
    workplace = RowChoice(label=_("Hvilken bedrift?"), required=False)
    meets = RowChoice(label=_("Hvem i bedriften?"), widget=forms.RadioSelect, required=False)
    by_phone = forms.BooleanField(label=_("På telefon"), required=False)
    field_order = ("key", "person", "workplace", "meets", "by_phone", "on", "at", "until", "place", "about", "tell")

    def __init__(
        self,
        *args: Any,
        engagements: Iterable[Engagement],
        workplaces: Iterable[Workplace],
        contacts: Iterable[ContactPerson],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        none = gettext("Ingen")
        self.offer("person", engagements, label=lambda each: each.person, key=lambda each: str(each.person.public_id), none=none)
        self.offer("workplace", workplaces, none=none)
        offered = list(contacts)
        if offered:
            self.offer("meets", offered, label=with_title, none=gettext("Ikke avtalt"), last=True)
        else:
            del self.fields["meets"]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not (said.get("person") or said.get("workplace") or said.get("about") or {"person", "workplace", "about"} & set(self.errors)):
            self.add_error("about", gettext("Skriv hva det gjelder, eller velg hvem avtalen er med."))
        meets, workplace = said.get("meets"), said.get("workplace")
        if meets is not None and (workplace is None or meets.workplace_id != workplace.pk):
            self.add_error("meets", gettext("%(name)s er ikke i den bedriften.") % {"name": meets.person})
        return said


class MoveForm(TimesForm):
    @staticmethod
    def initial_of(appointment: Appointment) -> dict[str, object]:
        return {
            "on": appointment.on,
            "at": appointment.at,
            "until": appointment.until,
            "place": appointment.place,
            "about": appointment.about,
            "tell": True,
        }


class CallOffForm(Form):
    """Why is asked for when it concerns others than oneself."""

    because = FreeText(
        label=_("Hvorfor?"), readers=COLLEAGUES, lines=1, max_length=LONGEST_REASON, error_messages={"required": _("Skriv hvorfor")}
    )
    tell = forms.BooleanField(label=_("Gi beskjed til deltakeren"), initial=True, required=False)

    def __init__(self, *args: Any, concerns_others: bool, tells: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not concerns_others:
            del self.fields["because"]
        if tells is None:
            del self.fields["tell"]
        else:
            self.fields["tell"].label = gettext("Gi beskjed til %(name)s") % {"name": tells.first_name}


def asked(query: QueryDict) -> dict[str, object]:
    """What an address fills in: `?person=`, `?arbeidssted=`, `?dag=2026-12-03` and `?kl=1000`. What stands there wrongly is left out."""
    found: dict[str, object] = {"person": query.get("person", ""), "workplace": query.get("arbeidssted", "")}
    with suppress(ValueError):
        found["on"] = date.fromisoformat(str(query.get("dag", "")))
    with suppress(ValueError):
        found["at"] = datetime.strptime(str(query.get("kl", "")), "%H%M").time()  # noqa: DTZ007  a time of day has no zone
    return found
