"""Brobygger's addresses with the smallest possible window in front, so that signed links are tried without its pages."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from config.urls import urlpatterns as all_pages


def home(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse(f"{request.principal.person.first_name}: {request.principal.role_names}")


urlpatterns = [path("v/", include(([path("<str:token>/", home, name="home")], "window"))), *all_pages]
