from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = "证书"

    def ready(self) -> None:
        from casework.services import sweep
        from certificates import (
            acts,  # noqa: F401 extends the kinds of case
            guarded,
            menu,
        )
        from certificates.selectors import issuing
        from certificates.services import (  # noqa: F401 jobs and imports register themselves
            acknowledging,
            bulk_checks,
            bulk_jobs,
            legacy,
            making,
            monthly,
            numbering,
            warnings,
        )
        from results import ports as results
        from ui import ports

        results.results_settled.answer_with(numbering.settled)
        results.certificate_numbers.answer_with(issuing.numbers_of)
        results.issue_date.answer_with(issuing.day_of)
        results.candidate_certificate.answer_with(menu.candidate_way)
        ports.own_entries.also(menu.upward_entries)
        ports.own_entries.also(menu.entries_for)
        ports.organisation_ways.also(menu.organisation_ways)
        guarded.register()
        for each in (numbering.sweep, monthly.sweep, warnings.sweep, bulk_checks.expire):
            sweep.also(each)
