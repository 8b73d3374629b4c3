from django.urls import path

from brobygger.web.cover import absences, calls, following, handovers

app_name = "cover"
urlpatterns = [
    path("ring/", calls.calls, name="calls"),
    path("ring/ny/", calls.missed, name="missed"),
    path("ring/ny/person/<uuid:engagement_id>/", calls.missed_person, name="missed_person"),
    path("ring/ny/bedrift/<uuid:relation_id>/<uuid:person_id>/", calls.missed_employer, name="missed_employer"),
    path("ring/<uuid:call_id>/avtal/", calls.agree, name="agree"),
    path("ring/<uuid:call_id>/ringt/", calls.rung, name="rung"),
    path("ring/<uuid:call_id>/ikke-ringt/", calls.not_rung, name="not_rung"),
    path("borte/", absences.absences, name="absences"),
    path("borte/ny/", absences.new, name="new_absence"),
    path("borte/<uuid:absence_id>/", absences.change, name="absence"),
    path("borte/<uuid:absence_id>/avlys/", absences.call_off, name="call_off_absence"),
    path("borte/<uuid:user_id>/igjen/<str:first>/<str:last>/", absences.again, name="absence_again"),
    path("borte/<uuid:user_id>/igjen/<str:first>/<str:last>/<uuid:stand_in_id>/", absences.again, name="absence_again_with"),
    path("oppfolging/<uuid:engagement_id>/hvem/", following.following, name="following"),
    path("oppfolging/<uuid:engagement_id>/ansvarlig/", following.responsible, name="choose_responsible"),
    path("oppfolging/<uuid:engagement_id>/stedfortreder/", following.deputy, name="choose_deputy"),
    path("oppfolging/<uuid:engagement_id>/stedfortreder/<uuid:user_id>/igjen/", following.deputy_again, name="deputy_again"),
    path("oppfolging/<uuid:engagement_id>/avslutt/", following.end, name="end_engagement"),
    path("oppfolging/<uuid:engagement_id>/avslutt/angre/", following.keep, name="keep_engagement"),
    path("overtakelser/", handovers.handovers, name="handovers"),
    path("overtakelser/ny/", handovers.new, name="new_handover"),
    path("overtakelser/<uuid:handover_id>/", handovers.handover, name="handover"),
    path("overtakelser/<uuid:handover_id>/ta-over/", handovers.accept, name="accept_handover"),
    path("overtakelser/<uuid:handover_id>/ikke/", handovers.decline, name="decline_handover"),
    path("overtakelser/<uuid:handover_id>/trekk/", handovers.withdraw, name="withdraw_handover"),
    path("overtakelser/<uuid:handover_id>/spor-igjen/", handovers.ask_again, name="ask_handover_again"),
]
