"""The one page that letters point to."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def home(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse(token)


urlpatterns = [path("", include(([path("v/<str:token>/", home, name="home")], "window")))]
