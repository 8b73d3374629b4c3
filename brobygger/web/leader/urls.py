from django.urls import path

from brobygger.web.leader import lists, week, weekly

app_name = "leader"
urlpatterns = [
    path("uka/", week.week, name="week"),
    path("uka/ikke-kontaktet/", lists.uncontacted, name="uncontacted"),
    path("uka/star-stille/", lists.standing_still, name="standing_still"),
    path("uka/ikke-ringt/", lists.not_rung, name="not_rung"),
    path("uka/muligheter/", lists.openings, name="openings"),
    path("uka/ingen-svarer/", lists.unanswered, name="unanswered"),
    path("uka/uten-stedfortreder/", lists.without_deputy, name="without_deputy"),
    path("uka/folk/", lists.people, name="people"),
    path("uka/kontakter/", weekly.contacts, name="contacts"),
    path("uka/moter/", weekly.meetings, name="meetings"),
    path("uka/samtaler/", weekly.calls, name="calls"),
    path("uka/ringt/", weekly.answers, name="answers"),
]
