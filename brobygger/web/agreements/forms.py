"""What is written about a stay, in the windows and by the coordinator: the same fields, with other readers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.accounts.models import Language, User
from brobygger.agreements.actions.words import LONGEST_TASK_DONE, MOST_OWN_TASKS
from brobygger.agreements.models import EmployerWords, Evaluation, WayOn
from brobygger.parties.models import ContactPerson
from brobygger.web.fields import DateField
from brobygger.web.forms import Form, FreeText

LONGEST_ANSWER = 1000
LONGEST_WORDS = 1200
LONGEST_AIM = 600


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
            self.fields[name].readers = readers


class OwnTask(FreeText):
    """One line for a task of the employer's own. The page says once who will read them."""

    def who_reads(self) -> str:
        return ""


class WordsForm(Form):
    """Ticks for the tasks that were done, a few lines of one's own, the words, and who signs."""

    tasks = forms.MultipleChoiceField(label=gettext_lazy("Hvilke oppgaver er gjort?"), required=False, widget=forms.CheckboxSelectMultiple)
    words = FreeText(
        label=gettext_lazy("Noen ord om arbeidet"),
        help_text=gettext_lazy("Hva er det verdt å vite for den neste som leser? Tre setninger holder."),
        readers="",
        lines=5,
        max_length=LONGEST_WORDS,
        error_messages={"required": gettext_lazy("Skriv noen ord om arbeidet")},
    )
    title = FreeText(label=gettext_lazy("Stilling"), readers="", lines=1, max_length=80, required=False)

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
        own, more = own[:MOST_OWN_TASKS], own[MOST_OWN_TASKS:]  # the list may have been changed since, so ticked tasks are not lost
        kwargs["initial"] = {
            "tasks": [task for task in done if task not in own],
            "words": written.words if written is not None else "",
            "title": written.title if written is not None else title,
            "signed_by": str(written.signed_by.public_id) if written is not None else "",
            **{f"own_{number}": task for number, task in enumerate(own)},
        }
        super().__init__(*args, **kwargs)
        self.signers = {str(contact.person.public_id): contact.person for contact in signers}
        self.fields["tasks"].choices = [(task, task) for task in [*listed, *more]]
        self.fields["words"].readers = readers
        self.fields["title"].who_reads = lambda: ""
        for number in range(MOST_OWN_TASKS):
            self.fields[f"own_{number}"] = OwnTask(
                label=(_("En oppgave til"), _("Enda en oppgave"), _("Og enda en"))[number],
                readers="",
                lines=1,
                max_length=LONGEST_TASK_DONE,
                required=False,
            )
        if signers:
            self.fields["signed_by"] = forms.ChoiceField(
                label=_("Hvem snakket du med?"),
                choices=[(key, str(person)) for key, person in self.signers.items()],
                widget=forms.RadioSelect,
                error_messages={"required": _("Velg hvem du snakket med")},
            )
        self.order_fields(["signed_by", "tasks", *(f"own_{number}" for number in range(MOST_OWN_TASKS)), "words", "title"])

    def values(self) -> dict[str, Any]:
        """What the action takes. A window's own holder signs; `signed_by` is then not among them."""
        own = [self.cleaned_data[f"own_{number}"] for number in range(MOST_OWN_TASKS)]
        values = {
            "tasks": [*self.cleaned_data["tasks"], *(task for task in own if task)],
            "words": self.cleaned_data["words"],
            "title": self.cleaned_data["title"],
        }
        if self.signers:
            values["signed_by"] = self.signers[self.cleaned_data["signed_by"]]
        return values


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
        self.fields["aim"].readers = readers


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
    owner = forms.ChoiceField(label=gettext_lazy("Hvem hjelper?"), error_messages={"required": gettext_lazy("Velg hvem som hjelper")})
    due_on = DateField(label=gettext_lazy("Innen når?"), error_messages={"required": gettext_lazy("Skriv innen når")})

    def __init__(self, *args: Any, first_name: str, way_on: WayOn | None, helpers: Sequence[User], readers: str, **kwargs: Any) -> None:
        if way_on is not None:
            kwargs["initial"] = {
                "aim": way_on.aim,
                "helps": way_on.help,
                "first_step": way_on.first_step,
                "owner": str(way_on.owner.public_id),
                "due_on": way_on.due_on,
            }
        super().__init__(*args, **kwargs)
        self.helpers = {str(user.public_id): user for user in helpers}
        self.fields["owner"].choices = [("", _("Velg")), *((key, user.name) for key, user in self.helpers.items())]
        self.fields["aim"].label = _("Hva vil %(name)s?") % {"name": first_name}
        self.fields["aim"].error_messages["required"] = _("Skriv hva %(name)s vil, med egne ord") % {"name": first_name}
        for name in ("aim", "helps", "first_step"):
            self.fields[name].readers = readers

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "owner": self.helpers[self.cleaned_data["owner"]]}


class IssueForm(Form):
    """Which language the certificate is made in. The candidate can have it in the others too."""

    language = forms.ChoiceField(label=gettext_lazy("Språk på attesten"), choices=Language.choices, widget=forms.RadioSelect)
