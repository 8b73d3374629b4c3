"""The letters about an opening: the question to the candidate, the answer to staff, and the question to the employer.

None says who somebody is to one who could not open it, and none says where or what: that stands behind the link.

Source  RULES W8; ADR 0099
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId
from brobygger.jobdev.models import OpeningState, Suggestion, SuggestionState
from brobygger.kernel.local_time import in_norway, local_day
from brobygger.kernel.units import day, phone
from brobygger.outbox.actions import Draft, Recipient, enqueue, enqueue_many
from brobygger.parties.actions import open_link
from brobygger.parties.models import Person, Protection, Role
from brobygger.parties.reach import can_be_sent_to, letter_to

LINK_LASTS = timedelta(days=60)


def candidate_is_asked(about: UUID, today: date) -> bool:
    """The question to a candidate: until it is answered or the opening is taken."""
    return Suggestion.objects.filter(public_id=about, state=SuggestionState.CANDIDATE_ASKED, opening__state=OpeningState.OPEN).exists()


def employer_is_asked(about: UUID, today: date) -> bool:
    """The question to an employer: until it is answered, and never about one who has become protected."""
    asked = Suggestion.objects.filter(public_id=about, state=SuggestionState.EMPLOYER_ASKED, opening__state=OpeningState.OPEN)
    return asked.filter(person__protection=Protection.NONE).exists()


def they_meet(about: UUID, today: date) -> bool:
    """Word of a meeting: as long as there is to be one."""
    return Suggestion.objects.filter(public_id=about, state=SuggestionState.WILL_MEET).exists()


def stands(about: UUID, today: date) -> bool:
    """Word of an answer: nothing is deleted, so it applies."""
    return Suggestion.objects.filter(public_id=about).exists()


def ask_by_letter(template: str, suggestion: Suggestion, person: Person, role: Role, *, now: datetime, actor: HasPublicId) -> None:
    """A letter with a link to somebody's own window. Nothing is sent to one no letter can reach: the page says so."""
    if not can_be_sent_to(person):
        return
    link = open_link(person, role, until=local_day(now) + LINK_LASTS, actor=actor)
    when = ""
    if suggestion.meets_at is not None:
        with override(person.language):
            local = in_norway(suggestion.meets_at)
            when = _("%(day)s kl. %(time)s") % {"day": day(local.date()), "time": f"{local:%H.%M}"}
    enqueue(
        template,
        once=f"{template}:{suggestion.public_id}:{person.public_id}:{now.isoformat()}",
        to=letter_to(person),
        about=suggestion.public_id,
        values={"owner": suggestion.made_by.name, "phone": phone(suggestion.made_by.phone), "when": when},
        link=link.public_id,
        now=now,
    )


def tell_of_answer(suggestion: Suggestion, *, now: datetime, actor: HasPublicId) -> None:
    """To the one who follows the opening up, and the one who thought of it: that there is an answer, not whose or which.

    The first gets the address of the opening, as they may not follow the candidate.
    """
    root = settings.BASE_URL.rstrip("/")
    opening = f"{root}{reverse('jobdev:opening', args=[suggestion.opening.public_id])}"
    own = f"{root}{reverse('suggestions:suggestion', args=[suggestion.public_id])}"
    pages: dict[User, str] = {suggestion.opening.owner: opening} | {suggestion.made_by: own}
    enqueue_many(
        [
            Draft(
                "followup/opening_answer",
                once=f"followup/opening_answer:{suggestion.public_id}:{user.public_id}:{now.isoformat()}",
                to=Recipient(name=user.name, address=user.email, language=user.language),
                about=suggestion.public_id,
                values={"title": suggestion.opening.title, "page": page},
            )
            for user, page in pages.items()
            if user.public_id != actor.public_id
        ],
        now=now,
    )
