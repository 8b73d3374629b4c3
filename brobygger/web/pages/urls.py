from django.conf import settings
from django.urls import path

from brobygger.web.pages import specimens, views

app_name = "pages"
urlpatterns = [
    path("", views.front, name="front"),
    path("meg/", views.me, name="me"),
    path("mer/", views.more, name="more"),
    path("personvern/", views.privacy, name="privacy"),
    path("tilgjengelighet/", views.accessibility, name="accessibility"),
    path("sprak/", views.language, name="language"),
]
if settings.DEBUG or settings.DEMO:
    urlpatterns += [path("monster/", specimens.sheet, name="specimens"), path("monster/vindu/", specimens.window, name="specimen_window")]
