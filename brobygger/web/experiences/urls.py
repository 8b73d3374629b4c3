from django.urls import path

from brobygger.web.experiences import across, views

app_name = "experiences"
urlpatterns = [
    path("erfaringer/", views.overview, name="list"),
    path("erfaringer/ny/<str:guide>/", views.choose, name="choose"),
    path("erfaringer/ny/<str:guide>/<uuid:person_id>/", views.new, name="new"),
    path("erfaringer/pa-tvers/<str:guide>/", across.together, name="together"),
    path("erfaringer/<uuid:interview_id>/", views.interview, name="interview"),
    path("erfaringer/<uuid:interview_id>/pa-tvers/", views.let_read, name="let_read"),
    path("erfaringer/<uuid:interview_id>/ta-tilbake/", views.withdraw, name="withdraw"),
]
