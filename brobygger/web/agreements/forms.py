"""What is written about a stay, in the windows and by the coordinator: the same fields, with other readers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.accounts.models import Language, User
from brobygger.agreements.actions.words import LONGEST_TASK_DONE
from brobygger.agreements.models import EmployerWords, Evaluation, WayOn
from brobygger.parties.models import ContactPerson
from brobygger.web.days import Days
from brobygger.web.fields import DateField, RowChoice
from brobygger.web.forms import Form, FreeText

LONGEST_ANSWER = 1000
LONGEST_WORDS = 1200
LONGEST_AIM = 600
OWN_TASKS = ("own_0", "own_1", "own_2")

LANGUAGE_WORDS = {  # inside a sentence; the menu of languages has each by its own name
    Language.BOKMAAL: gettext_lazy("bokmål"),
    Language.NYNORSK: gettext_lazy("nynorsk"),
    Language.ENGLISH: gettext_lazy("engelsk"),
}


class EvaluationForm(Form):
    """The three questions about a stay."""

    worked = FreeText(
        label=gettext_lazy("Hva gikk bra?"),
        readers="",
        max_length=LONGEST_ANSWER,
        error_messages={"required": gettext_lazy("Skriv noe som gikk bra. Det kan være kort.")},
    )
    hard = FreeText(label=gettext_lazy("Hva var vanskelig?"), readers="", max_length=LONGEST_ANSWER, required=False)
    way_on = FreeText(label=gettext_lazy("Hva betyr det for veien videre?"), readers="", max_length=LONGEST_ANSWER, required=False)

    def __init__(self, *args: Any, evaluation: Evaluation | None, readers: str, **kwargs: Any) -> None:
        if evaluation is not None:
            kwargs["initial"] = {name: getattr(evaluation, name) for name in ("worked", "hard", "way_on")}
        super().__init__(*args, **kwargs)
        for name in ("worked", "hard", "way_on"):
            self.read_by(name, readers)


class OneLine(FreeText):
    """One line of what the page says once who will read."""

    def __init__(self, *, label: Promise, max_length: int) -> None:
        super().__init__(label=label, readers="", lines=1, max_length=max_length, required=False)

    def who_reads(self) -> str:
        return ""


class WordsForm(Form):
    """Ticks for the tasks that were done, a few lines of one's own, the words, and who signs."""

    signed_by = RowChoice(
        label=gettext_lazy("Hvem snakket du med?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Velg hvem du snakket med")},
    )
    tasks = forms.MultipleChoiceField(label=gettext_lazy("Hvilke oppgaver er gjort?"), required=False, widget=forms.CheckboxSelectMultiple)
    own_0 = OneLine(label=gettext_lazy("En oppgave til"), max_length=LONGEST_TASK_DONE)
    own_1 = OneLine(label=gettext_lazy("Enda en oppgave"), max_length=LONGEST_TASK_DONE)
    own_2 = OneLine(label=gettext_lazy("Og enda en"), max_length=LONGEST_TASK_DONE)
    words = FreeText(
        label=gettext_lazy("Noen ord om arbeidet"),
        help_text=gettext_lazy("Hva er det verdt å vite for den neste som leser? Tre setninger holder."),
        readers="",
        lines=5,
        max_length=LONGEST_WORDS,
        error_messages={"required": gettext_lazy("Skriv noen ord om arbeidet")},
    )
    title = OneLine(label=gettext_lazy("Stilling"), max_length=80)

    def __init__(
        self,
        *args: Any,
        listed: Sequence[str],
        written: EmployerWords | None,
        readers: str,
        title: str = "",
        signers: Sequence[ContactPerson] = (),
        **kwargs: Any,
    ) -> None:
        done = list(written.tasks) if written is not None else []
        own = [task for task in done if task not in listed]
        own, more = own[: len(OWN_TASKS)], own[len(OWN_TASKS) :]  # the list may have been changed since, so ticked tasks are not lost
        kwargs["initial"] = {
            "tasks": [task for task in done if task not in own],
            "words": written.words if written is not None else "",
            "title": written.title if written is not None else title,
            "signed_by": written.signed_by if written is not None else None,
            **dict(zip(OWN_TASKS, own, strict=False)),
        }
        super().__init__(*args, **kwargs)
        self.offer("signed_by", [contact.person for contact in signers], label=str)
        self.offer_words("tasks", [(task, task) for task in [*listed, *more]])
        self.read_by("words", readers)
        if not signers:
            del self.fields["signed_by"]

    def values(self) -> dict[str, Any]:
        """What the action takes. A window's own holder signs; `signed_by` is then not among them."""
        given = self.cleaned_data
        own = [given[name] for name in OWN_TASKS if given[name]]
        values = {name: given[name] for name in ("words", "title", "signed_by") if name in given}
        return values | {"tasks": [*given["tasks"], *own]}


class AimForm(Form):
    """The candidate's own words for what they want."""

    aim = FreeText(
        label=gettext_lazy("Hva vil du?"),
        readers="",
        max_length=LONGEST_AIM,
        error_messages={"required": gettext_lazy("Skriv hva du vil, med egne ord")},
    )

    def __init__(self, *args: Any, way_on: WayOn, readers: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"aim": way_on.aim}, **kwargs)
        self.read_by("aim", readers)


class WayOnForm(Form):
    """The way on, written together with the candidate."""

    aim = FreeText(label="", readers="", max_length=LONGEST_AIM)
    helps = FreeText(label=gettext_lazy("Hva hjelper på veien dit?"), readers="", max_length=LONGEST_AIM, required=False)
    first_step = FreeText(
        label=gettext_lazy("Hva er det første som skal gjøres?"),
        readers="",
        lines=1,
        max_length=200,
        error_messages={"required": gettext_lazy("Skriv det første som skal gjøres")},
    )
    owner = RowChoice(label=gettext_lazy("Hvem hjelper?"), error_messages={"required": gettext_lazy("Velg hvem som hjelper")})
    due_on = DateField(when=Days.PLAN, label=gettext_lazy("Innen når?"), error_messages={"required": gettext_lazy("Skriv innen når")})

    def __init__(self, *args: Any, first_name: str, way_on: WayOn | None, helpers: Sequence[User], readers: str, **kwargs: Any) -> None:
        if way_on is not None:
            kwargs["initial"] = {
                "aim": way_on.aim,
                "helps": way_on.help,
                "first_step": way_on.first_step,
                "owner": way_on.owner,
                "due_on": way_on.due_on,
            }
        super().__init__(*args, **kwargs)
        self.offer("owner", helpers, none=_("Velg"))
        self.fields["aim"].label = _("Hva vil %(name)s?") % {"name": first_name}
        self.fields["aim"].error_messages["required"] = _("Skriv hva %(name)s vil, med egne ord") % {"name": first_name}
        for name in ("aim", "helps", "first_step"):
            self.read_by(name, readers)


class IssueForm(Form):
    """Which language the certificate is made in. The candidate can have it in the others too."""

    language = forms.ChoiceField(label=gettext_lazy("Språk på attesten"), choices=Language.choices, widget=forms.RadioSelect)
