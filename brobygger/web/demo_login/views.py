"""One button for each member of the cast. Only in the demo; elsewhere the address does not exist."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from brobygger.access.links import link_token
from brobygger.demo.cast import cast
from brobygger.web.accounts import session
from brobygger.web.page import page
from brobygger.web.request import Request

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@page()
def choose(request: Request) -> HttpResponse:
    members = cast()
    if request.method != "POST":
        return render(request, "demo/choose.html", {"cast": members})
    chosen = next((member for member in members if member.key == request.POST.get("som")), None)
    if chosen is None:
        raise Http404
    if chosen.link is not None:
        return redirect(reverse("window:home", args=[link_token(chosen.link)]))
    login(request, chosen.user, backend=BACKEND)
    session.begin(request, now=request.now, is_demo=True)
    return redirect("accounts:start")
