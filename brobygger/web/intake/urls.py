from django.urls import path

from brobygger.web.intake import answering, referring, views

app_name = "intake"
urlpatterns = [
    path("inntak/", views.intakes, name="list"),
    path("inntak/ny/", referring.refer_followed, name="refer"),
    path("inntak/ny/person/", referring.refer_new, name="refer_new"),
    path("inntak/gi-alle/", views.give_all, name="give_all"),
    path("inntak/<uuid:intake_id>/", views.intake, name="intake"),
    path("inntak/<uuid:intake_id>/gi/", views.give, name="give"),
    path("inntak/<uuid:intake_id>/ta-selv/", answering.take_on, name="take_on"),
    path("inntak/<uuid:intake_id>/hvem/", answering.owner, name="owner"),
    path("inntak/<uuid:intake_id>/svarene/", answering.answers, name="answers"),
    path("inntak/<uuid:intake_id>/ta-inn/", answering.take_in, name="take_in"),
    path("inntak/<uuid:intake_id>/vente/", answering.let_wait, name="let_wait"),
    path("inntak/<uuid:intake_id>/videre/", answering.hand_on, name="hand_on"),
]
