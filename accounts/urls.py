"""Sign-in (of django-allauth only the pages we want), one's account, one's organisation."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import include, path, re_path

from accounts.views import data_requests, email, invitation, members, own, protected, territory

SIGN_IN = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    # Whoever has no password yet gets one as if it were forgotten.
    path("password/first/", account.password_reset, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        "confirm-email/",
        account.email_verification_sent,
        name="account_email_verification_sent",
    ),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", email.confirm, name="account_confirm_email"),
    path("email/", email.change, name="account_email"),
    path("second-factor/", mfa.index, name="mfa_index"),
    path("second-factor/ask/", mfa.authenticate, name="mfa_authenticate"),
    path("second-factor/ask-again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/on/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-factor/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-factor/codes/new/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
]

OWN = [
    path("accounts/profile/", own.profile, name="profile"),
    path("accounts/sessions/", own.sessions, name="sessions"),
    path("accounts/signed-in/", own.signed_in, name="signed-in"),
    path("accounts/keep-alive/", own.keep_alive, name="keep-alive"),
    path("accounts/invitation/", invitation.invitation, name="invitation"),
    path("organisation/", members.members, name="members"),
    path("organisation/switch/", members.switch, name="switch"),
    path("organisation/history/", members.history, name="history"),
    path("organisation/invite/", members.invite, name="invite"),
    re_path(
        r"^organisation/invitations/(?P<pk>[0-9]{1,18})/(?P<act>resend|withdraw)/$",
        members.invitation_act,
        name="invitation-act",
    ),
    path("organisation/members/<int:pk>/", members.member, name="member"),
    path("organisation/delegate/", members.delegate, name="delegate"),
    path("organisation/delegations/<int:pk>/end/", members.end_delegation, name="end-delegation"),
    path("organisation/territory/", territory.organisations, name="organisations"),
    path("organisation/territory/<int:pk>/manager/", territory.appoint, name="appoint"),
    path("organisation/unmaskings/", protected.log, name="unmaskings"),
    path("organisation/data-requests/", data_requests.requests, name="data-requests"),
    path("organisation/data-requests/<str:number>/", data_requests.detail, name="data-request"),
    path("personal/<str:label>/<int:pk>/<str:field>/", protected.value, name="unmask"),
]

urlpatterns = [
    path("accounts/", include(SIGN_IN)),
    path("", include((OWN, "accounts"))),
]
