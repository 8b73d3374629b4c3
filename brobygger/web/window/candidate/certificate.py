"""The candidate's own certificate: what stands in it, and the file in the language of their choice. Source: MISSION §5.9; ADR 0090."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.accounts.models import Language
from brobygger.agreements.actions.certifying import have_in_language, note_fetch
from brobygger.agreements.contents import is_unchanged, part_now, parts_of
from brobygger.agreements.models import EmployerWords, Evaluation, JointCertificate, WayOn
from brobygger.agreements.queries import begun_stays, editions, has_ended, written
from brobygger.loops.models import Participant
from brobygger.loops.states import LoopState
from brobygger.parties.models import Role
from brobygger.web.acting import done
from brobygger.web.agreements.files import file_answer
from brobygger.web.agreements.forms import LANGUAGE_WORDS
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request
from brobygger.web.window.candidate.page import RELATED
from brobygger.web.window.pages import address, held_by_now, home_crumb, opened_by


@opened_by(Role.CANDIDATE)
@page(Verb.READ, Participant, *RELATED)
def certificate(request: Request, participant: Participant) -> HttpResponse:
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
        "is_whole": newest is not None and all(is_unchanged(row, now=request.now) for row in there),
        "parts": issued or now,
        "later": [part for part in now if part not in issued] if newest is not None else [],
        "has_ended": has_ended(participant, today=principal.today),
        "is_open": participant.loop.state != LoopState.FINISHED,
        "crumbs": [home_crumb(request)],
    }
    return render_part(request, "window/certificate.html", context)


def page_of(request: Request, certificate: JointCertificate) -> str:
    return address(request, "certificate", certificate.participant)


@opened_by(Role.CANDIDATE)
@button(Verb.CERTIFY, JointCertificate, "issued_by", "participant", back=page_of)
def certificate_language(request: Request, certificate: JointCertificate) -> HttpResponse:
    """Make the same certificate in another language, and come back to where it is fetched."""
    asked = request.POST.get("language", "")
    if asked not in Language.values:
        return redirect(page_of(request, certificate))
    have_in_language(certificate, language=asked, **held_by_now(request))
    said = _("Attesten er laget på %(language)s.") % {"language": LANGUAGE_WORDS[Language(asked)]}
    return done(request, page_of(request, certificate), said)


@opened_by(Role.CANDIDATE)
@page(Verb.READ, JointCertificate, "participant__person")
def certificate_file(request: Request, certificate: JointCertificate) -> FileResponse:
    answer = file_answer(certificate)
    note_fetch(certificate, actor=request.principal.holder)
    return answer
