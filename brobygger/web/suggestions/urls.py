from django.urls import path

from brobygger.web.suggestions import views

app_name = "suggestions"
urlpatterns = [
    path("folk/<uuid:person_id>/muligheter/", views.of_person, name="of_person"),
    path("folk/<uuid:person_id>/muligheter/<uuid:opening_id>/", views.ask, name="ask"),
    path("forslag/<uuid:suggestion_id>/", views.suggestion, name="suggestion"),
    path("forslag/<uuid:suggestion_id>/spor/", views.ask_candidate, name="ask_candidate"),
    path("forslag/<uuid:suggestion_id>/ja/", views.says_yes, name="says_yes"),
    path("forslag/<uuid:suggestion_id>/spor-bedriften/", views.ask_employer, name="ask_employer"),
    path("forslag/<uuid:suggestion_id>/motes/", views.meet, name="meet"),
    path("forslag/<uuid:suggestion_id>/begynner/", views.begins, name="begins"),
    path("forslag/<uuid:suggestion_id>/ikke-na/", views.not_now, name="not_now"),
    path("forslag/<uuid:suggestion_id>/likevel/", views.after_all, name="after_all"),
]
