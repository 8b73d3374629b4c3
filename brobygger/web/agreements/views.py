"""Staff's pages: how the stays went, what the employers have written, the way on, and the joint certificate."""

from __future__ import annotations

from typing import TypedDict

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.accounts.models import Language
from brobygger.agreements.actions.certifying import issue_certificate, note_fetch
from brobygger.agreements.actions.words import ask_for_words, done_tasks, write_words
from brobygger.agreements.contents import Part, is_unchanged, part_now, parts_of, preview, without_a_font
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
from brobygger.followup.actions import together
from brobygger.kernel.local_time import local_day
from brobygger.kernel.units import day
from brobygger.loops.models import Loop, Participant, Side, Stay
from brobygger.loops.states import LoopState
from brobygger.loops.the_year.queries import has_begun
from brobygger.parties.reach import can_be_sent_to
from brobygger.placements.models import Placement
from brobygger.web.acting import done, said_in
from brobygger.web.agreements.files import file_answer
from brobygger.web.agreements.forms import LANGUAGE_WORDS, EvaluationForm, IssueForm, WayOnForm, WordsForm
from brobygger.web.kinds import form_page
from brobygger.web.loops.the_loop import RELATED as OF_LOOP
from brobygger.web.page import button, page
from brobygger.web.rendering import render_part
from brobygger.web.request import Request, by, by_now, sent
from brobygger.web.shell import Crumb
from brobygger.web.year.common import year_crumbs

MOST_SQUARES, LONGEST_SQUARE = 5, 20  # words that are named, and letters of each
OF_PARTICIPANT = ("person", "loop__coordinator", "loop__unit", "loop__region", "proposed_by")
OF_PLACEMENT = tuple(f"stay__{path}" for path in OF_STAY[:-1])  # a stay has a placement once it has begun, and is reached by it

of_loop = page(Verb.READ, Loop, *OF_LOOP)
evaluated = page(Verb.EVALUATE, Placement, *OF_PLACEMENT, purpose=Purpose.AGREEMENTS_TYPE_WORDS)


# Fetching


class Readable(TypedDict):
    """What is written that the reader may see; a query narrows it to the participants of the page."""

    evaluations: QuerySet[Evaluation]
    words: QuerySet[EmployerWords]
    ways: QuerySet[WayOn]
    certificates: QuerySet[JointCertificate]


def readable(request: Request) -> Readable:
    principal = request.principal
    return Readable(
        evaluations=door.rows(principal, Verb.READ, Evaluation),
        words=door.rows(principal, Verb.READ, EmployerWords),
        ways=door.rows(principal, Verb.READ, WayOn),
        certificates=door.rows(principal, Verb.READ, JointCertificate),
    )


def all_of(request: Request, stay: Stay) -> Written:
    found = readable(request)
    return written([stay], evaluations=found["evaluations"], words=found["words"])[0]


def certificate_url(participant: Participant) -> str:
    return reverse("agreements:certificate", args=[participant.public_id])


def list_crumbs(loop: Loop) -> list[Crumb]:
    return [*year_crumbs(loop), Crumb(_("Attestene"), reverse("agreements:certificates", args=[loop.public_id]))]


def certificate_crumbs(participant: Participant) -> list[Crumb]:
    return [*list_crumbs(participant.loop), Crumb(_("Attesten til %(name)s") % {"name": participant}, certificate_url(participant))]


# Reading


@of_loop
def evaluations(request: Request, loop: Loop) -> HttpResponse:
    """Both sides of every stay that has begun, for those the reader may see; the driver and the leader read nothing of it."""
    door.require(request.principal, Verb.READ, Evaluation)
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


@of_loop
def certificates(request: Request, loop: Loop) -> HttpResponse:
    principal = request.principal
    door.require(principal, Verb.READ, Evaluation)
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


@page(Verb.READ, Participant, *OF_PARTICIPANT, purpose=Purpose.AGREEMENTS_CERTIFICATE)
def certificate(request: Request, participant: Participant) -> HttpResponse:
    return certificate_page(request, participant, IssueForm(initial={"language": participant.person.language}))


