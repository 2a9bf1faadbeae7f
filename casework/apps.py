from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = "案件办理"

    def ready(self) -> None:
        from casework import signals
        from casework.services import notices
        from ui import ports

        ports.unread_notices.answer_with(notices.unread)
        signals.listen()
