from django.urls import path

from brobygger.web.appointments import views

app_name = "appointments"
urlpatterns = [
    path("avtaler/ny/", views.new, name="new"),
    path("avtaler/<uuid:appointment_id>/", views.appointment, name="appointment"),
    path("avtaler/<uuid:appointment_id>/flytt/", views.move, name="move"),
    path("avtaler/<uuid:appointment_id>/avlys/", views.call_off, name="call_off"),
    path("avtaler/<uuid:appointment_id>/likevel/", views.restore, name="restore"),
    path("avtaler/<uuid:appointment_id>/gjennomfort/", views.hold, name="hold"),
    path("avtaler/<uuid:appointment_id>/ikke-gjennomfort/", views.hold_no_more, name="hold_no_more"),
    path("avtaler/<uuid:appointment_id>/avtale.ics", views.calendar, name="calendar"),
]
