from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from brobygger.access import door
from brobygger.access.verbs import Verb
from brobygger.accounts.actions import choose_language
from brobygger.appointments.models import CalendarFeed
from brobygger.intake.models import Absence
from brobygger.web.addresses import address_of
from brobygger.web.back import back_to
from brobygger.web.page import page
from brobygger.web.request import Request
from brobygger.web.shell import Fact, at_the_thumb, menu_of

LANGUAGE_COOKIE_AGE_SECONDS = 365 * 24 * 60 * 60


@login_not_required
@page()
def front(request: Request) -> HttpResponse:
    if request.principal.user is None:
        return render(request, "pages/front.html")
    return redirect("accounts:start")


@page()
def me(request: Request) -> HttpResponse:
    principal = request.principal
    facts = [
        Fact(_("E-post"), principal.staff.email),
        Fact(_("Det du er her"), ", ".join(sorted(str(role.label) for role in principal.roles)) or _("Ikke med i noen enhet i dag")),
    ]
    may = {"may_be_away": door.may(principal, Verb.LOG, Absence), "may_subscribe": door.may(principal, Verb.SUBSCRIBE, CalendarFeed)}
    return render(request, "pages/me.html", {"facts": facts, **may})


@page()
def more(request: Request) -> HttpResponse:
    """What there is no room for among the tabs."""
    _shown, rest = at_the_thumb(menu_of(request.principal.roles))
    return render(request, "pages/more.html", {"places": [(item.label, address_of(item.url_name)) for item in rest]})


@login_not_required
@page()
def privacy(request: Request) -> HttpResponse:
    return render(request, "pages/privacy.html")


@login_not_required
@page()
def accessibility(request: Request) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])  # not @page, which writes down what was sent: anybody on the net may choose a language
def language(request: Request) -> HttpResponse:
    chosen = request.POST.get("language", "")
    response = redirect(back_to(request, reverse("pages:front")))
    if chosen in dict(settings.LANGUAGES) and translation.check_for_language(chosen):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=LANGUAGE_COOKIE_AGE_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        if request.principal.user is not None:
            choose_language(request.principal.user, language=chosen, actor=request.principal.user)
    return response
