from django.urls import path

from brobygger.web.people import card, person_page, views

app_name = "people"
urlpatterns = [
    path("folk/", views.people, name="list"),
    path("folk/<uuid:person_id>/", person_page.person, name="person"),
    path("folk/<uuid:person_id>/opplysninger/", card.card, name="card"),
    path("oppfolging/<uuid:engagement_id>/veien/", card.way, name="way"),
    path("folk/<uuid:person_id>/sett/", person_page.seen_by, name="seen_by"),
    path("folk/<uuid:person_id>/grunn/", views.state_reason, name="reason"),
]
