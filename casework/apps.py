from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = "案件办理"

    def ready(self) -> None:
        from casework import selectors, signals
        from casework.services import notices
        from ui import ports

        ports.latest_notices.answer_with(selectors.latest_notices)
        ports.unread_notices.answer_with(notices.unread)
        signals.listen()
