"""A stay as a window reaches it, and what its holder may read of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.agreements.models import EmployerWords, Evaluation
from brobygger.agreements.queries import Written, written
from brobygger.kernel.errors import DomainError
from brobygger.loops.models import Stay
from brobygger.placements.models import Placement
from brobygger.web.agreements.forms import AimForm, EvaluationForm, WordsForm

OF_STAY = ("stay__participant__person", "stay__participant__loop__coordinator", "stay__employer__workplace", "stay__employer__contact")


def get_stay(request: HttpRequest, verb: Verb, placement_id: UUID) -> Stay:
    """A stay by the public id of its placement, which it has once it has begun."""
    placement = door.get(request.principal, verb, Placement, placement_id, *OF_STAY)
    return placement.stay


def all_of(request: HttpRequest, stay: Stay) -> Written:
    """What the holder of the link may read about one stay."""
    evaluations, words = door.rows(request.principal, Verb.READ, Evaluation), door.rows(request.principal, Verb.READ, EmployerWords)
    return written([stay], evaluations=evaluations, words=words)[0]


def refuse(form: EvaluationForm | WordsForm | AimForm, refusal: DomainError) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
