from django.urls import path

from brobygger.web.placements import bankruptcy, views

app_name = "placements"
urlpatterns = [
    path("folk/<uuid:person_id>/plass/ny/", views.new, name="new"),
    path("plasser/<uuid:placement_id>/", views.placement, name="placement"),
    path("plasser/<uuid:placement_id>/begynt/", views.begin, name="begin"),
    path("plasser/<uuid:placement_id>/endre/", views.change, name="change"),
    path("plasser/<uuid:placement_id>/slutt/", views.end, name="end"),
    path("plasser/<uuid:placement_id>/avlys/", views.call_off, name="call_off"),
    path("bedrifter/<uuid:workplace_id>/konkurs/", bankruptcy.bankruptcy, name="bankruptcy"),
]
