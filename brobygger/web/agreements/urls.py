from django.urls import path

from brobygger.web.agreements import views

app_name = "agreements"
urlpatterns = [
    path("looper/<uuid:loop_id>/evalueringer/", views.evaluations, name="evaluations"),
    path("looper/<uuid:loop_id>/attester/", views.certificates, name="certificates"),
    path("looper/deltaker/<uuid:participant_id>/attest/", views.certificate, name="certificate"),
    path("looper/deltaker/<uuid:participant_id>/attest/lag/", views.issue, name="issue"),
    path("looper/deltaker/<uuid:participant_id>/veien-videre/", views.way_on, name="way_on"),
    path("looper/opphold/<uuid:placement_id>/hvordan-det-gikk/deltaker/", views.type_candidate, name="type_candidate"),
    path("looper/opphold/<uuid:placement_id>/hvordan-det-gikk/bedrift/", views.type_employer, name="type_employer"),
    path("looper/opphold/<uuid:placement_id>/attest/", views.type_words, name="type_words"),
    path("looper/opphold/<uuid:placement_id>/attest/minn/", views.remind, name="remind"),
    path("attest/<uuid:certificate_id>/fil/", views.file, name="file"),
]
