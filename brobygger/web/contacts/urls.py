from django.urls import path

from brobygger.web.contacts import views

app_name = "contacts"
urlpatterns = [
    path("oppfolging/<uuid:engagement_id>/logg/", views.log, name="log"),
    path("oppfolging/notat/<uuid:contact_id>/angre/", views.undo, name="undo"),
    path("oppfolging/notat/<uuid:contact_id>/igjen/", views.again, name="again"),
    path("oppfolging/notat/<uuid:contact_id>/rett/", views.correct, name="correct"),
    path("oppfolging/notat/<uuid:contact_id>/gjelder/", views.act, name="act"),
    path("folk/<uuid:person_id>/kontakt/", views.of_person, name="of_person"),
]
