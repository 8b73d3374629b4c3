"""The letters about the day of the kick-off, and about a loop that is called off."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from brobygger.loops.messages import WHO
from brobygger.loops.models import LoopEmployer, Participant
from brobygger.loops.states import CommitmentState, InvitationState, LoopState
from brobygger.outbox.letters import Audience, Letter
from brobygger.outbox.words import LINK, Lines


def kick_off_is_ahead(about: UUID, today: date) -> bool:
    """An invitation, or word of another day: the candidate has not said no, the kick-off is ahead, and the plan is not decided."""
    asked = Participant.objects.filter(public_id=about, state__in=[InvitationState.INVITED, InvitationState.YES])
    return asked.filter(loop__kick_off_on__gte=today, loop__state__in=[LoopState.RECRUITING, LoopState.OPEN]).exists()


def employer_comes_to_kick_off(about: UUID, today: date) -> bool:
    """Word of another day to an employer: it has not withdrawn, the kick-off is ahead, and the plan is not decided."""
    asked = LoopEmployer.objects.filter(public_id=about).exclude(state=CommitmentState.WITHDRAWN)
    return asked.filter(loop__kick_off_on__gte=today, loop__state__in=[LoopState.RECRUITING, LoopState.OPEN]).exists()


def candidate_was_asked(about: UUID, today: date) -> bool:
    """That the loop is called off, to a candidate who has not said no."""
    return Participant.objects.filter(public_id=about, loop__state=LoopState.CANCELLED).exclude(state=InvitationState.NO).exists()


def employer_was_asked(about: UUID, today: date) -> bool:
    """That the loop is called off, to an employer that has not withdrawn."""
    return LoopEmployer.objects.filter(public_id=about, loop__state=LoopState.CANCELLED).exclude(state=CommitmentState.WITHDRAWN).exists()


OF_KICK_OFF = {**WHO, "day": "04.01.2027", "time": "09.00", "place": "Biblioteket"}
WHEN_AND_WHERE = Lines(_("Når: %(day)s klokka %(time)s"), _("Hvor: %(place)s"))
OWN_PAGE = _("Siden er din egen, så ikke send adressen videre. Lurer du på noe, ring %(owner)s på %(phone)s.")
INVITATION = Letter(
    "loops/invitation",
    to=Audience.CANDIDATE,
    subject=_("Vil du være med på kick-off %(day)s?"),
    text=(
        _(
            "Du er invitert til kick-off for %(loop)s. "
            "Der møter du flere arbeidsgivere på én dag, og du sier selv hvor du har mest lyst til å lære."
        ),
        WHEN_AND_WHERE,
        _("Svar ja eller nei her:"),
        LINK,
        OWN_PAGE,
    ),
    applies=kick_off_is_ahead,
    example=OF_KICK_OFF,
)
KICK_OFF_MOVED = Letter(
    "loops/kick_off_moved",
    to=Audience.CANDIDATE,
    subject=_("Kick-off er flyttet til %(day)s klokka %(time)s"),
    text=(
        _("Kick-off for %(loop)s er flyttet. Dette gjelder nå:"),
        WHEN_AND_WHERE,
        _("Siden din er oppdatert. Passer det ikke lenger, kan du si fra der:"),
        LINK,
        OWN_PAGE,
    ),
    applies=kick_off_is_ahead,
    example=OF_KICK_OFF,
)
KICK_OFF_MOVED_TO_EMPLOYER = Letter(
    "loops/kick_off_moved_employer",
    to=Audience.EMPLOYER,
    subject=_("Kick-off er flyttet til %(day)s klokka %(time)s"),
    text=(
        _("Kick-off for %(loop)s er flyttet. Dette gjelder nå:"),
        WHEN_AND_WHERE,
        _("Siden din er oppdatert:"),
        LINK,
        _("Siden er din egen, så ikke send adressen videre. Passer det ikke lenger, ring %(owner)s på %(phone)s."),
    ),
    applies=employer_comes_to_kick_off,
    example=OF_KICK_OFF,
)
CALLED_OFF = Letter(
    "loops/called_off",
    to=Audience.CANDIDATE,
    subject=_("%(loop)s er avlyst"),
    text=(
        _("%(loop)s er avlyst, så det blir ingen kick-off. %(why)s"),
        _("Du trenger ikke å gjøre noe. Veilederen din snakker med deg om hva som blir det neste."),
        _("Siden din er her:"),
        LINK,
        OWN_PAGE,
    ),
    applies=candidate_was_asked,
    example={**WHO, "why": "For få bedrifter kunne være med."},
)
CALLED_OFF_TO_EMPLOYER = Letter(
    "loops/called_off_employer",
    to=Audience.EMPLOYER,
    subject=_("%(loop)s er avlyst"),
    text=(
        _("%(loop)s er avlyst, så det blir ingen kick-off. %(why)s"),
        _("Dere trenger ikke å gjøre noe. Takk for at dere ville være med."),
        _("Siden din er her:"),
        LINK,
        OWN_PAGE,
    ),
    applies=employer_was_asked,
    example={**WHO, "why": "For få bedrifter kunne være med."},
)
