from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "results"
    verbose_name = "考试和成绩"

    def ready(self) -> None:
        from assessment import ports as assessment_ports
        from casework.services import sweep
        from results import (
            acts,  # noqa: F401 extends the kinds of case
            menu,
        )
        from results.selectors import bars
        from results.services import dossier_files, dossier_jobs  # noqa: F401 registers a job
        from ui import ports

        assessment_ports.barred.also(bars.of_breaches)
        ports.duty_ways.answer_with(menu.duty_ways)
        sweep.also(dossier_files.sweep)
