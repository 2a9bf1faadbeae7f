from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "账户"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added, authenticator_removed
        from django.contrib.auth.signals import user_logged_in

        from accounts import guarded, middleware, selectors
        from ui import ports

        guarded.register()
        ports.is_member.answer_with(lambda user: bool(selectors.organisations_of(user)))
        user_logged_in.connect(middleware.begin)
        authenticator_added.connect(middleware.second_factor_added)
        authenticator_removed.connect(middleware.second_factor_removed)
