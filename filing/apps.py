from django.apps import AppConfig


class FilingConfig(AppConfig):
    name = "filing"
    verbose_name = "备案"

    def ready(self) -> None:
        from filing import acts  # noqa: F401 registers the kinds of case
