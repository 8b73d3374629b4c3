from django.urls import path

from brobygger.web.followup import views

app_name = "followup"
urlpatterns = [
    path("vanskelig/", views.matters, name="matters"),
    path("vanskelig/<uuid:matter_id>/", views.matter, name="matter"),
    path("vanskelig/<uuid:matter_id>/notat/", views.note, name="note"),
    path("vanskelig/<uuid:matter_id>/avtale/", views.agreement, name="agreement"),
    path("vanskelig/<uuid:matter_id>/ansvar/", views.owner, name="owner"),
    path("vanskelig/<uuid:matter_id>/frist/", views.deadline, name="deadline"),
    path("vanskelig/<uuid:matter_id>/bedriften/", views.employer, name="employer"),
    path("vanskelig/<uuid:matter_id>/uten-bedriften/", views.without_employer, name="without_employer"),
    path("vanskelig/<uuid:matter_id>/med-bedriften-likevel/", views.keep_employer, name="keep_employer"),
    path("vanskelig/<uuid:matter_id>/lost/", views.solve, name="solve"),
    path("looper/<uuid:loop_id>/vanskelig/", views.whose, name="whose"),
    path("deltakere/<uuid:participant_id>/vanskelig/", views.raise_for, name="raise"),
]
