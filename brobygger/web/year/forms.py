"""Forms of the year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.local_time import in_norway, local_day
from brobygger.loops.models import TURNINGS, LoopDate, Stay
from brobygger.parties.models import ContactPerson
from brobygger.web.days import Days
from brobygger.web.fields import DateField, NumberField, RowChoice, TimeField
from brobygger.web.forms import Form, FreeText


class SequenceForm(Form):
    """What a button about a date carries: which version of it was on the screen."""

    sequence = NumberField(min_value=0, max_value=32767, widget=forms.HiddenInput)


class CallOffDateForm(SequenceForm):
    """Why is asked while those it concerns are told."""

    def __init__(self, *args: Any, asks_why: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_why:
            self.fields["because"] = FreeText(
                label=gettext("Hvorfor avlyses det?"),
                readers=gettext("De som leder loopen,"),
                lines=2,
                max_length=200,
                error_messages={"required": gettext("Skriv hvorfor det avlyses")},
            )


class MoveForm(SequenceForm):
    """Another day, time or place. Asked by GET, carried out by POST."""

    on = DateField(when=Days.PLAN, label=_("Hvilken dag?"), error_messages={"required": _("Skriv hvilken dag")})
    from_time = TimeField(label=_("Fra klokka"), error_messages={"required": _("Skriv når det begynner")})
    to_time = TimeField(label=_("Til klokka"), error_messages={"required": _("Skriv når det slutter")})
    place = forms.CharField(label=_("Sted"), required=False, max_length=160)
    with_the_rest = forms.BooleanField(label=_("Flytt resten av året like mye"), required=False)
    despite = forms.BooleanField(required=False, widget=forms.HiddenInput)  # somebody has seen who is busy, and moves it likewise

    def __init__(self, *args: Any, row: LoopDate, **kwargs: Any) -> None:
        first, last = in_norway(row.starts_at), in_norway(row.ends_at)
        kwargs.setdefault(
            "initial",
            {
                "sequence": row.sequence,
                "on": local_day(first),
                "from_time": first.time(),
                "to_time": last.time(),
                "place": row.place,
            },
        )
        super().__init__(*args, **kwargs)
        if row.kind not in TURNINGS:
            del self.fields["with_the_rest"]

    def copies(self) -> list[tuple[str, str]]:
        """What was asked, for the form that carries it out."""
        return [(name, str(self.data[name])) for name in self.fields if self.data.get(name) and name != "despite"]

    def values(self) -> dict[str, Any]:
        """What `move_date` takes; `moved_dates` takes all but the sequence."""
        return {"with_the_rest": False, **{name: value for name, value in self.cleaned_data.items() if name != "despite"}}


class GoalsForm(Form):
    """What the four agreed at the start meeting."""

    goals = FreeText(
        label=_("Mål for opplæringen"),
        help_text=_("Skriv det dere ble enige om, med vanlige ord."),
        readers=_("Deltakeren, bedriften, fadderen og veilederen"),
        lines=5,
        max_length=600,
        error_messages={"required": _("Skriv målene dere ble enige om")},
    )
    mentor = RowChoice(label=_("Fadder"), required=False, widget=forms.Select)

    def __init__(self, *args: Any, stay: Stay, mentors: Sequence[ContactPerson], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"goals": stay.goals, "mentor": stay.mentor})
        super().__init__(*args, **kwargs)
        self.offer("mentor", mentors, label=lambda mentor: mentor.person, none=gettext("Ingen fadder ennå"))
