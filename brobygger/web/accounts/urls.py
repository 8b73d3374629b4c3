"""The parts of allauth that Brobygger uses, under allauth's own names, and ours. There is no sign-up."""

from django.urls import include, path, re_path

from brobygger.web.accounts import views

ours = [
    path("start/", views.start, name="start"),
    path("fortsett/", views.kept, name="kept"),
    path("ny-lenke/", views.fresh_link, name="fresh_link"),
]
urlpatterns = [
    path("", include((ours, "accounts"))),
    path("konto/", views.security, name="mfa_index"),
    path("konto/logg-inn/", views.SignInView.as_view(), name="account_login"),
    path("konto/logg-ut/", views.SignOutView.as_view(), name="account_logout"),
    path("konto/uten-tilgang/", views.inactive, name="account_inactive"),
    path("konto/glemt-passord/", views.ForgottenPasswordView.as_view(), name="account_reset_password"),
    path("konto/glemt-passord/sendt/", views.ForgottenPasswordSentView.as_view(), name="account_reset_password_done"),
    re_path(
        r"^konto/nytt-passord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.NewPasswordView.as_view(),
        name="account_reset_password_from_key",
    ),
    path("konto/nytt-passord/", views.NewPasswordDoneView.as_view(), name="account_reset_password_from_key_done"),
    path("konto/passord/", views.ChangePasswordView.as_view(), name="account_change_password"),
    path("konto/bekreft/", views.ConfirmPasswordView.as_view(), name="account_reauthenticate"),
    path("konto/bekreft/kode/", views.ConfirmCodeView.as_view(), name="mfa_reauthenticate"),
    path("konto/kode/", views.CodeView.as_view(), name="mfa_authenticate"),
    path("konto/engangskode/", views.SetUpCodeView.as_view(), name="mfa_activate_totp"),
    path("konto/engangskode/ny-telefon/", views.NewPhoneView.as_view(), name="mfa_deactivate_totp"),
    path("konto/reservekoder/", views.RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path("konto/reservekoder/nye/", views.NewRecoveryCodesView.as_view(), name="mfa_generate_recovery_codes"),
]
