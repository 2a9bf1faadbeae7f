from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "papers"
    verbose_name = "题库和试卷"

    def ready(self) -> None:
        from papers import acts, menu  # noqa: F401 extends the kinds of case
        from ui import ports

        ports.own_entries.also(menu.entries_for)
