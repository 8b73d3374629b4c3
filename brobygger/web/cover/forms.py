from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.accounts.models import User
from brobygger.appointments.moments import When
from brobygger.followup.models import CallBack
from brobygger.intake.gaps import held_name
from brobygger.intake.models import Responsibility
from brobygger.web.collisions import MayCollide
from brobygger.web.days import Days
from brobygger.web.fields import DateField, RowChoice, RowChoices, TimeField
from brobygger.web.forms import Form, FreeText
from brobygger.web.intake.forms import ReasonAboveRange

LONGEST_REASON = 300  # letters, as the table has it
LONGEST_ABOVE = 200
FEW = 2  # that many are ticked as fast one by one


class RingWhenForm(MayCollide):
    """When one has agreed to ring."""

    on = DateField(when=Days.PLAN, label=gettext_lazy("Hvilken dag?"), error_messages={"required": gettext_lazy("Skriv hvilken dag")})
    at = TimeField(label=gettext_lazy("Klokka"), error_messages={"required": gettext_lazy("Skriv klokkeslettet")})

    def when(self) -> When:
        return When(self.cleaned_data["on"], self.cleaned_data["at"])

    @staticmethod
    def initial_of(call: CallBack, *, today: date) -> dict[str, object]:
        return {"on": call.appointment.on, "at": call.appointment.at} if call.appointment is not None else {"on": today}


class AbsenceForm(Form):
    """The days; and who stands in, once it is known that somebody must."""

    starts_on = DateField(label=gettext_lazy("Første dag borte"), error_messages={"required": gettext_lazy("Skriv første dag")})
    ends_on = DateField(when=Days.PLAN, label=gettext_lazy("Siste dag borte"), error_messages={"required": gettext_lazy("Skriv siste dag")})

    def __init__(self, *args: Any, stand_ins: Sequence[User] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_stand_ins = stand_ins is None or bool(stand_ins)
        if stand_ins is not None:
            self.fields["stand_in"] = RowChoice(
                label=_("Hvem står inn for dem?"),
                help_text=_("Kollegaen svarer bare i disse dagene. Etterpå går alt tilbake av seg selv."),
                error_messages={"required": _("Velg hvem som står inn")},
                widget=forms.RadioSelect,
            )
            self.offer("stand_in", stand_ins)


CHOOSE_HELD = gettext_lazy("Velg hvem og hva det gjelder")


class HandoverForm(Form):
    """What is asked about: one whom the page one came from is about, with the others folded away; else all there are, with a tick for all.

    Takes   about  the one to begin with, if there is one
    """

    everything = forms.BooleanField(label=gettext_lazy("Alle sammen"), required=False)
    held = RowChoices(label=gettext_lazy("Hvem og hva gjelder det?"), error_messages={"required": CHOOSE_HELD})
    to = RowChoice(
        label=gettext_lazy("Hvem spør du?"), widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Velg hvem du spør")}
    )
    starts_on = DateField(
        when=Days.PLAN, label=gettext_lazy("Fra hvilken dag?"), error_messages={"required": gettext_lazy("Skriv fra hvilken dag")}
    )
    answer_by = DateField(
        when=Days.PLAN, label=gettext_lazy("Svar innen"), error_messages={"required": gettext_lazy("Skriv når du trenger svar")}
    )
    because = FreeText(
        label=gettext_lazy("Hvorfor?"),
        readers="",
        lines=2,
        max_length=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Skriv hvorfor")},
    )

    def __init__(
        self, *args: Any, held: Sequence[Responsibility], labels: dict[User, str], about: Responsibility | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("held", sorted(held, key=lambda each: each != about), label=held_name)
        self.offer("to", labels, label=labels.__getitem__)
        self.read_by("because", _("Den du spør, og lederen"))
        if about is not None:
            self.fields["held"].template_name = "cover/_held.html"  # type: ignore[attr-defined]  # Django has it, its types do not
        if about is not None or len(held) < FEW or self.initial.get("held"):
            del self.fields["everything"]
        else:
            self.fields["held"].required = False

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.pop("everything", False):
            field = self.fields["held"]
            assert isinstance(field, RowChoices)
            self.cleaned_data["held"] = list(field.rows.values())
        if self.cleaned_data.get("held") == []:
            self.add_error("held", CHOOSE_HELD)
        return self.cleaned_data


class AcceptForm(Form):
    """Empty, unless one comes above the range."""

    def __init__(self, *args: Any, count: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if count:
            self.fields["above_range_because"] = FreeText(
                label=_("Hvorfor tar du flere enn 20?"),
                help_text=_("Med disse følger du opp %(count)s.") % {"count": count},
                readers=_("Lederen og kollegaene dine"),
                lines=1,
                max_length=LONGEST_ABOVE,
                error_messages={"required": _("Skriv hvorfor du tar flere enn 20")},
            )


class ResponsibleForm(Form):
    """For one whom nobody is responsible for."""

    responsible = RowChoice(
        label=gettext_lazy("Hvem blir ansvarlig?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hvem som blir ansvarlig")},
    )
    above_range_because = ReasonAboveRange()

    def __init__(self, *args: Any, labels: dict[User, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("responsible", labels, label=labels.__getitem__)


class DeputyForm(Form):
    deputy = RowChoice(
        label=gettext_lazy("Hvem står inn når den ansvarlige er borte?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg en stedfortreder")},
    )

    def __init__(self, *args: Any, labels: dict[User, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("deputy", labels, label=labels.__getitem__)


class WhyEnd(FreeText):
    """Asked of one who ends what a colleague is responsible for."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Hvorfor avsluttes det?"),
            help_text=_("Du er ikke ansvarlig her."),
            readers=_("Den som er ansvarlig, og lederen"),
            lines=2,
            max_length=LONGEST_REASON,
            error_messages={"required": _("Skriv hvorfor det avsluttes")},
        )


class EndForm(Form):
    on = DateField(label=gettext_lazy("Siste dag"), error_messages={"required": gettext_lazy("Skriv siste dag")})

    def __init__(self, *args: Any, asks_why: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_why:
            self.fields["because"] = WhyEnd()


class EndRelationForm(Form):
    """Empty for the one who is responsible."""

    def __init__(self, *args: Any, asks_why: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_why:
            self.fields["because"] = WhyEnd()


class DeclineForm(Form):
    because = FreeText(
        label=gettext_lazy("Hvorfor kan du ikke?"),
        readers="",
        lines=2,
        max_length=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Skriv hvorfor du ikke kan ta over")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read_by("because", _("Den som spør, og lederen"))
