from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "门户"

    def ready(self):
        from portal import checks, menu  # noqa: F401 checks registers them
        from ui import ports

        ports.own_entries.also(menu.entries_for)
