from django.apps import AppConfig


class JobdevConfig(AppConfig):
    name = "brobygger.jobdev"
