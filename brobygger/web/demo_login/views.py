"""One button for each member of the cast. Only in the demo; elsewhere the address does not exist."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from brobygger.access.links import link_token
from brobygger.demo.cast import cast
from brobygger.kernel import clock
from brobygger.web.accounts import session

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    members = cast()
    if request.method == "GET":
        return render(request, "demo/choose.html", {"cast": members})
    chosen = next((member for member in members if member.key == request.POST.get("som")), None)
    if chosen is None:
        raise Http404
    if chosen.link is not None:
        return redirect(reverse("window:home", args=[link_token(chosen.link)]))
    login(request, chosen.user, backend=BACKEND)
    session.begin(request, now=clock.now(), is_demo=True)
    return redirect("accounts:start")
