"""What casework does when an app below tells of a change."""

from casework.services import calendar, publications
from catalogue.models import CalendarYear
from catalogue.signals import calendar_changed


def listen() -> None:
    """Called once, when the app is ready."""
    calendar_changed.connect(
        move_deadlines, sender=CalendarYear, dispatch_uid="casework.move_deadlines"
    )


def move_deadlines(sender, years: set[int], **kwargs) -> None:
    """The calendar of those years changed. Should this fail or be cut short, the next sweep
    (`casework.services.sweep`) moves the rest."""
    calendar.recompute(years)
    publications.recompute()
