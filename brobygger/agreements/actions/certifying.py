"""Issuing the joint certificate: gather, make the file, seal it, keep it, and tell the candidate. Source: MISSION §5.9; ADR 0090."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from brobygger.accounts.models import Language, User
from brobygger.agreements.certificate_file import certificate_pdf
from brobygger.agreements.contents import Contents, certificate_text, gather, kept
from brobygger.agreements.letters import CERTIFICATE
from brobygger.agreements.models import EmployerWords, JointCertificate
from brobygger.agreements.queries import has_ended
from brobygger.agreements.seal import seal
from brobygger.audit.actions import HasPublicId, record
from brobygger.kernel.errors import DomainError
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import phone
from brobygger.loops.models import Participant
from brobygger.parties.actions import open_link
from brobygger.parties.models import Role
from brobygger.parties.reach import can_be_sent_to, letter_to
from brobygger.placements.states import BEGUN

LINK_LASTS = timedelta(days=365)  # a certificate is fetched when one applies for something


def issue_certificate(participant: Participant, *, language: str, today: date, now: datetime, actor: User) -> JointCertificate:
    """Issue the joint certificate from the words that exist, and tell the candidate. Issued again it is a new row, and the newest counts.

    The file is made before anything is locked; what changed meanwhile is seen afterwards. When two press at the same time, or nothing has
    changed since the last one today, there is still one certificate.

    Takes   language  a value of Language
    Gives   the certificate; the one that stands when it says the same
    Raises  DomainError before the year is over for the candidate, and as long as no employer has written; nothing is kept then
    """
    participant = with_all(participant)
    require_issuable(participant, today=today)
    contents = gather(participant, issued_on=today, issued_by=actor)
    sealed = made(contents, language, now=now)
    with transaction.atomic():
        locked = with_all(Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk))
        require_issuable(locked, today=today)
        if gather(locked, issued_on=today, issued_by=actor) != contents:
            raise DomainError(_("Noe ble endret mens attesten ble laget. Se over, og lag den på nytt."))
        standing = counting(locked)
        if standing is not None and kept(standing) == contents and standing.language == language:
            return standing
        certificate = keep(locked, contents, language, sealed, issued_by=actor, now=now)
        record("agreements.certificate_issued", certificate, actor=actor, language=language, again=standing is not None)
        tell(certificate, now=now, actor=actor)
    return certificate


def have_in_language(certificate: JointCertificate, *, language: str, now: datetime, actor: HasPublicId) -> JointCertificate:
    """Make the certificate that counts in another language, for the candidate. What the employers wrote stands as they wrote it.

    Takes   language  a value of Language
    Gives   the certificate in that language; the one that is there when it has been made before
    Raises  DomainError when a newer one has been issued meanwhile
    """
    contents = kept(certificate)
    sealed = made(contents, Language(language), now=now)
    with transaction.atomic():
        participant = with_all(Participant.objects.select_for_update(of=("self",)).get(pk=certificate.participant_id))
        standing = counting(participant)
        if standing is None or kept(standing) != contents:
            raise DomainError(_("Attesten er utstedt på nytt. Åpne siden igjen og hent den nye."))
        there = JointCertificate.objects.filter(participant=participant, language=language, contents=contents).order_by("pk").first()
        if there is not None:
            return there
        copy = keep(participant, contents, language, sealed, issued_by=certificate.issued_by, now=now)
        record("agreements.certificate_had_in_language", copy, actor=actor, language=language)
    return copy


@transaction.atomic
def note_fetch(certificate: JointCertificate, *, actor: HasPublicId) -> None:
    """Write down that the file was fetched."""
    record("agreements.certificate_fetched", certificate, actor=actor)


def require_issuable(participant: Participant, *, today: date) -> None:
    if not has_ended(participant, today=today):
        raise DomainError(
            _("%(name)s er fortsatt i loopen. Attesten kan lages når loopen er fullført, eller når %(name)s har gått videre.")
            % {"name": participant}
        )
    if not EmployerWords.objects.filter(stay__participant=participant, stay__placement__state__in=BEGUN).exists():
        raise DomainError(_("Ingen av bedriftene har skrevet ennå. Minn dem om det, eller ring og skriv inn ordene."))


def with_all(participant: Participant) -> Participant:
    return Participant.objects.select_related("person", "loop__region", "loop__coordinator").get(pk=participant.pk)


def counting(participant: Participant) -> JointCertificate | None:
    """The newest certificate: the one that counts."""
    return JointCertificate.objects.filter(participant=participant).order_by("-issued_at", "-pk").first()


def made(contents: Contents, language: str, *, now: datetime) -> bytes:
    """The sealed file. Raises DomainError when the office has no key to seal with."""
    with override(language):
        reason = _("Felles attest")
    return seal(certificate_pdf(certificate_text(contents, language=language)), reason=reason, now=now)


def keep(participant: Participant, contents: Contents, language: str, sealed: bytes, *, issued_by: User, now: datetime) -> JointCertificate:
    """The row and the file, under the row's own opaque name. Should the transaction end badly, a file that no row owns is left behind."""
    certificate = JointCertificate(
        participant=participant,
        language=language,
        contents=contents,
        digest=hashlib.sha256(sealed).hexdigest(),
        issued_by=issued_by,
        issued_at=now,
    )
    certificate.file.save(f"{certificate.public_id}.pdf", ContentFile(sealed), save=False)
    certificate.save()
    return certificate


def tell(certificate: JointCertificate, *, now: datetime, actor: User) -> None:
    """A letter with their link. One whom no letter can reach is told by the coordinator; the page says so."""
    participant = certificate.participant
    person, loop = participant.person, participant.loop
    if not can_be_sent_to(person):
        return
    link = open_link(person, Role.CANDIDATE, until=local_day(now) + LINK_LASTS, actor=actor)
    CERTIFICATE.put(
        once=str(certificate.public_id),
        to=letter_to(person),
        about=certificate.public_id,
        values={"loop": loop.name, "owner": loop.coordinator.name, "phone": phone(loop.coordinator.phone)},
        link=link.public_id,
        now=now,
    )
