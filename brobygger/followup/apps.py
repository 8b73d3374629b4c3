from django.apps import AppConfig


class FollowUpConfig(AppConfig):
    name = "brobygger.followup"
