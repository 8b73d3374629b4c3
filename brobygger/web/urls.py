"""Every page: one line an area."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("brobygger.web.pages.urls")),
    path("", include("brobygger.web.accounts.urls")),
]
if settings.DEMO:
    urlpatterns += [path("", include("brobygger.web.demo_login.urls"))]
