from django.urls import path

from brobygger.web.lookups import views

app_name = "lookups"
urlpatterns = [path("oppslag/", views.look_ups, name="list")]
