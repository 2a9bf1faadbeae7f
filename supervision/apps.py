from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "监督"

    def ready(self) -> None:
        from assessment import ports as of_assessment
        from casework.services import sweep
        from filing import ports as of_filing
        from supervision import acts, menu, ports  # noqa: F401 acts registers the kinds of case
        from supervision.parts import corps as corps_parts
        from supervision.parts import credit as credit_part
        from supervision.parts import holders, inspections
        from supervision.parts import register as register_part
        from supervision.parts import risk as risk_part
        from supervision.selectors import bars
        from supervision.selectors import risk as risk_reads
        from supervision.services import measures, violations, watching
        from supervision.services.corps import watching as corps_watching
        from ui import ports as of_pages

        of_assessment.barred.also(bars.candidates)
        of_assessment.staff_bars.answer_with(bars.staff)
        of_assessment.sending_page.answer_with(corps_parts.sending_page)
        of_assessment.visit_page.answer_with(corps_parts.visit_page)
        of_filing.filing_bar.answer_with(bars.filing)
        of_filing.agency_parts.also(inspections.of_agency)
        of_filing.agency_parts.also(register_part.parts)
        of_filing.agency_parts.also(credit_part.of_agency)
        of_filing.inner_agency_parts.also(risk_part.of_agency)
        of_filing.back_in_force.answer_with(measures.take_effect_anew)
        of_pages.holder_parts.also(holders.parts)
        of_pages.own_entries.also(menu.entries_for)
        ports.open_violation.answer_with(violations.open_violation)
        ports.risk_weights.answer_with(risk_reads.weights_of)
        sweep.also(watching.watch)
        sweep.also(corps_watching.watch)
        sweep.also(corps_watching.remind_inside)