def certificate_page(request: Request, participant: Participant, form: IssueForm) -> HttpResponse:
    principal = request.principal
    found = readable(request)
    rows = own_words(door.rows(principal, Verb.READ, Participant).filter(pk=participant.pk), **found, today=principal.today)
    there = editions(found["certificates"], participant)
    newest = there[0] if there else None
    issued, own = parts_of(newest) if newest is not None else [], rows[0] if rows else None
    parts = [(each, part_now(each)) for each in own.stays] if own is not None else []
    is_outdated = newest is not None and [part for _each, part in parts] != issued
    called = {"participant": participant}
    may_certify = door.rows(principal, Verb.CERTIFY, Participant).filter(pk=participant.pk).exists()
    context = {
        "participant": participant,
        "loop": participant.loop,
        "lead": certificate_lead(participant, own, newest, is_outdated=is_outdated),
        "crumbs": list_crumbs(participant.loop),
        "own": own,
        "parts": parts,
        "editions": [(row, LANGUAGE_WORDS[Language(row.language)]) for row in there],
        "newest": newest,
        "is_whole": newest is not None and all(is_unchanged(row, now=request.now) for row in there),
        "is_outdated": is_outdated,
        "may_certify": may_certify,
        "squares": squares_in(participant, [part for _each, part in parts]),
        "may_issue": may_certify and own is not None and own.may_be_issued,
        "form": form,
        "ring": "" if can_be_sent_to(participant.person) else _("%(participant)s har ikke e-post, så du må ringe og si fra.") % called,
    }
    return render_part(request, "agreements/certificate.html", context)


def squares_in(participant: Participant, parts: list[Part]) -> str:
    """What will not be readable on the certificate, and what to do about it; empty when all can be set."""
    words = [Truncator(word).chars(LONGEST_SQUARE) for word in without_a_font(str(participant.person), participant.loop.name, parts)]
    if not words:
        return ""
    listed = ", ".join(f"«{word}»" for word in words[:MOST_SQUARES])
    return _(
        "Attesten settes med skrifttyper som ikke har tegnene i %(words)s. De blir til □ i filen. Skriv det med latinske bokstaver først, "
        "slik det står i passet."
    ) % {"words": listed}


def certificate_lead(participant: Participant, own: OwnWords | None, newest: JointCertificate | None, *, is_outdated: bool) -> str:
    """What there is, or what it waits for."""
    if newest is not None:
        said = _("Utstedt %(day)s av %(name)s.") % {"day": day(local_day(newest.issued_at)), "name": newest.issued_by.name}
        return " ".join([said, _("Noe er skrevet etterpå.")]) if is_outdated else said
    if own is None:
        return _("%(participant)s har ikke begynt i en bedrift ennå.") % {"participant": participant}
    if own.may_be_issued:
        return _("Attesten kan lages nå, med de ordene som finnes.")
    if not own.has_words:
        return _("Ingen av bedriftene har skrevet ennå.")
    if participant.left_on is None:
        return _("Attesten lages når loopen er fullført, eller når %(participant)s har gått videre.") % {"participant": participant}
    words = {"participant": participant, "day": day(participant.left_on)}
    return _("%(participant)s er i loopen til og med %(day)s. Attesten kan lages fra den dagen.") % words


@page(Verb.READ, JointCertificate, "participant__person", purpose=Purpose.AGREEMENTS_CERTIFICATE_FILE)
def file(request: Request, certificate: JointCertificate) -> FileResponse:
    answer = file_answer(certificate)
    note_fetch(certificate, actor=request.principal.staff)
    return answer


# Issuing


@page(Verb.CERTIFY, Participant, *OF_PARTICIPANT, purpose=Purpose.AGREEMENTS_CERTIFICATE)
def issue(request: Request, participant: Participant) -> HttpResponse:
    form = IssueForm(sent(request), initial={"language": participant.person.language})
    if form.is_valid():
        with said_in(form):
            made = issue_certificate(participant, **form.cleaned_data, **by(request))
            return done(request, certificate_url(participant), issued(participant, is_new=made.issued_at == request.now))
    return certificate_page(request, participant, form)


def issued(participant: Participant, *, is_new: bool) -> str:
    if not is_new:
        return _("Ingenting er endret siden attesten ble laget i dag, så den gjelder.")
    if can_be_sent_to(participant.person):
        return _("Attesten er laget, og %(name)s har fått beskjed.") % {"name": participant}
    return _("Attesten er laget. Ring %(name)s og si at den er klar.") % {"name": participant}


def the_certificate(_request: Request, placement: Placement) -> str:
    return certificate_url(placement.stay.participant)


@button(Verb.VOUCH, Placement, *OF_PLACEMENT, back=the_certificate)
def remind(request: Request, placement: Placement) -> HttpResponse:
    stay = placement.stay
    door.get(request.principal, Verb.CERTIFY, Participant, stay.participant.public_id)
    ask_for_words(stay, **by_now(request))
    words = {"contact": stay.employer.contact, "employer": stay.employer}
    return done(request, certificate_url(stay.participant), _("%(contact)s hos %(employer)s har fått brev om attesten.") % words)


# Writing after a talk


@evaluated
def type_candidate(request: Request, placement: Placement) -> HttpResponse:
    stay = placement.stay
    heading = _("Hva %(name)s sier om %(employer)s") % {"name": stay.participant, "employer": stay.employer}
    return type_evaluation(request, stay, side=Side.CANDIDATE, heading=heading)


@evaluated
def type_employer(request: Request, placement: Placement) -> HttpResponse:
    stay = placement.stay
    heading = _("Hva %(employer)s sier om %(name)s") % {"name": stay.participant, "employer": stay.employer}
    return type_evaluation(request, stay, side=Side.EMPLOYER, heading=heading)


