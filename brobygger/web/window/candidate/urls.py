from django.urls import path

from brobygger.web.window import ring
from brobygger.web.window.candidate import (
    certificate,
    evaluating,
    look_ups,
    matters,
    page,
    preparing,
    reach,
    saying_yes,
    suggested,
    told,
    written,
)

urlpatterns = [
    path("invitasjon/<uuid:participant_id>/", page.loop, name="invitation"),
    path("invitasjon/<uuid:participant_id>/svar/", saying_yes.answer, name="answer"),
    path("invitasjon/<uuid:participant_id>/oppgaver/", preparing.marks, name="marks"),
    path("invitasjon/<uuid:participant_id>/om-meg/", preparing.presentation, name="presentation"),
    path("invitasjon/<uuid:participant_id>/onsker/", preparing.wishes, name="wishes"),
    path("invitasjon/<uuid:participant_id>/trekk-tilbake/", saying_yes.withdraw, name="withdraw"),
    path("ja/", saying_yes.given, name="given"),
    path("ring-meg/<uuid:engagement_id>/", ring.ring_me, name="ring_me"),
    path("mulighet/<uuid:suggestion_id>/", suggested.suggested, name="suggested"),
    path("mulighet/<uuid:suggestion_id>/svar/", suggested.answer_suggested, name="answer_suggested"),
    path("slik-nar-dere-meg/", reach.reach, name="reach"),
    path("innsyn/", look_ups.look_ups, name="look_ups"),
    path("det-jeg-vil/", told.wanted, name="wanted"),
    path("det-bedriftene-far-vite/", told.told, name="told"),
    path("det-bedriftene-far-vite/<uuid:disclosure_id>/trekk-tilbake/", told.withdraw, name="withdraw_told"),
    path("det-som-er-skrevet/", written.written, name="written"),
    path("invitasjon/<uuid:participant_id>/vanskelig/", matters.own, name="matters"),
    path("invitasjon/<uuid:participant_id>/vanskelig/ny/", matters.raise_own, name="raise"),
    path("vanskelig/<uuid:matter_id>/", matters.own_matter, name="matter"),
    path("vanskelig/<uuid:matter_id>/uten-bedriften/", matters.take_employer_out, name="take_employer_out"),
    path("opphold/<uuid:placement_id>/hvordan-det-gikk/", evaluating.evaluation, name="evaluation"),
    path("veien-videre/<uuid:way_on_id>/", evaluating.way_on, name="way_on"),
    path("invitasjon/<uuid:participant_id>/attest/", certificate.certificate, name="certificate"),
    path("attest/<uuid:certificate_id>/sprak/", certificate.certificate_language, name="certificate_language"),
    path("attest/<uuid:certificate_id>/fil/", certificate.certificate_file, name="certificate_file"),
]
