from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.appointments.moments import When
from brobygger.jobdev.actions.openings import LONGEST_TASKS, LONGEST_TITLE, MOST_PLACES, OpeningCard
from brobygger.jobdev.actions.visits import LONGEST_NEED, LONGEST_NEXT_STEP, LONGEST_PURPOSE, LONGEST_SPOKE_WITH, Outcome
from brobygger.jobdev.models import EmployerVisit, Opening, VisitKind
from brobygger.kernel.local_time import moment_on
from brobygger.parties.models import ContactPerson, Workplace
from brobygger.reference.models import WorkTime
from brobygger.web.collisions import MayCollide
from brobygger.web.days import Days
from brobygger.web.fields import (
    DateField,
    HoursField,
    MomentField,
    NumberField,
    PhoneField,
    PostalCodeField,
    RowChoice,
    TimeField,
    capitalised,
)
from brobygger.web.forms import Form, FreeText
from brobygger.web.loops.building_forms import ContactForm as NameAndReach
from brobygger.web.loops.building_forms import NewEmployerForm
from brobygger.web.occupations import Picks

COLLEAGUES = _("Kollegene i enheten")
NOON = time(12)  # a visit on another day without a time


class SearchForm(forms.Form):
    sok = forms.CharField(max_length=80, required=False)


class EmployerForm(NewEmployerForm):
    can_decide = forms.BooleanField(label=_("Kan bestemme"), required=False)


