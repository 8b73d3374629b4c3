from django.urls import path

from brobygger.web.repair import views

app_name = "repair"
urlpatterns = [
    path("looper/<uuid:loop_id>/hull/", views.holes_page, name="holes"),
    path("looper/<uuid:loop_id>/hull/foresla/", views.propose, name="propose"),
    path("looper/<uuid:loop_id>/hull/vedta/", views.decide, name="decide"),
    path("looper/<uuid:loop_id>/en-slutter/", views.leave, name="leave"),
    path("looper/<uuid:loop_id>/en-bedrift-gar-ut/", views.drop_out, name="drop_out"),
]
