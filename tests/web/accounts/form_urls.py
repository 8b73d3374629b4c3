"""Brobygger's addresses and one page with a note to save, as stands in for any form that staff fill in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from config.urls import urlpatterns as all_pages

SAVED: list[str] = []


def note(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        SAVED.append(request.POST["note"])
        return redirect("saved")
    return render(request, "note.html")


def saved(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Lagret")


urlpatterns = [path("notat/", note, name="note"), path("lagret/", saved, name="saved"), *all_pages]
