"""Sign-in, second factor, sessions: what django-allauth and accounts.middleware go by."""

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers' addresses
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True  # one mailbox a person; another takes its place once it is verified
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_USER_DISPLAY = "accounts.adapters.display"
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.LoginForm",
    "reset_password": "accounts.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.sign_in.ResetPasswordKeyForm",
    "change_password": "accounts.forms.sign_in.ChangePasswordForm",
    "add_email": "accounts.forms.sign_in.ChangeEmailForm",
    "reauthenticate": "accounts.forms.sign_in.ReauthenticateForm",
}
# An office may share one address; an account is guessed at five times at most.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/15m/ip,5/15m/key"}

MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_TOTP_ISSUER = "技评通"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the one that a person is changing to; nobody is in without one
MFA_FORMS = {
    "authenticate": "accounts.forms.sign_in.CodeForm",
    "reauthenticate": "accounts.forms.sign_in.ReauthenticateCodeForm",
    "activate_totp": "accounts.forms.sign_in.ActivateCodeForm",
}

# Seconds without a request, and seconds since sign-in, after which one signs in again.
SESSION_IDLE_BUREAU = 30 * 60
SESSION_IDLE = 2 * 60 * 60
SESSION_ABSOLUTE = 12 * 60 * 60
SESSION_COOKIE_AGE = SESSION_ABSOLUTE
