"""Staff's pages: how the stays went, what the employers have written, the way on, and the joint certificate."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import Language
from brobygger.agreements.actions.certifying import issue_certificate, note_fetch
from brobygger.agreements.actions.evaluating import evaluate_stay
from brobygger.agreements.actions.way_on import write_way_on
from brobygger.agreements.actions.words import ask_for_words, done_tasks, write_words
from brobygger.agreements.contents import is_unchanged, part_now, parts_of, preview
from brobygger.agreements.models import EmployerWords, Evaluation, JointCertificate, WayOn
from brobygger.agreements.queries import (
    OF_STAY,
    OwnWords,
    Written,
    editions,
    may_help,
    may_sign_at,
    own_words,
    stays_of,
    written,
)
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.loops.models import Loop, Participant, Side, Stay
from brobygger.loops.states import LoopState
from brobygger.loops.the_year.queries import has_begun
from brobygger.parties.reach import can_be_sent_to
from brobygger.placements.models import Placement
from brobygger.web.agreements.files import file_answer
from brobygger.web.agreements.forms import LANGUAGE_WORDS, EvaluationForm, IssueForm, WayOnForm, WordsForm
from brobygger.web.loops.refusals import carried_out, refusal_of, refuse
from brobygger.web.loops.the_loop import get_loop
from brobygger.web.once import once
from brobygger.web.rendering import render_part
from brobygger.web.shell import Crumb
from brobygger.web.year.common import year_crumbs

UNPROCESSABLE = 422
RELATED = ("person", "loop__coordinator", "loop__unit", "loop__region", "proposed_by")


# Fetching


def readable(request: HttpRequest) -> dict[str, object]:
    """What is written that the reader may see; a query narrows it to the participants of the page."""
    principal = request.principal
    return {
        "evaluations": door.rows(principal, Verb.READ, Evaluation),
        "words": door.rows(principal, Verb.READ, EmployerWords),
        "ways": door.rows(principal, Verb.READ, WayOn),
        "certificates": door.rows(principal, Verb.READ, JointCertificate),
    }


def get_participant(request: HttpRequest, verb: Verb, participant_id: UUID) -> Participant:
    return door.get(request.principal, verb, Participant, participant_id, *RELATED)


def get_stay(request: HttpRequest, verb: Verb, placement_id: UUID) -> Stay:
    """A stay by the public id of its placement, which it has once it has begun."""
    return door.get(request.principal, verb, Placement, placement_id, *(f"stay__{path}" for path in OF_STAY[:-1])).stay


def all_of(request: HttpRequest, stay: Stay) -> Written:
    found = readable(request)
    return written([stay], evaluations=found["evaluations"], words=found["words"])[0]


def loop_of_readers(request: HttpRequest, loop_id: UUID) -> Loop:
    """A loop for those who read what is written about anybody in one; the driver and the leader do not."""
    door.require(request.principal, Verb.READ, Evaluation)
    return get_loop(request, Verb.READ, loop_id)


def certificate_crumbs(participant: Participant) -> list[Crumb]:
    loop = participant.loop
    return [
        *year_crumbs(loop),
        Crumb(_("Attestene"), reverse("agreements:certificates", args=[loop.public_id])),
        Crumb(_("Attesten til %(name)s") % {"name": participant}, reverse("agreements:certificate", args=[participant.public_id])),
    ]


# Reading


@require_safe
def evaluations(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    """Both sides of every stay that has begun, for those the reader may see."""
    loop = loop_of_readers(request, loop_id)
    found = readable(request)
    stays = stays_of(door.rows(request.principal, Verb.READ, Participant).filter(loop=loop))
    rows = written(stays, evaluations=found["evaluations"], words=found["words"])
    door.seen(request.principal, [each.stay.participant.person for each in rows], Purpose.AGREEMENTS_EVALUATIONS)
    context = {
        "loop": loop,
        "crumbs": year_crumbs(loop),
        "rows": rows,
        "lead": evaluations_lead(rows),
        "may_type": door.may(request.principal, Verb.EVALUATE, Placement) and loop.state != LoopState.FINISHED,
    }
    return render_part(request, "agreements/evaluations.html", context)


def evaluations_lead(rows: list[Written]) -> str:
    if not rows:
        return _("Her står det hvordan det gikk, når noen har begynt og skrevet.")
    candidates, employers = sum(each.candidate is not None for each in rows), sum(each.employer is not None for each in rows)
    return _("%(stays)s opphold har begynt. Deltakerne har skrevet om %(candidates)s, bedriftene om %(employers)s.") % {
        "stays": len(rows), "candidates": candidates, "employers": employers
    }  # fmt: skip


@require_safe
def certificates(request: HttpRequest, loop_id: UUID) -> HttpResponse:
    loop = loop_of_readers(request, loop_id)
    principal = request.principal
    rows = own_words(door.rows(principal, Verb.READ, Participant).filter(loop=loop), **readable(request), today=principal.today)
    door.seen(principal, [each.participant.person for each in rows], Purpose.AGREEMENTS_CERTIFICATES)
    context = {
        "loop": loop,
        "crumbs": year_crumbs(loop),
        "rows": [(each, words_of(each)) for each in rows],
        "lead": certificates_lead(rows),
    }
    return render_part(request, "agreements/certificates.html", context)


def certificates_lead(rows: list[OwnWords]) -> str:
    if not rows:
        return _("Her står de som har begynt i en bedrift, så lenge de deler opplysningene sine med deg.")
    missing = sum(len(each.missing) for each in rows)
    if not missing:
        return _("Alle bedriftene har skrevet.")
    return ngettext(
        "Ord fra én bedrift mangler.", "Det mangler ord om %(count)s opphold. Attesten kan lages med de ordene som finnes.", missing
    ) % {"count": missing}


def words_of(each: OwnWords) -> str:
    """How many of the employers have written, in words."""
    return _("%(there)s av %(all)s har skrevet") % {"there": len(each.stays) - len(each.missing), "all": len(each.stays)}


@require_safe
def certificate(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    return certificate_page(request, get_participant(request, Verb.READ, participant_id))


def certificate_page(request: HttpRequest, participant: Participant, *, form: IssueForm | None = None, refusal: str = "") -> HttpResponse:
    principal = request.principal
    found = readable(request)
    rows = own_words(door.rows(principal, Verb.READ, Participant).filter(pk=participant.pk), **found, today=principal.today)
    there = editions(found["certificates"], participant)
    newest = there[0] if there else None
    issued, own = parts_of(newest) if newest is not None else [], rows[0] if rows else None
    parts = [(each, part_now(each)) for each in own.stays] if own is not None else []
    may_certify = door.rows(principal, Verb.CERTIFY, Participant).filter(pk=participant.pk).exists()
    door.seen(principal, [participant.person], Purpose.AGREEMENTS_CERTIFICATE)
    context = {
        "participant": participant,
        "loop": participant.loop,
        "crumbs": certificate_crumbs(participant)[:-1],
        "own": own,
        "parts": parts,
        "editions": [(row, LANGUAGE_WORDS[Language(row.language)]) for row in there],
        "newest": newest,
        "is_whole": newest is not None and all(is_unchanged(row, now=clock.now()) for row in there),
        "is_outdated": newest is not None and [part for _each, part in parts] != issued,
        "may_certify": may_certify,
        "form": form or IssueForm(initial={"language": participant.person.language}),
        "can_be_told": can_be_sent_to(participant.person),
        "refusal": refusal,
    }
    return render_part(request, "agreements/certificate.html", context, status=UNPROCESSABLE if refusal else None)


@require_safe
def file(request: HttpRequest, certificate_id: UUID) -> FileResponse:
    found = door.get(request.principal, Verb.READ, JointCertificate, certificate_id, "participant__person")
    answer = file_answer(found)
    door.seen(request.principal, [found.participant.person], Purpose.AGREEMENTS_CERTIFICATE_FILE)
    note_fetch(found, actor=request.principal.user)
    return answer


# Issuing


@require_POST
@once
def issue(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant, principal = get_participant(request, Verb.CERTIFY, participant_id), request.principal
    form = IssueForm(request.POST)
    if not form.is_valid():
        return certificate_page(request, participant, form=form)
    now = clock.now()
    made: list[JointCertificate] = []
    refusal = refusal_of(
        lambda: made.append(issue_certificate(participant, **form.cleaned_data, today=principal.today, now=now, actor=principal.user))
    )
    if refusal:
        return certificate_page(request, participant, refusal=refusal)
    if made[0].issued_at != now:
        messages.success(request, _("Ingenting er endret siden attesten ble laget i dag, så den gjelder."))
    elif can_be_sent_to(participant.person):
        messages.success(request, _("Attesten er laget, og %(name)s har fått beskjed.") % {"name": participant})
    else:
        messages.success(request, _("Attesten er laget. Ring %(name)s og si at den er klar.") % {"name": participant})
    return redirect("agreements:certificate", participant.public_id)


@require_POST
@once
def remind(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    stay = get_stay(request, Verb.VOUCH, placement_id)
    participant = get_participant(request, Verb.CERTIFY, stay.participant.public_id)
    if refusal := refusal_of(lambda: ask_for_words(stay, now=clock.now(), actor=request.principal.user)):
        return certificate_page(request, participant, refusal=refusal)
    messages.success(request, _("%(contact)s hos %(employer)s har fått brev om attesten.") % {
        "contact": stay.employer.contact, "employer": stay.employer
    })  # fmt: skip
    return redirect("agreements:certificate", participant.public_id)


# Writing after a talk


@require_http_methods(["GET", "POST"])
@once
def type_candidate(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    return type_evaluation(request, placement_id, side=Side.CANDIDATE)


@require_http_methods(["GET", "POST"])
@once
def type_employer(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    return type_evaluation(request, placement_id, side=Side.EMPLOYER)


def type_evaluation(request: HttpRequest, placement_id: UUID, *, side: Side) -> HttpResponse:
    stay = get_stay(request, Verb.EVALUATE, placement_id)
    principal, each, loop = request.principal, all_of(request, stay), stay.participant.loop
    is_candidate = side == Side.CANDIDATE
    own = each.candidate if is_candidate else each.employer
    readers = _("%(name)s, koordinatoren og veilederen") % {"name": stay.participant}
    form = EvaluationForm(request.POST or None, evaluation=own, readers=readers)
    back = reverse("agreements:evaluations", args=[loop.public_id])
    if form.is_valid() and carried_out(
        form,
        lambda: evaluate_stay(stay, side=side, **form.cleaned_data, typed_by=principal.user, now=clock.now(), actor=principal.user),
    ):
        messages.success(request, _("Det du skrev inn, er lagret."))
        return redirect(back)
    door.seen(principal, [stay.participant.person], Purpose.AGREEMENTS_TYPE_WORDS)
    context = {
        "form": form,
        "stay": stay,
        "is_candidate": is_candidate,
        "is_open": has_begun(stay) and loop.state != LoopState.FINISHED,
        "has_own": own is not None and own.typed_by is None,
        "back": back,
        "crumbs": [*year_crumbs(loop), Crumb(_("Hvordan det gikk"), back)],
    }
    return render_part(request, "agreements/type_evaluation.html", context)


@require_http_methods(["GET", "POST"])
@once
def type_words(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Saves, or with «Se hvordan det blir» only shows what stands in the form as the certificate will have it."""
    stay = get_stay(request, Verb.VOUCH, placement_id)
    principal, each = request.principal, all_of(request, stay)
    signers = may_sign_at(stay)
    form = WordsForm(
        request.POST or None,
        listed=[task.text for task in stay.employer.tasks.all()],
        written=each.words,
        readers=_("%(name)s, bedriften, veilederen og den %(name)s viser attesten til,") % {"name": stay.participant},
        signers=signers,
    )
    part, is_tried = part_now(each) if each.words is not None else None, False
    if form.is_valid():
        try:
            given = form.values() | {"tasks": done_tasks(form.values()["tasks"]), "typed_by": principal.user}
            if "preview" in request.POST:
                part, is_tried = preview(each, **given, on=principal.today), True
            else:
                write_words(stay, **given, now=clock.now(), actor=principal.user)
                messages.success(request, _("Ordene fra %(employer)s er lagret.") % {"employer": stay.employer})
                return redirect("agreements:certificate", stay.participant.public_id)
        except DomainError as refusal:
            refuse(form, refusal)
    door.seen(principal, [stay.participant.person], Purpose.AGREEMENTS_TYPE_WORDS)
    context = {
        "form": form,
        "stay": stay,
        "part": part,
        "is_tried": is_tried,
        "has_signers": bool(signers),
        "has_own": each.words is not None and each.words.typed_by is None,
        "back": reverse("agreements:certificate", args=[stay.participant.public_id]),
        "crumbs": certificate_crumbs(stay.participant),
    }
    return render_part(request, "agreements/type_words.html", context)


@require_http_methods(["GET", "POST"])
@once
def way_on(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    participant, principal = get_participant(request, Verb.GUIDE, participant_id), request.principal
    plan = door.rows(principal, Verb.READ, WayOn).filter(participant=participant).select_related("owner").first()
    form = WayOnForm(
        request.POST or None,
        first_name=participant.person.first_name,
        way_on=plan,
        helpers=may_help(participant, today=principal.today, also=principal.user),
        readers=_("%(name)s, koordinatoren og veilederen") % {"name": participant},
    )
    if form.is_valid() and carried_out(
        form, lambda: write_way_on(participant, **form.values(), today=principal.today, now=clock.now(), actor=principal.user)
    ):
        messages.success(request, _("Veien videre for %(name)s er lagret.") % {"name": participant})
        return redirect("agreements:certificate", participant.public_id)
    door.seen(principal, [participant.person], Purpose.AGREEMENTS_WAY_ON)
    context = {
        "form": form,
        "participant": participant,
        "back": reverse("agreements:certificate", args=[participant.public_id]),
        "crumbs": certificate_crumbs(participant),
    }
    return render_part(request, "agreements/way_on_form.html", context)
