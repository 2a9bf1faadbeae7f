from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = "评价"

    def ready(self) -> None:
        from assessment import acts, guarded  # noqa: F401 acts registers the kinds of case

        guarded.register()
        from assessment.services import roster_checking, roster_taking  # noqa: F401 register jobs
