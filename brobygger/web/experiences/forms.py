from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.followup.experiences import Said
from brobygger.followup.guides import questions_of
from brobygger.web.days import Days
from brobygger.web.fields import DateField
from brobygger.web.forms import Form, FreeText

LONGEST_ANSWER = 1500  # letters, as the table has them
ANSWER = "svar-"


class InterviewForm(Form):
    """A field for each question of a guide. What is not answered stands empty."""

    held_on = DateField(
        when=Days.PAST,
        label=gettext_lazy("Når snakket dere sammen?"),
        error_messages={"required": gettext_lazy("Skriv når dere snakket sammen")},
    )
    is_read_across = forms.BooleanField(required=False)

    def __init__(self, *args: Any, guide: str, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions_of(guide)
        for question in self.questions:
            self.fields[f"{ANSWER}{question.code}"] = FreeText(
                label=question.text, readers=_("%(name)s og du") % {"name": name}, lines=3, required=False, max_length=LONGEST_ANSWER
            )
        across = self.fields["is_read_across"]
        across.label = _("%(name)s sier ja til at svarene kan leses sammen med andres, uten navn") % {"name": name}
        across.help_text = _("Lederen leser dem bare når minst fem personer har sagt ja. %(name)s kan ombestemme seg når som helst.") % {
            "name": name
        }
        self.order_fields(["held_on", *(f"{ANSWER}{question.code}" for question in self.questions), "is_read_across"])

    def clean(self) -> None:
        if not self.errors and not self.said():
            self.add_error(None, _("Skriv svar på minst ett av spørsmålene. De andre kan stå tomme."))

    def answers(self) -> dict[str, str]:
        """The texts by the codes of the questions."""
        return {question.code: self.cleaned_data[f"{ANSWER}{question.code}"] for question in self.questions}

    def said(self) -> list[Said]:
        """What is answered, to be read back."""
        return [Said(question, text) for question, text in zip(self.questions, self.answers().values(), strict=True) if text]

    def values(self) -> dict[str, Any]:
        """What `record_interview` takes."""
        return {"answers": self.answers(), **{name: self.cleaned_data[name] for name in ("held_on", "is_read_across")}}
