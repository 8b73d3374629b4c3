from django.urls import path

from brobygger.web.own_calendar import views

app_name = "own_calendar"
urlpatterns = [
    path("min-kalender/", views.own, name="own"),
    path("min-kalender/<uuid:feed_id>/slutt/", views.stop, name="stop"),
    path("min-kalender/uke/<int:year>-<int:week>.ics", views.week_file, name="week_file"),
    path("kalender/<str:secret>.ics", views.feed, name="feed"),
]
