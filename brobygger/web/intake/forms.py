from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.accounts.models import Language, User
from brobygger.intake.actions.referring import NewPerson, Referral
from brobygger.intake.models import Intake, Pathway, Service
from brobygger.parties.models import Person, Protection, SpokenLanguage, Unit
from brobygger.web.days import Days
from brobygger.web.fields import (
    DateField,
    EmailField,
    FirstNameField,
    HoursField,
    LastNameField,
    PhoneField,
    PostalCodeField,
    RowChoice,
    capitalised,
)
from brobygger.web.forms import Form, FreeText

YES, NO, UNKNOWN = "ja", "nei", ""
WANTS = gettext_lazy("Trenger og vil personen ha hjelp til å få eller beholde vanlig arbeid?")
NEEDS_HELP = gettext_lazy("Får personen det ikke til uten hjelp?")


class YesOrNo(forms.TypedChoiceField):
    """A question that is asked, and answered with a word: there is no answer until somebody has given one."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": gettext_lazy("Svar ja eller nei")})
        super().__init__(
            choices=[(YES, gettext_lazy("Ja")), (NO, gettext_lazy("Nei"))],
            coerce=lambda value: value == YES,
            widget=forms.RadioSelect,
            **kwargs,
        )


class YesNoOrUnknown(forms.TypedChoiceField):
    """A question one need not have the answer to. Its value is True, False, or None for what is not known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[(YES, gettext_lazy("Ja")), (NO, gettext_lazy("Nei")), (UNKNOWN, gettext_lazy("Vet ikke"))],
            coerce=lambda value: value == YES,
            empty_value=None,
            widget=forms.RadioSelect,
            required=False,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: YES, False: NO, None: UNKNOWN}.get(value, value)


