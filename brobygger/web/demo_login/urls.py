from django.urls import path

from brobygger.web.demo_login import views

app_name = "demo"
urlpatterns = [path("demo/", views.choose, name="choose")]
