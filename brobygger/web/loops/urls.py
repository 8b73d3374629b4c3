from django.urls import include, path

from brobygger.web.loops import (
    contacts,
    employer_page,
    finding_employers,
    handing_over,
    interviews,
    inviting,
    kick_off,
    loop_page,
    loops_list,
    next_steps,
    shaping,
    wishes,
)

app_name = "loops"
urlpatterns = [
    # building
    path("looper/", loops_list.loops, name="list"),
    path("looper/ny/", shaping.new, name="new"),
    path("looper/<uuid:loop_id>/", loop_page.loop, name="loop"),
    path("looper/<uuid:loop_id>/neste/", loop_page.next_step, name="next_step"),
    path("looper/<uuid:loop_id>/neste/gjort/", loop_page.next_step_done, name="next_step_done"),
    path("looper/<uuid:loop_id>/avlys/", loop_page.call_off, name="call_off"),
    path("looper/<uuid:loop_id>/antall/", shaping.size, name="size"),
    path("looper/<uuid:loop_id>/koordinator/", handing_over.hand_over, name="hand_over"),
    path("looper/<uuid:loop_id>/dagen/", shaping.kick_off_edit, name="kick_off_edit"),
    path("looper/<uuid:loop_id>/ny-bedrift/", finding_employers.employer_new, name="employer_new"),
    path("looper/<uuid:loop_id>/ny-bedrift/velg/", finding_employers.employer_pick, name="employer_pick"),
    path("looper/bedrift/<uuid:employer_id>/", employer_page.employer, name="employer"),
    path("looper/bedrift/<uuid:employer_id>/ja/", employer_page.employer_yes, name="employer_yes"),
    path("looper/bedrift/<uuid:employer_id>/ut/", employer_page.employer_out, name="employer_out"),
    path("looper/bedrift/<uuid:employer_id>/oppgaver/", employer_page.employer_tasks, name="employer_tasks"),
    path("looper/bedrift/<uuid:employer_id>/oppgaver/lenke/", employer_page.employer_tasks_link, name="employer_tasks_link"),
    path("looper/bedrift/<uuid:employer_id>/stengt/", employer_page.employer_closed, name="employer_closed"),
    path("looper/bedrift/<uuid:employer_id>/stengt/ta-bort/", employer_page.employer_opened, name="employer_opened"),
    path("looper/bedrift/<uuid:employer_id>/kontakt/", contacts.employer_contact, name="employer_contact"),
    path("looper/bedrift/<uuid:employer_id>/ny-lenke/", contacts.employer_new_link, name="employer_new_link"),
    # inviting
    path("looper/<uuid:loop_id>/inviter/", inviting.invite, name="invite"),
    path("looper/<uuid:loop_id>/inviter/person/", inviting.invite_person, name="invite_person"),
    path("looper/<uuid:loop_id>/invitert/", inviting.invitations, name="invitations"),
    path("looper/deltaker/<uuid:participant_id>/forbered/", inviting.prepare, name="prepare"),
    path("looper/deltaker/<uuid:participant_id>/ny-lenke/", contacts.candidate_new_link, name="candidate_new_link"),
    path("looper/deltaker/<uuid:participant_id>/lenke/", inviting.send_again, name="send_again"),
    # the kick-off day
    path("looper/<uuid:loop_id>/kick-off/", kick_off.kick_off, name="kick_off"),
    path("looper/<uuid:loop_id>/kick-off/oppmote/", kick_off.attendance, name="attendance"),
    path("looper/<uuid:loop_id>/kick-off/intervjuer/", interviews.interviews, name="interviews"),
    path("looper/<uuid:loop_id>/kick-off/rom/", interviews.print_rooms, name="print_rooms"),
    path("looper/<uuid:loop_id>/kick-off/deltakere/", interviews.print_people, name="print_people"),
    path("looper/<uuid:loop_id>/kick-off/lenker/", wishes.ask_for_wishes, name="ask_for_wishes"),
    path("looper/<uuid:loop_id>/kick-off/svar/", wishes.type_wishes, name="type_wishes"),
    path("looper/deltaker/<uuid:participant_id>/svar/", wishes.type_candidate_wishes, name="type_candidate_wishes"),
    path("looper/bedrift/<uuid:employer_id>/svar/", wishes.type_employer_wishes, name="type_employer_wishes"),
    path("looper/deltaker/<uuid:participant_id>/onskelenke/", wishes.candidate_link, name="candidate_link"),
    path("looper/bedrift/<uuid:employer_id>/onskelenke/", wishes.employer_link, name="employer_link"),
    path("looper/<uuid:loop_id>/neste-steg/", next_steps.next_steps, name="next_steps"),
    path("looper/deltaker/<uuid:participant_id>/neste-steg/", next_steps.next_step_of, name="next_step_of"),
    # the plan
    path("looper/<uuid:loop_id>/plan/", include("brobygger.web.loops.planning_urls")),
]
