"""The candidate's own certificate: what stands in it, and the file in the language of their choice. Source: MISSION §5.9; ADR 0090."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.accounts.models import Language
from brobygger.agreements.actions.certifying import have_in_language, note_fetch
from brobygger.agreements.contents import is_unchanged, part_now, parts_of
from brobygger.agreements.models import EmployerWords, Evaluation, JointCertificate, WayOn
from brobygger.agreements.queries import begun_stays, editions, has_ended, written
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.loops.models import Participant
from brobygger.loops.states import LoopState
from brobygger.parties.models import Role
from brobygger.web.agreements.files import file_answer
from brobygger.web.agreements.forms import LANGUAGE_WORDS
from brobygger.web.once import once
from brobygger.web.window.candidate.page import RELATED, home_crumb
from brobygger.web.window.pages import UNPROCESSABLE, address, opened_by, show


@opened_by(Role.CANDIDATE)
@require_safe
def certificate(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    return page(request, door.get(request.principal, Verb.READ, Participant, participant_id, *RELATED))


def page(request: HttpRequest, participant: Participant, *, refusal: str = "") -> HttpResponse:
    principal = request.principal
    rows = written(
        begun_stays(participant.stays.all()),
        evaluations=door.rows(principal, Verb.READ, Evaluation),
        words=door.rows(principal, Verb.READ, EmployerWords),
    )
    there = editions(door.rows(principal, Verb.READ, JointCertificate), participant)
    newest = there[0] if there else None
    now = [part_now(each) for each in rows if each.words is not None]
    issued = parts_of(newest) if newest is not None else []
    context = {
        "participant": participant,
        "loop": participant.loop,
        "rows": rows,
        "way_on": door.rows(principal, Verb.READ, WayOn).filter(participant=participant).select_related("owner").first(),
        "newest": newest,
        "languages": [(code, name, next((row for row in there if row.language == code), None)) for code, name in LANGUAGE_WORDS.items()],
        "is_whole": newest is not None and all(is_unchanged(row, now=clock.now()) for row in there),
        "parts": issued or now,
        "later": [part for part in now if part not in issued] if newest is not None else [],
        "has_ended": has_ended(participant, today=principal.today),
        "is_open": participant.loop.state != LoopState.FINISHED,
        "crumbs": [home_crumb(request)],
        "refusal": refusal,
    }
    return show(request, "window/certificate.html", context, status=UNPROCESSABLE if refusal else None)


@opened_by(Role.CANDIDATE)
@require_POST
@once
def certificate_language(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Make the same certificate in another language, and come back to where it is fetched."""
    found = door.get(request.principal, Verb.CERTIFY, JointCertificate, certificate_id, "issued_by")
    asked = request.POST.get("language", "")
    if asked in Language.values:
        try:
            have_in_language(found, language=asked, now=clock.now(), actor=request.principal.person)
        except DomainError as refused:
            participant = door.get(request.principal, Verb.READ, Participant, found.participant.public_id, *RELATED)
            return page(request, participant, refusal=refused.message)
        messages.success(request, _("Attesten er laget på %(language)s.") % {"language": LANGUAGE_WORDS[Language(asked)]})
    return redirect(address(request, "certificate", found.participant.public_id))


@opened_by(Role.CANDIDATE)
@require_safe
def certificate_file(request: HttpRequest, certificate_id: UUID) -> FileResponse:
    found = door.get(request.principal, Verb.READ, JointCertificate, certificate_id, "participant__person")
    answer = file_answer(found)
    note_fetch(found, actor=request.principal.person)
    return answer