def type_evaluation(request: Request, stay: Stay, *, side: Side, heading: str) -> HttpResponse:
    each, loop = all_of(request, stay), stay.participant.loop
    own = each.candidate if side == Side.CANDIDATE else each.employer
    readers = _("%(name)s, koordinatoren og veilederen") % {"name": stay.participant}
    form = EvaluationForm(sent(request), evaluation=own, readers=readers)
    back = reverse("agreements:evaluations", args=[loop.public_id])
    if form.is_valid():
        with said_in(form):
            together.type_evaluation(stay, side=side, **form.cleaned_data, **by_now(request))
            return done(request, back, _("Det du skrev inn, er lagret."))
    is_open = has_begun(stay) and loop.state != LoopState.FINISHED
    if not is_open:
        lead = _("Oppholdet har ikke begynt, eller loopen er fullført. Da kan ingenting skrives inn.")
    elif own is not None and own.typed_by is None:
        lead = _("De har skrevet selv. Skriver du inn noe her, gjelder det i stedet.")
    else:
        lead = _("Skriv det de sa, med deres ord. Det står at du skrev det inn etter en samtale.")
    return form_page(
        request,
        form,
        title=_("Skriv inn hvordan det gikk"),
        heading=heading,
        lead=lead,
        save=_("Lagre"),
        back=back,
        crumbs=[*year_crumbs(loop), Crumb(_("Hvordan det gikk"), back)],
        template="agreements/type_evaluation.html",
        is_open=is_open,
    )


@page(Verb.VOUCH, Placement, *OF_PLACEMENT, purpose=Purpose.AGREEMENTS_TYPE_WORDS)
def type_words(request: Request, placement: Placement) -> HttpResponse:
    """Saves, or with «Se hvordan det blir» only shows what stands in the form as the certificate will have it."""
    stay, staff = placement.stay, request.principal.staff
    each, signers = all_of(request, stay), may_sign_at(stay)
    form = WordsForm(
        sent(request),
        listed=[task.text for task in stay.employer.tasks.all()],
        written=each.words,
        readers=_("%(name)s, bedriften, veilederen og den %(name)s viser attesten til,") % {"name": stay.participant},
        signers=signers,
    )
    part, is_tried = part_now(each) if each.words is not None else None, False
    if form.is_valid():
        with said_in(form):
            given = form.values() | {"tasks": done_tasks(form.values()["tasks"]), "typed_by": staff}
            if "preview" in request.POST:
                part, is_tried = preview(each, **given, on=request.principal.today), True
            else:
                write_words(stay, **given, **by_now(request))
                said = _("Ordene fra %(employer)s er lagret.") % {"employer": stay.employer}
                return done(request, certificate_url(stay.participant), said)
    if not signers:
        lead = _("Bedriften har ingen kontaktperson. Legg inn en først.")
    elif each.words is not None and each.words.typed_by is None:
        lead = _("Bedriften har skrevet selv. Lagrer du noe her, gjelder det i stedet.")
    else:
        lead = _("Ring, les opp det du skriver, og lagre når de er enige. På attesten står det hvem du snakket med.")
    return form_page(
        request,
        form,
        title=_("Skriv inn ord til attesten"),
        heading=_("Det %(employer)s sier om %(name)s") % {"employer": stay.employer, "name": stay.participant},
        lead=lead,
        save=_("Lagre"),
        back=certificate_url(stay.participant),
        crumbs=certificate_crumbs(stay.participant),
        template="agreements/type_words.html",
        part=part,
        is_tried=is_tried,
        has_signers=bool(signers),
    )


@page(Verb.GUIDE, Participant, *OF_PARTICIPANT, purpose=Purpose.AGREEMENTS_WAY_ON)
def way_on(request: Request, participant: Participant) -> HttpResponse:
    principal, back = request.principal, certificate_url(participant)
    form = WayOnForm(
        sent(request),
        first_name=participant.person.first_name,
        way_on=door.rows(principal, Verb.READ, WayOn).filter(participant=participant).select_related("owner").first(),
        helpers=may_help(participant, today=principal.today, also=principal.staff),
        readers=_("%(name)s, koordinatoren og veilederen") % {"name": participant},
    )
    if form.is_valid():
        with said_in(form):
            together.find_way_on(participant, **form.cleaned_data, **by(request))
            return done(request, back, _("Veien videre for %(name)s er lagret.") % {"name": participant})
    called = {"participant": participant}
    return form_page(
        request,
        form,
        heading=_("Veien videre for %(participant)s") % called,
        lead=_("Skriv dette sammen med %(participant)s. %(participant)s ser det på siden sin, og kan endre målet selv.") % called,
        save=_("Lagre"),
        back=back,
        crumbs=certificate_crumbs(participant),
    )
