"""The letters about intakes: to staff only, and without the name of anybody who is referred."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from brobygger.accounts.models import User
from brobygger.accounts.reach import letter_to_user
from brobygger.intake.models import OPEN_INTAKES, Intake, IntakeState, Part
from brobygger.kernel.units import phone
from brobygger.outbox.actions import cancel
from brobygger.outbox.letters import Audience, Letter, Page
from brobygger.outbox.words import PAGE


def waits_for_an_answer(about: UUID, today: date) -> bool:
    """Word to the one who is to answer: until it is answered."""
    return Intake.objects.filter(public_id=about, state__in=OPEN_INTAKES).exists()


def has_an_owner(about: UUID, today: date) -> bool:
    """Word to the one who referred."""
    return Intake.objects.filter(public_id=about, owner__isnull=False).exists()


def is_taken_in(about: UUID, today: date) -> bool:
    """Word to those who are to follow somebody up."""
    return Intake.objects.filter(public_id=about, state=IntakeState.ACCEPTED).exists()


EXAMPLE = {"owner": "Lise", "phone": "680 50 214"}
TO_OWNER = Letter(
    "intake/owner",
    to=Audience.STAFF,
    subject=_("Noen venter på svar fra deg"),
    text=(
        _("En henvisning er gitt til deg, og noen venter på svar. Hvem det er, står på siden, som du åpner når du er logget inn:"),
        PAGE,
        _("Det er du som står oppført: %(owner)s på %(phone)s. Stemmer ikke det, si fra til lederen din."),
    ),
    applies=waits_for_an_answer,
    page=Page.INTAKE,
    example=EXAMPLE,
)
TO_REFERRER = Letter(
    "intake/received",
    to=Audience.STAFF,
    subject=_("Henvisningen din er tatt imot"),
    text=(
        _(
            "Henvisningen din er tatt imot. %(owner)s på %(phone)s svarer. "
            "På siden, som du åpner når du er logget inn, ser du om den er åpen eller avsluttet:"
        ),
        PAGE,
    ),
    applies=has_an_owner,
    page=Page.INTAKE,
    example=EXAMPLE,
)
TO_FOLLOWER = Letter(
    "intake/new_person",
    to=Audience.STAFF,
    subject=_("Du skal følge opp en ny"),
    text=(
        _("Noen er tatt inn i dag, og du er %(part)s. Hvem det er, står på siden, som du åpner når du er logget inn:"),
        PAGE,
        _("%(owner)s på %(phone)s svarte på henvisningen og kan fortelle mer."),
    ),
    applies=is_taken_in,
    page=Page.PERSON,
    example={**EXAMPLE, "part": "ansvarlig"},
)


def tell_owner(intake: Intake, *, now: datetime, actor: User) -> None:
    """Tell the one who is to answer, unless they gave it to themselves; what waited for another is taken back."""
    cancel(intake.public_id, template=TO_OWNER.name)
    if intake.owner is not None and intake.owner.pk != actor.pk:
        tell(TO_OWNER, intake.owner, intake, key=f"{intake.owner.public_id}:{now.isoformat()}", now=now)


def tell_referrer(intake: Intake, *, now: datetime, actor: User) -> None:
    """Tell the one who referred that it is received and who answers, once."""
    if intake.owner is not None and intake.referred_by_id not in (actor.pk, intake.owner.pk):
        tell(TO_REFERRER, intake.referred_by, intake, key="first", now=now)


def tell_follower(intake: Intake, user: User, *, part: Part, now: datetime, actor: User) -> None:
    """Tell the one who becomes responsible, or deputy, that there is somebody new."""
    if user.pk != actor.pk:
        with override(user.language):
            values = {"part": str(part.label)}
        tell(TO_FOLLOWER, user, intake, key=str(user.public_id), page_of=intake.person.public_id, values=values, now=now)


def tell(
    letter: Letter,
    user: User,
    intake: Intake,
    *,
    key: str,
    page_of: UUID | None = None,
    values: Mapping[str, str] = MappingProxyType({}),
    now: datetime,
) -> None:
    """A letter with an address that opens only for those the table lets in."""
    owner = intake.owner
    assert owner is not None
    letter.put(
        once=f"{intake.public_id}:{key}",
        to=letter_to_user(user),
        about=intake.public_id,
        page_of=page_of,
        values={"owner": owner.name, "phone": phone(owner.phone), **values},
        now=now,
    )
