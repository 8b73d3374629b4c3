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
    path("plasser/<uuid:placement_id>/ta-ut/", views.take_out, name="take_out"),
    path("plasser/<uuid:placement_id>/angre/", views.undo, name="undo"),
    path("plasser/<uuid:placement_id>/timer/", views.hours, name="hours"),
    path("timer/<uuid:hours_id>/ta-bort/", views.withdraw_hours, name="withdraw_hours"),
    path("timer/<uuid:hours_id>/tilbake/", views.restore_hours, name="restore_hours"),
    path("bedrifter/<uuid:workplace_id>/konkurs/", bankruptcy.bankruptcy, name="bankruptcy"),
    path("bedrifter/<uuid:workplace_id>/ikke-konkurs/", bankruptcy.not_bankrupt, name="not_bankrupt"),
]
