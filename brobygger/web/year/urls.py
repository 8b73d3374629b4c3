"""The addresses of a loop's year, under the loop's own."""

from __future__ import annotations

from django.urls import path

from brobygger.web.year import calendar, dates, turnings, views

app_name = "year"
urlpatterns = [
    path("looper/<uuid:loop_id>/aret/", views.loop, name="loop"),
    path("looper/<uuid:loop_id>/aret/start/", views.start, name="start"),
    path("looper/<uuid:loop_id>/aret/kalender.ics", calendar.whole, name="calendar"),
    path("looper/<uuid:loop_id>/aret/dato/<uuid:date_id>/", dates.date, name="date"),
    path("looper/<uuid:loop_id>/aret/dato/<uuid:date_id>/flytt/", dates.move, name="move"),
    path("looper/<uuid:loop_id>/aret/dato/<uuid:date_id>/avlys/", dates.call_off, name="call_off"),
    path("looper/<uuid:loop_id>/aret/dato/<uuid:date_id>/likevel/", dates.restore, name="restore"),
    path("looper/<uuid:loop_id>/aret/dato/<uuid:date_id>/holdt/", dates.held, name="held"),
    path("looper/<uuid:loop_id>/aret/dato/<uuid:date_id>/kalender.ics", calendar.one, name="date_file"),
    path("looper/<uuid:loop_id>/aret/bytte/<int:number>/", turnings.turning, name="turning"),
    path("looper/<uuid:loop_id>/aret/bytte/<int:number>/kryss-av/", turnings.rotate, name="rotate"),
    path("looper/<uuid:loop_id>/aret/deltaker/<uuid:participant_id>/har-begynt/", views.has_begun, name="has_begun"),
    path("looper/<uuid:loop_id>/aret/opphold/<uuid:stay_id>/", views.stay, name="stay"),
]
