"""Forms for building a loop: the loop, its employers, the day, and the next step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.accounts.models import User
from brobygger.loops.models import (
    FEWEST_EMPLOYERS,
    MOST_EMPLOYERS,
    MOST_PLACES,
    Accommodation,
    CalledOffBecause,
    Loop,
    LoopEmployer,
    NextStep,
    Shift,
    Task,
)
from brobygger.loops.periods import periods
from brobygger.parties.models import ContactPerson, Membership, Unit
from brobygger.reference.models import Municipality
from brobygger.web.days import Days
from brobygger.web.fields import (
    DateField,
    EmailField,
    FirstNameField,
    LastNameField,
    NumberField,
    OrganisationNumberField,
    PhoneField,
    PostalCodeField,
    RowChoice,
    RowChoices,
    TimeField,
    capitalised,
)
from brobygger.web.forms import Form, FreeText

READ_BY_ALL = _("Alle som kan åpne loopen,")


class LoopForm(Form):
    name = forms.CharField(label=_("Hva skal loopen hete?"), max_length=80, error_messages={"required": _("Gi loopen et navn")})
    region = RowChoice(label=_("Hvor er den?"), error_messages={"required": _("Velg en kommune")})
    trade = forms.CharField(
        label=_("Hvilken bransje?"),
        help_text=_("For eksempel handel, mat eller verksted. Flere går også."),
        max_length=80,
        error_messages={"required": _("Skriv bransjen")},
    )
    employers_wanted = NumberField(
        label=_("Hvor mange bedrifter?"),
        help_text=_("To til seks. Tre er det vanlige."),
        min_value=FEWEST_EMPLOYERS,
        max_value=MOST_EMPLOYERS,
    )
    driver = RowChoice(label=_("Hvem er driver?"), error_messages={"required": _("Velg driver")})
    coordinator = RowChoice(label=_("Hvem er koordinator?"), error_messages={"required": _("Velg koordinator")})
    offices = RowChoices(
        label=_("Hvem kan foreslå deltakere?"),
        help_text=_("Veilederne i enhetene du krysser av for, kan invitere dem de følger opp."),
        error_messages={"required": _("Kryss av for minst én enhet")},
    )

    def __init__(
        self,
        *args: Any,
        regions: Iterable[Municipality],
        drivers: Iterable[User],
        coordinators: Iterable[Membership],
        offices: Iterable[Unit],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("region", regions, none=gettext("Velg en kommune"))
        self.offer("driver", drivers, none=gettext("Velg driver"))
        self.offer(
            "coordinator",
            coordinators,
            label=lambda row: f"{row.user.name}, {row.unit.name}",
            key=lambda row: f"{row.user.public_id} {row.unit.public_id}",
            none=gettext("Velg koordinator"),
        )
        self.offer("offices", offices)

    def values(self) -> dict[str, Any]:
        """What `start_loop` takes: the loop belongs to the unit where the coordinator is one."""
        chosen = self.cleaned_data["coordinator"]
        return self.cleaned_data | {"coordinator": chosen.user, "unit": chosen.unit}


class NextStepForm(Form):
    text = FreeText(
        label=_("Hva skjer?"), readers=READ_BY_ALL, lines=2, max_length=200, error_messages={"required": _("Skriv hva som skal skje")}
    )
    owner = RowChoice(label=_("Hvem tar det?"), error_messages={"required": _("Velg hvem som tar det")})
    due_on = DateField(when=Days.PLAN, label=_("Innen når?"), error_messages={"required": _("Skriv datoen")})

    def __init__(self, *args: Any, owners: Iterable[User], step: NextStep | None, **kwargs: Any) -> None:
        if step is not None:
            kwargs["initial"] = {"text": step.text, "owner": step.owner, "due_on": step.due_on}
        super().__init__(*args, **kwargs)
        self.offer("owner", owners, none=gettext("Velg hvem"))


class CallOffForm(Form):
    because = forms.ChoiceField(
        label=_("Hvorfor?"),
        help_text=_("Setningen står i brevet til dem som er spurt."),
        choices=CalledOffBecause.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvorfor loopen avlyses")},
    )

    def clean_because(self) -> CalledOffBecause:
        return CalledOffBecause(self.cleaned_data["because"])


class SizeForm(Form):
    employers_wanted = NumberField(
        label=_("Hvor mange bedrifter skal loopen ha?"),
        help_text=_("To til seks. Hver deltaker kan være innom så mange bedrifter som det er perioder, høyst tre."),
        min_value=FEWEST_EMPLOYERS,
        max_value=MOST_EMPLOYERS,
        error_messages={"required": _("Skriv hvor mange")},
    )


class KickOffForm(Form):
    on = DateField(when=Days.PLAN, label=_("Hvilken dag?"), error_messages={"required": _("Skriv hvilken dag kick-off er")})
    from_time = TimeField(label=_("Fra klokka"), help_text="", error_messages={"required": _("Skriv når dagen begynner")})
    to_time = TimeField(label=_("Til klokka"), help_text="", error_messages={"required": _("Skriv når dagen slutter")})
    place = forms.CharField(label=_("Hvor?"), max_length=160, error_messages={"required": _("Skriv hvor det er")})
    interviews_from = TimeField(
        label=_("Når begynner intervjuene?"), help_text="", error_messages={"required": _("Skriv når intervjuene begynner")}
    )
    interview_minutes = NumberField(
        label=_("Minutter til hvert intervju"),
        help_text=_("Ta med tida det tar å bytte rom. 12 er det vanlige."),
        min_value=5,
        max_value=60,
        error_messages={"required": _("Skriv hvor mange minutter")},
    )
    starts_on = DateField(
        when=Days.PLAN,
        label=_("Når begynner deltakerne i bedriftene?"),
        error_messages={"required": _("Skriv når de begynner i bedriftene")},
    )


class ContactForm(Form):
    """How somebody at an employer is called and reached."""

    first_name = FirstNameField()
    last_name = LastNameField()
    title = forms.CharField(label=_("Stilling"), max_length=80, required=False)
    phone = PhoneField(required=False)
    email = EmailField(
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email"}),
        error_messages={"invalid": _("Skriv en e-postadresse, som navn@bedrift.no")},
    )


class NewEmployerForm(ContactForm):
    register_number = OrganisationNumberField()
    organisation = forms.CharField(
        label=_("Hva heter bedriften?"), max_length=160, error_messages={"required": _("Skriv navnet på bedriften")}
    )
    trade = forms.CharField(label=_("Bransje"), max_length=80, required=False)
    workplace = forms.CharField(
        label=_("Hva heter arbeidsstedet?"),
        help_text=_("Det folk kaller stedet der en skal arbeide."),
        max_length=160,
        error_messages={"required": _("Skriv navnet på arbeidsstedet")},
    )
    street = forms.CharField(label=_("Gateadresse"), max_length=160, required=False)
    postal_code = PostalCodeField(error_messages={"required": _("Skriv postnummeret til arbeidsstedet")})
    first_name = FirstNameField(label=_("Fornavn til den du snakker med"))
    can_decide = forms.BooleanField(label=_("Kan bestemme at bedriften blir med"), required=False)
    is_the_known = forms.CharField(label=_("Ja, det er dem. Legg dette til hos dem"), widget=forms.HiddenInput, required=False)
    field_order = (
        "register_number", "is_the_known", "organisation", "trade", "workplace", "street", "postal_code", "first_name", "last_name",
        "title", "phone", "email", "can_decide",
    )  # fmt: skip

    def clean(self) -> None:
        """The tick is for one number: another, that is typed after it, is asked about anew."""
        self.cleaned_data["is_the_known"] = self.cleaned_data.get("is_the_known") == self.cleaned_data.get("register_number", "")

    def line_of(self, refused: str | None) -> str | None:
        """Whose number it is, is asked only when another firm has it: the tick is seen then, and not before."""
        if refused == "is_the_known":
            number = self.cleaned_data["register_number"]
            self.fields[refused].widget = forms.CheckboxInput(attrs={"value": number}, check_test=lambda _sent: False)
        return super().line_of(refused)


class EmployerForm(Form):
    """What one employer brings. One number for each period, then the rest."""

    contact = RowChoice(label=_("Hvem ringer vi?"))
    commitments = FreeText(
        label=_("Hva stiller bedriften med?"),
        help_text=_("Fadder, arbeidstøy, opplæring og annet som er avtalt."),
        readers=READ_BY_ALL,
        max_length=1000,
        required=False,
    )
    room = forms.CharField(label=_("Rom på kick-off"), help_text=_("For eksempel Rom 1"), max_length=40, required=False)
    shifts = forms.MultipleChoiceField(
        label=_("Når gjøres arbeidet?"), choices=capitalised(Shift.choices), widget=forms.CheckboxSelectMultiple, required=False
    )
    cannot_arrange = forms.MultipleChoiceField(
        label=_("Dette kan bedriften ikke legge til rette for"),
        help_text=_("Planen tar hensyn til det. La stå tomt når alt går."),
        choices=capitalised(Accommodation.choices),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, employer: LoopEmployer, contacts: Iterable[ContactPerson], **kwargs: Any) -> None:
        super().__init__(*args, initial=initial_of(employer), **kwargs)
        self.offer("contact", dict.fromkeys([*(row.person for row in contacts), employer.contact]), label=str)
        self.places = [f"places_{number}" for number in range(employer.loop.periods)]
        for name, label in zip(self.places, place_labels(employer.loop), strict=True):
            self.fields[name] = NumberField(
                label=label, min_value=0, max_value=MOST_PLACES, error_messages={"required": gettext("Skriv et tall fra 0 til 6")}
            )
        self.order_fields([*self.places, "contact"])

    def values(self) -> dict[str, Any]:
        """What `change_employer` takes."""
        others = {name: value for name, value in self.cleaned_data.items() if name not in self.places}
        return {**others, "places": [self.cleaned_data[name] for name in self.places]}


def initial_of(employer: LoopEmployer) -> dict[str, object]:
    return {
        "contact": employer.contact,
        "commitments": employer.commitments,
        "room": employer.room,
        "shifts": employer.shifts,
        "cannot_arrange": employer.cannot_arrange,
        **{f"places_{number}": count for number, count in enumerate(employer.places)},
    }


def place_labels(loop: Loop) -> list[str]:
    """What each period is called: with its first day once the start is set."""
    dated = periods(loop)
    if dated:
        return [
            gettext("Plasser i periode %(number)s, fra %(day)s")
            % {"number": period.number + 1, "day": date_format(period.starts_on, gettext("j. F Y"))}
            for period in dated
        ]
    return [gettext("Plasser i periode %(number)s") % {"number": number} for number in range(1, loop.periods + 1)]


class TasksForm(Form):
    tasks = FreeText(
        label=_("Hva gjør en der?"),
        help_text=_("Én oppgave på hver linje, tre til ti i alt. Skriv kort og enkelt: «steke brød», «ta imot varer»."),
        readers=_("Deltakerne og bedriften"),
        lines=8,
        error_messages={"required": _("Skriv tre til ti oppgaver")},
    )

    def __init__(self, *args: Any, tasks: Iterable[Task], **kwargs: Any) -> None:
        super().__init__(*args, initial={"tasks": "\n".join(task.text for task in tasks)}, **kwargs)

    def texts(self) -> Sequence[str]:
        return str(self.cleaned_data["tasks"]).splitlines()


class ClosureForm(Form):
    starts_on = DateField(label=_("Første dag"), error_messages={"required": _("Skriv første dag")})
    ends_on = DateField(when=Days.PLAN, label=_("Siste dag"), error_messages={"required": _("Skriv siste dag")})
    reason = FreeText(
        label=_("Hvorfor?"),
        help_text=_("For eksempel ferie eller ombygging."),
        readers=READ_BY_ALL,
        lines=1,
        max_length=120,
        error_messages={"required": _("Skriv hvorfor det er stengt")},
    )
