"""Brobygger's addresses and one page with a note to save, as stands in for any form that staff fill in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from config.urls import urlpatterns as all_pages

SAVED: list[str] = []
PAGE = """{% extends "base.html" %}{% load shell %}
{% block title %}Nytt notat{% endblock %}
{% block heading %}Nytt notat{% endblock %}
{% block content %}<form class="bb-form" method="post">{% csrf_token %}{% once %}
  <div class="bb-field"><label for="note">Hva skjedde?</label><textarea class="ds-input" id="note" name="note" rows="4"></textarea></div>
  <button class="ds-button">Lagre notatet</button>
</form>{% endblock %}"""


def note(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        SAVED.append(request.POST["note"])
        return redirect("saved")
    return HttpResponse(engines["django"].from_string(PAGE).render({}, request))


def saved(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Lagret")


urlpatterns = [path("notat/", note, name="note"), path("lagret/", saved, name="saved"), *all_pages]
