"""The letters about an opening: the question to the candidate, the answer to staff, and the question to the employer.

None says who somebody is to one who could not open it, and none says where or what: that stands behind the link.

Source  RULES W8; ADR 0099
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from brobygger.accounts.models import User
from brobygger.accounts.reach import letter_to_user
from brobygger.audit.actions import HasPublicId
from brobygger.jobdev.models import OpeningState, Suggestion, SuggestionState
from brobygger.kernel.local_time import in_norway, local_day
from brobygger.kernel.units import day, phone
from brobygger.outbox.actions import enqueue_many
from brobygger.outbox.letters import Audience, Letter, Page
from brobygger.outbox.words import LINK, PAGE
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


EXAMPLE = {"owner": "Lise", "phone": "680 50 214", "when": "04.01.2027 kl. 10.00"}
QUESTION = Letter(
    "followup/opening_question",
    to=Audience.CANDIDATE,
    subject=_("En mulighet for deg"),
    text=(
        _(
            "%(owner)s har funnet noe du kanskje har lyst til. "
            "Du bestemmer selv, og ingen bedrift får vite om deg før du har sagt ja. Les om det og svar her:"
        ),
        LINK,
        _("Vil du heller snakke om det først, ring %(owner)s på %(phone)s."),
    ),
    applies=candidate_is_asked,
    example=EXAMPLE,
)
TO_EMPLOYER = Letter(
    "followup/opening_employer",
    to=Audience.EMPLOYER,
    subject=_("Noen har lyst til å møte dere"),
    text=(
        _("En vi følger, har lyst på arbeidet dere har. Hvem det er, og det dere får vite, står på siden deres:"),
        LINK,
        _("Lurer dere på noe, ring %(owner)s på %(phone)s."),
    ),
    applies=employer_is_asked,
    example=EXAMPLE,
)
MEETING = Letter(
    "followup/opening_meeting",
    to=Audience.CANDIDATE,
    subject=_("Dere skal møtes"),
    text=(
        _("De vil gjerne møte deg %(when)s. Hvor det er, står på siden din:"),
        LINK,
        _("Passer det ikke, eller vil du ha noen med, ring %(owner)s på %(phone)s."),
    ),
    applies=they_meet,
    example=EXAMPLE,
)
ANSWER = Letter(
    "followup/opening_answer",
    to=Audience.STAFF,
    subject=_("Det er kommet svar om %(title)s"),
    text=(
        _("Det er kommet svar fra en som er spurt om %(title)s. Du leser det når du er logget inn:"),
        PAGE,
    ),
    applies=stands,
    page=Page.SUGGESTION,
    example={"title": "dekkskift"},
)


def ask_by_letter(letter: Letter, suggestion: Suggestion, person: Person, role: Role, *, now: datetime, actor: HasPublicId) -> None:
    """A letter with a link to somebody's own window. Nothing is sent to one no letter can reach: the page says so."""
    if not can_be_sent_to(person):
        return
    link = open_link(person, role, until=local_day(now) + LINK_LASTS, actor=actor)
    when = ""
    if suggestion.meeting is not None:
        with override(person.language):
            local = in_norway(suggestion.meeting.starts_at)
            when = _("%(day)s kl. %(time)s") % {"day": day(local.date()), "time": f"{local:%H.%M}"}
    letter.put(
        once=f"{suggestion.public_id}:{person.public_id}:{now.isoformat()}",
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
    opening = suggestion.opening
    pages: dict[User, tuple[Page, UUID]] = {opening.owner: (Page.OPENING, opening.public_id)}
    pages[suggestion.made_by] = (Page.SUGGESTION, suggestion.public_id)
    enqueue_many(
        [
            ANSWER.draft(
                once=f"{suggestion.public_id}:{user.public_id}:{now.isoformat()}",
                to=letter_to_user(user),
                about=suggestion.public_id,
                page=page,
                page_of=row,
                values={"title": opening.title},
            )
            for user, (page, row) in pages.items()
            if user.public_id != actor.public_id
        ],
        now=now,
    )
