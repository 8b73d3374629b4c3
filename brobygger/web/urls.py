"""Every page: one line an area."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("brobygger.web.pages.urls")),
]
