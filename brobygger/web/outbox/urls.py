from django.urls import path

from brobygger.web.outbox import views

app_name = "outbox"
urlpatterns = [path("utsendinger/", views.messages, name="list")]