class CardForm(Form):
    """What a workplace and its firm are called, where it is, how it is reached, and how one gets in."""

    name = forms.CharField(label=_("Arbeidssted"), max_length=160, error_messages={"required": _("Skriv hva arbeidsstedet heter")})
    organisation = forms.CharField(
        label=_("Firma"),
        help_text=_("Rettes på alle arbeidsstedene til firmaet."),
        max_length=160,
        error_messages={"required": _("Skriv hva firmaet heter")},
    )
    trade = forms.CharField(label=_("Bransje"), max_length=80, required=False)
    street = forms.CharField(label=_("Gateadresse"), max_length=160, required=False)
    postal_code = PostalCodeField(required=False)
    phone = PhoneField(label=_("Sentralbord"), required=False)
    email = forms.EmailField(
        label=_("Felles e-post"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email"}),
        error_messages={"invalid": _("Skriv en e-postadresse, som navn@bedrift.no")},
    )
    way_in = forms.CharField(
        label=_("Slik kommer du inn"), help_text=_("For eksempel: inn ved varemottaket, ring på."), max_length=160, required=False
    )

    @staticmethod
    def initial_of(workplace: Workplace) -> dict[str, object]:
        return {
            "name": workplace.name,
            "organisation": workplace.organisation.name,
            "trade": workplace.organisation.trade,
            "street": workplace.street,
            "postal_code": workplace.postal_code_id or "",
            "phone": workplace.phone,
            "email": workplace.email,
            "way_in": workplace.way_in,
        }

    def of_workplace(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in {"organisation", "trade"}}

    def of_organisation(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["organisation"], "trade": self.cleaned_data["trade"]}


class LastDayForm(Form):
    on = DateField(label=_("Siste dag"), error_messages={"required": _("Skriv siste dag")})


class ContactForm(NameAndReach):
    can_decide = forms.BooleanField(label=_("Kan bestemme"), required=False)

    @staticmethod
    def initial_of(contact: ContactPerson) -> dict[str, object]:
        person = contact.person
        return {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "title": contact.title,
            "phone": person.phone,
            "email": person.email,
            "can_decide": contact.can_decide,
        }


def with_title(contact: ContactPerson) -> str:
    said = [str(contact.person), contact.title, gettext("kan bestemme") if contact.can_decide else ""]
    return ", ".join(each for each in said if each)


class CallOffForm(Form):
    """Empty for a visit of one's own."""

    def __init__(self, *args: Any, visit: EmployerVisit, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_own:
            self.fields["because"] = FreeText(
                label=_("Hvorfor avlyses det?"),
                help_text=_("Besøket er %(name)s sitt.") % {"name": visit.visitor.name},
                readers=_("De som besøker bedrifter i enheten,"),
                lines=2,
                max_length=200,
                error_messages={"required": _("Skriv hvorfor det avlyses")},
            )


class WhenForm(MayCollide):
    """A day, and a time for those who have agreed on one."""

    on = DateField(when=Days.PLAN, label=_("Hvilken dag?"), error_messages={"required": _("Skriv hvilken dag")})
    at = TimeField(label=_("Klokka"), help_text=_("La stå tomt når det kan være når som helst den dagen."), required=False)

    def when(self) -> When:
        return When(self.cleaned_data["on"], self.cleaned_data["at"])

    @staticmethod
    def initial_of(visit: EmployerVisit) -> dict[str, object]:
        assert visit.appointment is not None
        return {"on": visit.appointment.on, "at": visit.appointment.at}


class WithKey(Form):
    """A form whose sending twice gives one row: the key is made when the form is shown, or on the phone."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4

    def renew_key(self) -> None:
        """What was refused because the key is used can be saved as one more."""
        self.let_carry("key", uuid4())


class PlanForm(WhenForm, WithKey):
    kind = forms.ChoiceField(label=_("Hva skal du?"), choices=capitalised(VisitKind.choices), widget=forms.RadioSelect)
    meets = RowChoice(label=_("Hvem skal du treffe?"), widget=forms.RadioSelect, required=False)
    purpose = FreeText(label=_("Hva gjelder det?"), readers=COLLEAGUES, lines=1, max_length=LONGEST_PURPOSE, required=False)
    field_order = ("key", "on", "at", "kind", "meets", "purpose")

    def __init__(self, *args: Any, contacts: Sequence[ContactPerson], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"kind": VisitKind.VISIT})
        super().__init__(*args, **kwargs)
        self.offer("meets", contacts, label=with_title, none=gettext("Ikke avtalt"), last=True)

    def values(self) -> dict[str, Any]:
        """What `plan_visit` takes."""
        given = {name: self.cleaned_data[name] for name in ("key", "meets", "purpose")}
        return given | {"when": self.when(), "kind": VisitKind(self.cleaned_data["kind"])}


class OpeningForm(Form):
    template_name = "jobdev/opening_fields.html"

    title = forms.CharField(
        label=_("Kort sagt"),
        help_text=_("For eksempel dekkskift, frokostservering eller varepåfylling."),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Gi muligheten et kort navn")},
    )
    tasks = FreeText(
        label=_("Hva er arbeidet?"),
        readers=_("Kollegene i enheten og bedriften"),
        max_length=LONGEST_TASKS,
        error_messages={"required": _("Skriv hva arbeidet er")},
    )
    hours_per_week = HoursField()
    work_times = forms.MultipleChoiceField(
        label=_("Når på døgnet?"), choices=capitalised(WorkTime.choices), widget=forms.CheckboxSelectMultiple, required=False
    )
    starts_on = DateField(when=Days.PLAN, label=_("Fra når?"), required=False)
    ends_on = DateField(when=Days.PLAN, label=_("Til når?"), required=False)
    places = NumberField(
        label=_("Hvor mange plasser?"),
        initial=1,
        min_value=1,
        max_value=MOST_PLACES,
        error_messages={"required": _("Skriv hvor mange plasser")},
    )

    def __init__(self, *args: Any, picks: Picks, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.picks = picks

    def card(self) -> OpeningCard:
        given = {name: self.cleaned_data[name] for name in OpeningForm.base_fields}
        return OpeningCard(**{**given, "work_times": tuple(given["work_times"])}, occupation=next(iter(self.picks.chosen), None))

    @classmethod
    def initial_of(cls, opening: Opening) -> dict[str, object]:
        return {name: getattr(opening, name) for name in cls.base_fields}


class CorrectOpeningForm(OpeningForm):
    owner = RowChoice(label=_("Hvem følger opp?"), widget=forms.RadioSelect, error_messages={"required": _("Velg hvem som følger opp")})

    def __init__(self, *args: Any, owners: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("owner", owners)


class RelationForm(Form):
    responsible = RowChoice(
        label=_("Hvem har kontakten?"), widget=forms.RadioSelect, error_messages={"required": _("Velg hvem som har kontakten")}
    )
    deputy = RowChoice(label=_("Hvem er stedfortreder?"), widget=forms.RadioSelect, error_messages={"required": _("Velg en stedfortreder")})

    def __init__(self, *args: Any, users: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("responsible", "deputy"):
            self.offer(name, users)


class OutcomeForm(WithKey):
    """How it went, in a few taps: one answer is enough. The rest opens when it is needed."""

    template_name = "jobdev/outcome_fields.html"

    spoke_with_decider = forms.TypedChoiceField(
        label=_("Snakket du med en som kan bestemme?"),
        choices=[("ja", _("Ja")), ("nei", _("Nei"))],
        coerce=lambda answer: answer == "ja",
        widget=forms.RadioSelect,
        error_messages={"required": _("Svar ja eller nei på om du snakket med en som kan bestemme")},
    )
    meets = RowChoice(label=_("Hvem snakket du med?"), widget=forms.RadioSelect, required=False)
    spoke_with = forms.CharField(label=_("Navnet på den du snakket med"), max_length=LONGEST_SPOKE_WITH, required=False)
    need = FreeText(
        label=_("Hva trenger de hjelp til?"),
        help_text=_("Du kan diktere."),
        readers=COLLEAGUES,
        lines=3,
        max_length=LONGEST_NEED,
        required=False,
    )
    next_step = FreeText(label=_("Neste steg"), readers=COLLEAGUES, lines=1, max_length=LONGEST_NEXT_STEP, required=False)
    next_step_on = DateField(when=Days.PLAN, label=_("Når?"), required=False)
    kind = forms.ChoiceField(label=_("Hvordan?"), choices=capitalised(VisitKind.choices), widget=forms.RadioSelect)
    on = DateField(when=Days.PAST, label=_("Hvilken dag var det?"), help_text=_("La stå tomt når det var nå."), required=False)
    at = TimeField(label=_("Klokka"), required=False)
    happened_at = MomentField(required=False)
    title = forms.CharField(label=_("Kort sagt"), help_text=_("For eksempel dekkskift."), max_length=LONGEST_TITLE, required=False)
    tasks = FreeText(
        label=_("Hva er arbeidet?"), readers=_("Kollegene i enheten og bedriften"), lines=3, max_length=LONGEST_TASKS, required=False
    )
    starts_on = DateField(when=Days.PLAN, label=_("Fra når?"), required=False)

    def __init__(self, *args: Any, contacts: Sequence[ContactPerson], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"kind": VisitKind.VISIT})
        super().__init__(*args, **kwargs)
        self.offer("meets", contacts, label=with_title, none=gettext("En annen"), last=True)

    def clean(self) -> None:
        if self.cleaned_data.get("at") and not self.cleaned_data.get("on") and "on" not in self.errors:
            self.add_error("on", _("Skriv dagen også."))

    def has_opening(self) -> bool:
        """Whether what is asked about an opening stands open."""
        return self.is_in_use("title", "tasks", "starts_on")

    def has_other_time(self) -> bool:
        return self.is_in_use("on", "at") or bool(self["kind"].errors)

    def is_in_use(self, *names: str) -> bool:
        """Whether something is written in one of some fields, or is to be put right there."""
        return any(self[name].value() or self[name].errors for name in names)

    def outcome(self, *, today: date) -> Outcome:
        given = self.cleaned_data
        return Outcome(
            **{name: given[name] for name in ("spoke_with_decider", "meets", "spoke_with", "need", "next_step", "next_step_on")},
            kind=VisitKind(given["kind"]),
            held_at=self.held_at(today=today),
            opening=OpeningCard(title=given["title"], tasks=given["tasks"], starts_on=given["starts_on"])
            if given["title"] or given["tasks"]
            else None,
        )

    def held_at(self, *, today: date) -> datetime | None:
        """The moment that was written, or the one the phone kept; none for now."""
        on, at = self.cleaned_data["on"], self.cleaned_data["at"]
        if on is None or (on == today and at is None):
            kept: datetime | None = self.cleaned_data["happened_at"]
            return kept
        return moment_on(on, at or NOON)
