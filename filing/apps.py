from django.apps import AppConfig


class FilingConfig(AppConfig):
    name = "filing"
    verbose_name = "备案"

    def ready(self) -> None:
        from casework.services import sweep
        from filing import menu, signals
        from filing.acts import recognitions, standards  # noqa: F401 registers more of them
        from filing.selectors import guarded
        from filing.services import expiry
        from ui import ports

        guarded.register()
        signals.listen()
        sweep.also(expiry.watch)
        ports.own_entries.also(menu.entries_for)
