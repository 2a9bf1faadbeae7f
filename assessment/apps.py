from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = "评价"

    def ready(self) -> None:
        from assessment import acts, guarded, menu  # noqa: F401 acts registers the kinds of case
        from casework.services import sweep
        from ui import ports

        guarded.register()
        ports.own_entries.also(menu.entries_for)
        from assessment.services import (  # noqa: F401 register jobs
            filed_forms,
            print_jobs,
            printing,
            roster_checking,
            roster_taking,
        )

        sweep.also(printing.sweep)
