from django.apps import AppConfig


class SampleConfig(AppConfig):
    """A kind of case of the tests' own, so that the door is tested apart from any real one."""

    name = "tests.casework.sample"
    label = "sample"
    verbose_name = "样例"

    def ready(self) -> None:
        from tests.casework.sample.acts import KIND  # noqa: F401
