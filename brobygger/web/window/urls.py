from django.urls import path

from brobygger.web.window import candidate, certificate, employer, matters, views, words, year

app_name = "window"
urlpatterns = [
    path("", views.home, name="home"),
    path("sprak/", views.language, name="language"),
    path("invitasjon/<uuid:participant_id>/", candidate.loop, name="invitation"),
    path("invitasjon/<uuid:participant_id>/svar/", candidate.answer, name="answer"),
    path("invitasjon/<uuid:participant_id>/oppgaver/", candidate.marks, name="marks"),
    path("invitasjon/<uuid:participant_id>/om-meg/", candidate.presentation, name="presentation"),
    path("invitasjon/<uuid:participant_id>/onsker/", candidate.wishes, name="wishes"),
    path("invitasjon/<uuid:participant_id>/trekk-tilbake/", candidate.withdraw, name="withdraw"),
    path("ja/", candidate.given, name="given"),
    path("innsyn/", candidate.look_ups, name="look_ups"),
    path("datoer/", year.dates_file, name="dates_file"),
    path("datoer/<uuid:date_id>/", year.date_file, name="date_file"),
    path("bedrift/<uuid:employer_id>/", employer.place, name="place"),
    path("bedrift/<uuid:employer_id>/oppgaver/", employer.tasks, name="tasks"),
    path("bedrift/<uuid:employer_id>/deltakere/", employer.people, name="people"),
    path("bedrift/<uuid:employer_id>/onsker/", employer.wishes, name="employer_wishes"),
    path("invitasjon/<uuid:participant_id>/vanskelig/", matters.own, name="matters"),
    path("invitasjon/<uuid:participant_id>/vanskelig/ny/", matters.raise_own, name="raise"),
    path("vanskelig/<uuid:matter_id>/", matters.own_matter, name="matter"),
    path("vanskelig/<uuid:matter_id>/uten-bedriften/", matters.take_employer_out, name="take_employer_out"),
    path("bedrift/<uuid:employer_id>/noe-skjer/", matters.at_employer, name="employer_matters"),
    path("bedrift/<uuid:employer_id>/noe-skjer/ny/", matters.something_happens, name="something_happens"),
    path("bedrift/<uuid:employer_id>/noe-skjer/<uuid:matter_id>/", matters.matter_at_employer, name="employer_matter"),
    path("opphold/<uuid:placement_id>/hvordan-det-gikk/", words.evaluation, name="evaluation"),
    path("veien-videre/<uuid:way_on_id>/", words.way_on, name="way_on"),
    path("invitasjon/<uuid:participant_id>/attest/", certificate.certificate, name="certificate"),
    path("attest/<uuid:certificate_id>/sprak/", certificate.certificate_language, name="certificate_language"),
    path("attest/<uuid:certificate_id>/fil/", certificate.certificate_file, name="certificate_file"),
    path("bedrift/<uuid:employer_id>/attester/", words.words, name="words"),
    path("bedrift/opphold/<uuid:placement_id>/hvordan-det-gikk/", words.employer_evaluation, name="employer_evaluation"),
    path("bedrift/opphold/<uuid:placement_id>/attest/", words.employer_words, name="employer_words"),
]
