"""The addresses of the plan, under a loop's own."""

from __future__ import annotations

from django.urls import path

from brobygger.web.loops import planning

urlpatterns = [
    path("", planning.plan, name="plan"),
    path("lag/", planning.propose, name="plan_propose"),
    path("endre/", planning.adjust, name="plan_adjust"),
    path("endre/<uuid:adjustment_id>/los-opp/", planning.release, name="plan_release"),
    path("minst/<int:minimum>/", planning.choose_minimum, name="plan_minimum"),
    path("hensyn/", planning.veto_new, name="plan_veto_new"),
    path("hensyn/<uuid:veto_id>/ta-bort/", planning.veto_withdraw, name="plan_veto_withdraw"),
    path("vedta/", planning.decide, name="plan_decide"),
    path("skriv-ut/", planning.print_wheel, name="plan_print"),
]
