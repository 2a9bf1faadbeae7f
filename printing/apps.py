from django.apps import AppConfig


class PrintingConfig(AppConfig):
    name = "printing"
    verbose_name = "打印与表格"

    def ready(self) -> None:
        """Registers the check of fonts and libraries."""
        import printing.checks  # noqa: F401
