from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "账户"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from accounts import guarded, middleware

        guarded.register()
        user_logged_in.connect(middleware.begin)
