from django.urls import path

from brobygger.web.letters import views

app_name = "letters"
urlpatterns = [path("brev/", views.letters, name="list")]
