from operator import attrgetter

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = "案件办理"

    def ready(self) -> None:
        from accounts.services import unmask
        from casework import checks, selectors, signals  # noqa: F401 checks registers itself
        from casework.models import Objection
        from casework.services import (  # noqa: F401 sheet_imports registers its jobs
            notices,
            publications,
            sheet_imports,
        )
        from ui import ports

        ports.latest_notices.answer_with(selectors.latest_notices)
        ports.unread_notices.answer_with(notices.unread)
        unmask.register(
            unmask.Guarded(
                Objection,
                {"name": "姓名", "contact": "联系方式"},
                selectors.objections_visible_to,
                publications.may_read_objections,
                attrgetter("number"),
            )
        )
        signals.listen()
