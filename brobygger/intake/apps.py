from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "brobygger.intake"
