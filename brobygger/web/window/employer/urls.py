from django.urls import path

from brobygger.web.window import ring
from brobygger.web.window.employer import matters, more_work, page, preparing, suggested, words

urlpatterns = [
    path("ring-oss/<uuid:relation_id>/", ring.ring_us, name="ring_us"),
    path("bedrift/mulighet/<uuid:suggestion_id>/", suggested.asked, name="asked"),
    path("bedrift/mulighet/<uuid:suggestion_id>/ikke-na/", suggested.decline_asked, name="decline_asked"),
    path("bedrift/<uuid:employer_id>/", page.place, name="place"),
    path("bedrift/<uuid:employer_id>/oppgaver/", preparing.tasks, name="tasks"),
    path("bedrift/<uuid:employer_id>/deltakere/", preparing.people, name="people"),
    path("bedrift/<uuid:employer_id>/onsker/", preparing.wishes, name="employer_wishes"),
    path("bedrift/<uuid:employer_id>/noe-skjer/", matters.at_employer, name="employer_matters"),
    path("bedrift/<uuid:employer_id>/noe-skjer/ny/", matters.something_happens, name="something_happens"),
    path("bedrift/<uuid:employer_id>/noe-skjer/<uuid:matter_id>/", matters.matter_at_employer, name="employer_matter"),
    path("plass-til-en-til/", more_work.more_work, name="more_work"),
    path("bedrift/<uuid:employer_id>/attester/", words.words, name="words"),
    path("bedrift/opphold/<uuid:placement_id>/hvordan-det-gikk/", words.employer_evaluation, name="employer_evaluation"),
    path("bedrift/opphold/<uuid:placement_id>/attest/", words.employer_words, name="employer_words"),
]
