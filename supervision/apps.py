from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "监督"

    def ready(self) -> None:
        from assessment import ports as of_assessment
        from casework.services import sweep
        from filing import ports as of_filing
        from supervision import acts, menu, ports  # noqa: F401 acts registers the kinds of case
        from supervision.parts import inspections
        from supervision.parts import register as register_part
        from supervision.selectors import bars
        from supervision.services import measures, violations, watching
        from ui import ports as of_pages

        of_assessment.barred.also(bars.candidates)
        of_assessment.staff_bars.answer_with(bars.staff)
        of_filing.filing_bar.answer_with(bars.filing)
        of_filing.agency_parts.also(inspections.of_agency)
        of_filing.agency_parts.also(register_part.parts)
        of_filing.back_in_force.answer_with(measures.take_effect_anew)
        of_pages.own_entries.also(menu.entries_for)
        ports.open_violation.answer_with(violations.open_violation)
        sweep.also(watching.watch)
