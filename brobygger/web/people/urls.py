from django.urls import path

from brobygger.web.people import views

app_name = "people"
urlpatterns = [
    path("folk/", views.people, name="list"),
    path("folk/<uuid:person_id>/", views.person, name="person"),
    path("folk/<uuid:person_id>/grunn/", views.state_reason, name="reason"),
]
