"""Forms for building a loop: the loop, its employers, the day, and the next step."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.loops.models import (
    FEWEST_EMPLOYERS,
    MOST_EMPLOYERS,
    MOST_PLACES,
    Accommodation,
    CalledOffBecause,
    Loop,
    LoopEmployer,
    Shift,
)
from brobygger.loops.periods import periods
from brobygger.parties.models import ContactPerson, Membership, Unit
from brobygger.reference.models import Municipality, PostalCode
from brobygger.reference.queries import current_postal_codes
from brobygger.web.fields import DateField, NumberField, TimeField, capitalised
from brobygger.web.forms import Form, FreeText
from brobygger.web.offered import choices

READ_BY_ALL = _("Alle som kan åpne loopen,")


class LoopForm(Form):
    name = forms.CharField(label=_("Hva skal loopen hete?"), max_length=80, error_messages={"required": _("Gi loopen et navn")})
    region = forms.ChoiceField(label=_("Hvor er den?"), error_messages={"required": _("Velg en kommune")})
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
    driver = forms.ChoiceField(label=_("Hvem er driver?"), error_messages={"required": _("Velg driver")})
    coordinator = forms.ChoiceField(label=_("Hvem er koordinator?"), error_messages={"required": _("Velg koordinator")})
    offices = forms.MultipleChoiceField(
        label=_("Hvem kan foreslå deltakere?"),
        help_text=_("Veilederne i enhetene du krysser av for, kan invitere dem de følger opp."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kryss av for minst én enhet")},
    )

    def __init__(
        self,
        *args,
        regions: Sequence[Municipality],
        drivers: Sequence,
        coordinators: Sequence[Membership],
        offices: Sequence[Unit],
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.regions = {row.number: row for row in regions}
        self.drivers = {str(row.public_id): row for row in drivers}
        self.coordinators = {f"{row.user.public_id} {row.unit.public_id}": row for row in coordinators}
        self.offices = {str(row.public_id): row for row in offices}
        self.fields["region"].choices = [("", gettext("Velg en kommune")), *((key, row.name) for key, row in self.regions.items())]
        self.fields["driver"].choices = choices(drivers, first=gettext("Velg driver"))
        self.fields["coordinator"].choices = [
            ("", gettext("Velg koordinator")),
            *((key, f"{row.user.name}, {row.unit.name}") for key, row in self.coordinators.items()),
        ]
        self.fields["offices"].choices = choices(offices)

    def values(self) -> dict[str, object]:
        """What `start_loop` takes."""
        chosen = self.coordinators[self.cleaned_data["coordinator"]]
        return {
            "name": self.cleaned_data["name"],
            "trade": self.cleaned_data["trade"],
            "employers_wanted": self.cleaned_data["employers_wanted"],
            "region": self.regions[self.cleaned_data["region"]],
            "driver": self.drivers[self.cleaned_data["driver"]],
            "coordinator": chosen.user,
            "unit": chosen.unit,
            "offices": [self.offices[key] for key in self.cleaned_data["offices"]],
        }


class NextStepForm(Form):
    text = FreeText(
        label=_("Hva skjer?"), readers=READ_BY_ALL, lines=2, max_length=200, error_messages={"required": _("Skriv hva som skal skje")}
    )
    owner = forms.ChoiceField(label=_("Hvem tar det?"), error_messages={"required": _("Velg hvem som tar det")})
    due_on = DateField(label=_("Innen når?"), error_messages={"required": _("Skriv datoen")})

    def __init__(self, *args, owners: Sequence, **kwargs):
        super().__init__(*args, **kwargs)
        self.owners = {str(row.public_id): row for row in owners}
        self.fields["owner"].choices = choices(owners, first=gettext("Velg hvem"))

    def values(self) -> dict[str, object]:
        return {**self.cleaned_data, "owner": self.owners[self.cleaned_data["owner"]]}


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
    on = DateField(label=_("Hvilken dag?"), error_messages={"required": _("Skriv hvilken dag kick-off er")})
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
        label=_("Når begynner deltakerne i bedriftene?"), error_messages={"required": _("Skriv når de begynner i bedriftene")}
    )


class ContactForm(Form):
    """How somebody at an employer is called and reached."""

    first_name = forms.CharField(label=_("Fornavn"), max_length=60, error_messages={"required": _("Skriv fornavnet")})
    last_name = forms.CharField(label=_("Etternavn"), max_length=80, error_messages={"required": _("Skriv etternavnet")})
    title = forms.CharField(label=_("Stilling"), max_length=80, required=False)
    phone = forms.CharField(label=_("Telefon"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    email = forms.EmailField(
        label=_("E-post"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email"}),
        error_messages={"invalid": _("Skriv en e-postadresse, som navn@bedrift.no")},
    )


class NewEmployerForm(ContactForm):
    register_number = forms.CharField(
        label=_("Organisasjonsnummer"),
        help_text=_("Ni sifre. Det står på nettsidene til bedriften og i Brønnøysundregistrene."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Skriv organisasjonsnummeret")},
    )
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
    postal_code = forms.CharField(
        label=_("Postnummer"),
        max_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Skriv postnummeret til arbeidsstedet")},
    )
    first_name = forms.CharField(
        label=_("Fornavn til den du snakker med"), max_length=60, error_messages={"required": _("Skriv fornavnet")}
    )
    can_decide = forms.BooleanField(label=_("Kan bestemme at bedriften blir med"), required=False)
    field_order = (
        "register_number", "organisation", "trade", "workplace", "street", "postal_code", "first_name", "last_name", "title", "phone",
        "email", "can_decide",
    )  # fmt: skip

    def clean_postal_code(self) -> PostalCode:
        found = current_postal_codes().filter(code=self.cleaned_data["postal_code"].strip()).first()
        if found is None:
            raise ValidationError(_("Det postnummeret finnes ikke. Skriv de fire sifrene på nytt."))
        return found


class EmployerForm(Form):
    """What one employer brings. One number for each period, then the rest."""

    contact = forms.ChoiceField(label=_("Hvem ringer vi?"))
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

    def __init__(self, *args, employer: LoopEmployer, contacts: Sequence[ContactPerson], **kwargs):
        kwargs.setdefault("initial", initial_of(employer))
        super().__init__(*args, **kwargs)
        self.people = {str(row.person.public_id): row.person for row in contacts}
        self.people.setdefault(str(employer.contact.public_id), employer.contact)
        self.fields["contact"].choices = [(key, str(person)) for key, person in self.people.items()]
        self.places = [f"places_{number}" for number in range(employer.loop.periods)]
        for name, label in zip(self.places, place_labels(employer.loop), strict=True):
            self.fields[name] = NumberField(
                label=label, min_value=0, max_value=MOST_PLACES, error_messages={"required": gettext("Skriv et tall fra 0 til 6")}
            )
        self.order_fields([*self.places, "contact"])

    def values(self) -> dict[str, object]:
        """What `change_employer` takes."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in self.places}
        return {**values, "contact": self.people[values["contact"]], "places": [self.cleaned_data[name] for name in self.places]}


def initial_of(employer: LoopEmployer) -> dict[str, object]:
    return {
        "contact": str(employer.contact.public_id),
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
            % {"number": period.number + 1, "day": date_format(period.starts_on, _("j. F Y"))}
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

    def texts(self) -> list[str]:
        return self.cleaned_data["tasks"].splitlines()


class ClosureForm(Form):
    starts_on = DateField(label=_("Første dag"), error_messages={"required": _("Skriv første dag")})
    ends_on = DateField(label=_("Siste dag"), error_messages={"required": _("Skriv siste dag")})
    reason = FreeText(
        label=_("Hvorfor?"),
        help_text=_("For eksempel ferie eller ombygging."),
        readers=READ_BY_ALL,
        lines=1,
        max_length=120,
        error_messages={"required": _("Skriv hvorfor det er stengt")},
    )
