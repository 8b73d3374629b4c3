"""Brobygger's pages, with stand-ins for those that letters and the menu point to."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def stand_in(request: HttpRequest, token: str = "") -> HttpResponse:
    return HttpResponse(token)


urlpatterns = [
    path("", include(([path("v/<str:token>/", stand_in, name="home")], "window"))),
    path("", include(([path("loopene/", stand_in, name="list")], "loops"))),
    path("", include("config.urls")),
]