class ReferralForm(Form):
    """Where to, and the two questions."""

    wants_ordinary_work = YesOrNo(label=WANTS)
    needs_help_to_get_it = YesOrNo(
        label=NEEDS_HELP, help_text=gettext_lazy("Begge svar er greie. Ingen blir avvist, og et nei kan rettes siden.")
    )
    talks_best = forms.ChoiceField(
        label=gettext_lazy("Hvilket språk snakker personen helst?"),
        choices=capitalised(SpokenLanguage.choices),
        initial=SpokenLanguage.NORWEGIAN,
    )
    unit = RowChoice(label=gettext_lazy("Hvor henviser du?"), error_messages={"required": gettext_lazy("Velg hvor du henviser")})
    service = forms.ChoiceField(
        label=gettext_lazy("Til hva?"),
        choices=capitalised(Service.choices),
        initial=Service.SUPPORTED_EMPLOYMENT,
        widget=forms.RadioSelect,
    )
    first_words = FreeText(
        label=gettext_lazy("Hva er lurt å vite før første samtale?"),
        help_text=gettext_lazy("For eksempel når det passer å ringe."),
        readers=gettext_lazy("Personen selv, de som følger opp og lederen"),
        max_length=400,
        required=False,
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", units, none=_("Velg") if len(units) > 1 else "")

    def referral(self) -> Referral:
        answers = self.cleaned_data
        return Referral(
            unit=answers["unit"],
            service=Service(answers["service"]),
            wants_ordinary_work=answers["wants_ordinary_work"],
            needs_help_to_get_it=answers["needs_help_to_get_it"],
            talks_best=SpokenLanguage(answers["talks_best"]) if answers["talks_best"] else None,
            first_words=answers["first_words"],
        )


class ReferForm(ReferralForm):
    person = RowChoice(label=gettext_lazy("Hvem henviser du?"), error_messages={"required": gettext_lazy("Velg hvem du henviser")})
    field_order = ("person",)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("person", people, none=_("Velg"))
        self.fields["talks_best"].required = False
        self.offer_words("talks_best", [("", _("Som det står på kortet")), *capitalised(SpokenLanguage.choices)()])
        self.initial["talks_best"] = ""


class ReferNewForm(ReferralForm):
    first_name = FirstNameField()
    last_name = LastNameField()
    phone = PhoneField(required=False)
    email = EmailField(required=False, error_messages={"invalid": gettext_lazy("Skriv hele e-postadressen, med @.")})
    postal_code = PostalCodeField(required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Hvilket språk skal brev og sider være på?"), choices=Language, initial=Language.BOKMAAL
    )
    protection = forms.ChoiceField(
        label=gettext_lazy("Har personen beskyttet adresse, eller er skjermet?"),
        help_text=gettext_lazy(
            "Spør først. «Ikke avklart» og alle andre svar enn «ingen» gjør at bare de som har klarering for nettopp det, ser personen. "
            "Det gjelder deg også."
        ),
        choices=capitalised(Protection.choices),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg et svar")},
    )
    field_order = ("first_name", "last_name", "phone", "email", "postal_code", "protection", "language")

    def card(self) -> NewPerson:
        answers = self.cleaned_data
        return NewPerson(
            first_name=answers["first_name"],
            last_name=answers["last_name"],
            phone=answers["phone"],
            email=answers["email"],
            postal_code=answers["postal_code"],
            language=Language(answers["language"]),
            protection=Protection(answers["protection"]),
        )


class OwnerForm(Form):
    owner = RowChoice(
        label=gettext_lazy("Hvem skal svare?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hvem som skal svare")},
    )
    reason = FreeText(
        label=gettext_lazy("Hvorfor en annen enn forslaget?"),
        readers=gettext_lazy("Lederne i enheten"),
        lines=2,
        max_length=400,
        required=False,
    )

    def __init__(self, *args: Any, labels: dict[User, str], has_proposal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("owner", labels, label=labels.__getitem__)
        if not has_proposal:
            del self.fields["reason"]


class AnswersForm(Form):
    wants_ordinary_work = YesOrNo(label=WANTS)
    needs_help_to_get_it = YesOrNo(label=NEEDS_HELP)

    def __init__(self, *args: Any, intake: Intake, **kwargs: Any) -> None:
        answers = {name: YES if getattr(intake, name) else NO for name in self.base_fields}
        super().__init__(*args, initial=answers, **kwargs)


class ReasonAboveRange(FreeText):
    """Why one more, when the one who becomes responsible may have a full caseload."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Hvorfor en til, hvis den ansvarlige har fullt?"),
            help_text=gettext_lazy("Trengs når det blir flere enn 20 på full stilling."),
            readers=gettext_lazy("Lederen og kollegaene"),
            lines=1,
            max_length=200,
            required=False,
        )


class WayForm(Form):
    """Which way somebody is on, and what the figures need beside it. Nothing here is about why."""

    pathway = forms.ChoiceField(
        label=gettext_lazy("Hvilken vei begynner dere på?"),
        help_text=gettext_lazy(
            "Jobb først: dere leter etter en vanlig jobb med en gang, og det som trengs, læres på jobben. "
            "Opplæring først: kurs eller praksis kommer før jobben. Det kan rettes siden."
        ),
        choices=capitalised(Pathway.choices),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hvilken vei dere begynner på")},
    )
    hours_wished = HoursField(label=gettext_lazy("Hvor mange timer i uka er ønsket?"))
    worked_lately = YesNoOrUnknown(
        label=gettext_lazy("I arbeid i løpet av de siste to årene?"),
        help_text=gettext_lazy("Brukes bare når vi teller. Spør ikke hvorfor eller hvorfor ikke."),
    )

    def clean_pathway(self) -> Pathway:
        return Pathway(self.cleaned_data["pathway"])


class TakeInForm(WayForm):
    responsible = RowChoice(
        label=gettext_lazy("Hvem blir ansvarlig?"), error_messages={"required": gettext_lazy("Velg hvem som blir ansvarlig")}
    )
    deputy = RowChoice(
        label=gettext_lazy("Hvem er stedfortreder?"),
        help_text=gettext_lazy("Tar telefonen når den ansvarlige er borte."),
        error_messages={"required": gettext_lazy("Velg stedfortreder")},
    )
    above_range_because = ReasonAboveRange()
    field_order = ("pathway", "responsible", "deputy", "above_range_because", "hours_wished", "worked_lately")

    def __init__(self, *args: Any, labels: dict[User, str], why_deputy: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].help_text = f"{self.fields['deputy'].help_text} {why_deputy}".strip()
        for name in ("responsible", "deputy"):
            self.offer(name, labels, label=labels.__getitem__, none=_("Velg"))


class WaitForm(Form):
    until = DateField(
        when=Days.PLAN, label=gettext_lazy("Når får personen svar, senest?"), error_messages={"required": gettext_lazy("Skriv en dag")}
    )
    owner = RowChoice(
        label=gettext_lazy("Hvem passer på at det skjer?"), error_messages={"required": gettext_lazy("Velg hvem som passer på")}
    )

    def __init__(self, *args: Any, users: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("owner", users, none=_("Velg"))


class HandOnForm(Form):
    to = FreeText(
        label=gettext_lazy("Hvem hjelper videre?"),
        help_text=gettext_lazy("En person eller et sted, som dere er blitt enige om."),
        readers=gettext_lazy("Personen selv, den som svarer og lederen"),
        lines=1,
        max_length=160,
        error_messages={"required": gettext_lazy("Skriv hvem som hjelper videre")},
    )
