"""Every page: one line an area."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("brobygger.web.pages.urls")),
    path("", include("brobygger.web.accounts.urls")),
    path("", include("brobygger.web.loops.urls")),
    path("", include("brobygger.web.year.urls")),
    path("v/<str:token>/", include("brobygger.web.window.urls")),
    path("", include("brobygger.web.lookups.urls")),
    path("", include("brobygger.web.people.urls")),
    path("", include("brobygger.web.placements.urls")),
    path("", include("brobygger.web.access_table.urls")),
    path("", include("brobygger.web.letters.urls")),
    path("", include("brobygger.web.agreements.urls")),
    path("", include("brobygger.web.followup.urls")),
    path("", include("brobygger.web.repair.urls")),
    path("", include("brobygger.web.intake.urls")),
    path("", include("brobygger.web.contacts.urls")),
    path("", include("brobygger.web.jobdev.urls")),
    path("", include("brobygger.web.cover.urls")),
    path("", include("brobygger.web.today.urls")),
    path("", include("brobygger.web.week.urls")),
    path("", include("brobygger.web.appointments.urls")),
    path("", include("brobygger.web.talent.urls")),
    path("", include("brobygger.web.leader.urls")),
    path("", include("brobygger.web.experiences.urls")),
    path("", include("brobygger.web.suggestions.urls")),
    path("", include("brobygger.web.own_calendar.urls")),
]
if settings.DEMO:
    urlpatterns += [path("", include("brobygger.web.demo_login.urls")), path("", include("brobygger.web.outbox.urls"))]
