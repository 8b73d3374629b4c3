from django.urls import path

from brobygger.web.cover import calls

app_name = "cover"
urlpatterns = [
    path("ring/", calls.calls, name="calls"),
    path("ring/ny/", calls.missed, name="missed"),
    path("ring/ny/person/<uuid:engagement_id>/", calls.missed_person, name="missed_person"),
    path("ring/ny/bedrift/<uuid:relation_id>/<uuid:person_id>/", calls.missed_employer, name="missed_employer"),
    path("ring/<uuid:call_id>/ringt/", calls.rung, name="rung"),
]
