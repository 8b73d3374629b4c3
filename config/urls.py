from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("brobygger.web.health.urls")),
    path("", include("brobygger.web.urls")),
]
