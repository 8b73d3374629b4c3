from django.urls import path

from brobygger.web.jobdev import contacts, employers, openings, relations, visits

app_name = "jobdev"
urlpatterns = [
    path("bedrifter/", employers.employers, name="employers"),
    path("bedrifter/ny/", employers.new, name="new_employer"),
    path("bedrifter/<uuid:workplace_id>/", employers.employer, name="employer"),
    path("bedrifter/<uuid:workplace_id>/rett/", employers.correct, name="correct_employer"),
    path("bedrifter/<uuid:workplace_id>/besok/", visits.of_employer, name="visits"),
    path("bedrifter/<uuid:workplace_id>/besok/ny/", visits.plan, name="plan"),
    path("bedrifter/<uuid:workplace_id>/var-der/", visits.log, name="log"),
    path("bedrifter/<uuid:workplace_id>/kontakter/ny/", contacts.new, name="new_contact"),
    path("bedrifter/<uuid:workplace_id>/kontakter/<uuid:contact_id>/", contacts.correct, name="contact"),
    path("bedrifter/<uuid:workplace_id>/kontakter/<uuid:contact_id>/sluttet/", contacts.end, name="end_contact"),
    path("bedrifter/<uuid:workplace_id>/kontakter/<uuid:contact_id>/er-her/", contacts.stays, name="contact_stays"),
    path("bedrifter/<uuid:workplace_id>/muligheter/ny/", openings.new, name="new_opening"),
    path("bedrifter/<uuid:workplace_id>/kontakten/", relations.begin, name="begin_relation"),
    path("kontakten/<uuid:relation_id>/stedfortreder/", relations.deputy, name="relation_deputy"),
    path("kontakten/<uuid:relation_id>/stedfortreder/<uuid:user_id>/igjen/", relations.deputy_again, name="relation_deputy_again"),
    path("kontakten/<uuid:relation_id>/avslutt/", relations.end, name="end_relation"),
    path("kontakten/<uuid:relation_id>/avslutt/angre/", relations.keep, name="keep_relation"),
    path("besok/<uuid:visit_id>/", visits.visit, name="visit"),
    path("besok/<uuid:visit_id>/logg/", visits.hold, name="hold"),
    path("besok/<uuid:visit_id>/flytt/", visits.move, name="move"),
    path("besok/<uuid:visit_id>/avlys/", visits.call_off, name="call_off"),
    path("besok/<uuid:visit_id>/likevel/", visits.restore, name="restore"),
    path("besok/<uuid:visit_id>/neste-steg/", visits.next_step_done, name="next_step_done"),
    path("muligheter/", openings.openings, name="openings"),
    path("muligheter/<uuid:opening_id>/", openings.opening, name="opening"),
    path("muligheter/<uuid:opening_id>/rett/", openings.correct, name="correct_opening"),
    path("muligheter/<uuid:opening_id>/fulgt-opp/", openings.follow_up, name="follow_up"),
    path("muligheter/<uuid:opening_id>/fylt/", openings.fill, name="fill"),
    path("muligheter/<uuid:opening_id>/ikke-aktuell/", openings.close, name="close"),
    path("muligheter/<uuid:opening_id>/apne/", openings.reopen, name="reopen"),
]
