from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "brobygger.proposals"
