from django.urls import path

from brobygger.web.access_table import views

app_name = "access_table"
urlpatterns = [path("tilgang/", views.access_table, name="page")]
