from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "catalogue"
    verbose_name = "目录与法规"

    def ready(self) -> None:
        """Registers the check of the regulation files."""
        import catalogue.regulations.system_check  # noqa: F401
