from django.urls import path

from brobygger.web.window import appointments, dates, experiences, views
from brobygger.web.window.candidate import urls as candidate
from brobygger.web.window.employer import urls as employer

app_name = "window"
urlpatterns = [
    path("", views.home, name="home"),
    path("sprak/", views.language, name="language"),
    path("mine-svar/", experiences.answers, name="experiences"),
    path("mine-svar/<uuid:interview_id>/pa-tvers/", experiences.let_read, name="experience_read"),
    path("mine-svar/<uuid:interview_id>/ta-tilbake/", experiences.withdraw, name="experience_withdraw"),
    path("datoer/", dates.dates_file, name="dates_file"),
    path("datoer/<uuid:date_id>/", dates.date_file, name="date_file"),
    path("avtaler/<uuid:appointment_id>/", appointments.appointment_file, name="appointment_file"),
    *candidate.urlpatterns,
    *employer.urlpatterns,
]
