from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.kernel.units import day
from brobygger.loops.kick_off.actions.inviting import LONGEST_TASK
from brobygger.loops.kick_off.actions.wishes import HIGHEST_WISH, LOWEST_WISH
from brobygger.loops.kick_off.queries import TasksToMark
from brobygger.loops.models import FEWEST_TASKS, MOST_PLACES, MOST_TASKS, Accommodation, LoopEmployer, Mark, Participant, Shift, Task
from brobygger.loops.periods import periods
from brobygger.web.fields import NumberField, Pick
from brobygger.web.forms import DesignField, Form, FreeText

LONGEST_PRESENTATION = 600
FARTHEST_KM = 500


class ListForm(Form):
    """A form with a field for each row of a list. A row that is not on the list is refused, be it forged or gone meanwhile."""

    row_prefix: ClassVar = ""

    def clean(self) -> dict[str, Any]:
        sent = {name for name in self.data if name.startswith(self.row_prefix)}
        if sent - self.fields.keys():
            raise forms.ValidationError(_("Lista er endret siden du åpnet siden. Se over svarene og lagre på nytt."))
        return self.cleaned_data


class MarksForm(ListForm):
    template_name = "window/form_marks.html"
    row_prefix = "oppgave-"

    def __init__(self, *args: Any, listed: Sequence[TasksToMark], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = listed
        for each in listed:
            for task, mark in each.tasks:
                self.fields[self.name_of(task)] = Pick(label=task.text, choices=Mark.choices, initial=mark, required=False)

    def name_of(self, task: Task) -> str:
        return f"{self.row_prefix}{task.public_id}"

    def by_employer(self) -> Iterator[tuple[LoopEmployer, list[forms.BoundField]]]:
        for each in self.listed:
            yield each.employer, [self[self.name_of(task)] for task, _mark in each.tasks]

    def marks(self) -> dict[Task, str]:
        """The tasks that have been marked; one left open is saved another time."""
        answers = {task: self.cleaned_data[self.name_of(task)] for each in self.listed for task, _mark in each.tasks}
        return {task: mark for task, mark in answers.items() if mark}


class PresentationForm(Form):
    presentation = FreeText(
        label=gettext_lazy("Slik presenterer jeg meg"),
        readers=gettext_lazy("Bedriftene, koordinatoren og veilederen din"),
        help_text=gettext_lazy("Hva vil du lære? Hva liker du? Noen få setninger holder."),
        lines=5,
        max_length=LONGEST_PRESENTATION,
        required=False,
    )
    travel_limit_km = NumberField(
        label=gettext_lazy("Hvor mange kilometer kan du reise én vei?"),
        help_text=gettext_lazy("I luftlinje. La det stå tomt hvis det ikke betyr noe."),
        min_value=1,
        max_value=FARTHEST_KM,
        required=False,
    )
    cannot_work = forms.MultipleChoiceField(
        label=gettext_lazy("Når kan du ikke jobbe?"), choices=Shift.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Hva må være på plass for deg?"),
        help_text=gettext_lazy("Kryss av for det du trenger. Du skal ikke si hvorfor."),
        choices=Accommodation.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class Wished(NamedTuple):
    """One who can be wished for, the name, and what tells two of the same name apart."""

    row: LoopEmployer | Participant
    name: str
    hint: str = ""


class WishesForm(ListForm):
    """A number from 0 to 5 for each on the list.

    Takes   given  what was wished before, by the key of the row
            ends   what the lowest and the highest number mean
    """

    row_prefix = "onske-"

    def __init__(self, *args: Any, listed: Sequence[Wished], given: Mapping[int, int], ends: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {f"{self.row_prefix}{each.row.public_id}": each.row for each in listed}
        for each in listed:
            self.fields[f"{self.row_prefix}{each.row.public_id}"] = Pick(
                label=each.name,
                help_text=each.hint,
                choices=[(number, str(number)) for number in range(LOWEST_WISH, HIGHEST_WISH + 1)],
                coerce=int,
                initial=given.get(each.row.pk),
                ends=ends,
                error_messages={"required": _("Velg et tall for %(name)s.") % {"name": each.name}},
            )

    def wishes(self) -> dict[Any, int]:
        return {row: self.cleaned_data[name] for name, row in self.rows.items()}


def first_name(participant: Participant) -> str:
    return participant.person.first_name


class LineOfTen(DesignField):
    """Three lines of ten must be filled in, no matter which, so none is called optional."""

    is_optional = False


class TaskLine(FreeText):
    """One task. The page says once, above them all, who will read them."""

    bound_field_class = LineOfTen

    def who_reads(self) -> str:
        return ""


class TasksForm(Form):
    """Ten lines for tasks, and how many can come in each period."""

    template_name = "window/form_tasks.html"

    def __init__(self, *args: Any, employer: LoopEmployer, texts: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        calendar = periods(employer.loop)
        for number in range(MOST_TASKS):
            self.fields[f"task_{number}"] = TaskLine(
                label=_("Oppgave %(number)s") % {"number": number + 1},
                readers="",
                lines=1,
                max_length=LONGEST_TASK,
                required=False,
                initial=texts[number] if number < len(texts) else "",
            )
        for number, count in enumerate(employer.places):
            label = _("Plasser i periode %(number)s") % {"number": number + 1}
            if number < len(calendar):
                label = _("Plasser fra %(first)s til %(last)s") % {
                    "first": day(calendar[number].starts_on), "last": day(calendar[number].ends_on)
                }  # fmt: skip
            self.fields[f"places_{number}"] = NumberField(label=label, min_value=0, max_value=MOST_PLACES, initial=count)

    def task_lines(self) -> list[forms.BoundField]:
        return [self[f"task_{number}"] for number in range(MOST_TASKS)]

    def place_lines(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("places_")]

    def texts(self) -> list[str]:
        return [self.cleaned_data[f"task_{number}"] for number in range(MOST_TASKS)]

    def places(self) -> list[int]:
        return [value for name, value in self.cleaned_data.items() if name.startswith("places_")]

    def line_of(self, refused: str | None) -> str | None:
        return {"tasks": f"task_{FEWEST_TASKS - 1}", "places": "places_0"}.get(refused or "")
