from django.urls import path

from brobygger.web.week import views

app_name = "week"
urlpatterns = [path("min-uke/", views.week, name="week")]
