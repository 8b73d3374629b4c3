from django.urls import path

from brobygger.web.talent import disclosing, profile

app_name = "talent"
urlpatterns = [
    path("folk/<uuid:person_id>/det-jeg-vil/", profile.profile, name="profile"),
    path("folk/<uuid:person_id>/det-bedriften-far-vite/", disclosing.choose, name="disclosures"),
    path("folk/<uuid:person_id>/det-bedriften-far-vite/<uuid:workplace_id>/", disclosing.disclosure, name="disclosure"),
    path("folk/det-bedriften-far-vite/<uuid:disclosure_id>/trekk-tilbake/", disclosing.withdraw, name="withdraw"),
    path("folk/det-bedriften-far-vite/<uuid:disclosure_id>/likevel/", disclosing.keep, name="keep"),
]
