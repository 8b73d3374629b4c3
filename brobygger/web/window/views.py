"""The front page of a link, whoever holds it, and the language they read."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect

from brobygger.accounts.models import Language
from brobygger.parties.holder_actions import choose_own_language
from brobygger.parties.models import Role
from brobygger.web.back import back_to
from brobygger.web.page import page
from brobygger.web.request import Request
from brobygger.web.window import mentor, pages
from brobygger.web.window.candidate import page as candidate
from brobygger.web.window.employer import page as employer
from brobygger.web.window.pages import opened_by


@opened_by(Role.CANDIDATE, Role.EMPLOYER, Role.MENTOR)
@page()
def home(request: Request) -> HttpResponse:
    if Role.CANDIDATE in request.principal.roles:
        return candidate.home(request)
    if Role.EMPLOYER in request.principal.roles:
        return employer.home(request)
    return mentor.home(request)


@opened_by(Role.CANDIDATE, Role.EMPLOYER, Role.MENTOR)
@page()
def language(request: Request) -> HttpResponse:
    """Kept on the person, so it follows the link to every browser; a choice this browser made for another is forgotten."""
    root, chosen = pages.home(request), request.POST.get("language", "")
    answer = redirect(back_to(request, root, under=root))
    if chosen in Language.values:
        person = request.principal.holder
        choose_own_language(person, language=chosen, actor=person)
        answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME, samesite="Lax")
    return answer
