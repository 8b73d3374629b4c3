from django.urls import path

from brobygger.web.today import views

app_name = "today"
urlpatterns = [
    path("i-dag/", views.today, name="today"),
    path("i-dag/steg/<uuid:appointment_id>/gjort/", views.step_done, name="step_done"),
    path("i-dag/steg/<uuid:appointment_id>/ikke-gjort/", views.not_done, name="step_not_done"),
    path("i-dag/ko/", views.queue, name="queue"),
    path("i-dag/telefon.json", views.copy, name="copy"),
    path("sw.js", views.worker, name="worker"),
    path("brobygger.webmanifest", views.manifest, name="manifest"),
]
