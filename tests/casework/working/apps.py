from django.apps import AppConfig


class WorkingConfig(AppConfig):
    """Kinds of job of the tests' own, whose effects can be counted."""

    name = "tests.casework.working"
    label = "working"
    verbose_name = "样例任务"

    def ready(self) -> None:
        from tests.casework.working import kinds  # noqa: F401
