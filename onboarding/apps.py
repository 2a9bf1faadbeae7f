from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    name = "onboarding"
    verbose_name = "单位开户"

    def ready(self) -> None:
        from onboarding import acts  # noqa: F401 registers the kinds of case
