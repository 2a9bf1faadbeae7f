"""What a candidate takes along without an account, on record."""

from assessment.documents import tickets
from assessment.models import Entry
from casework.services import door
from config import clock
from results.enums import Look
from results.models import CandidateLook
from results.selectors import candidates

NO_TICKET = "考场、时间还没有最后确定，或者评价已经结束，现在没有准考证可以下载。"


def note(entry_pk: int, what: Look) -> None:
    """Put on record that a candidate looked, and at what."""
    CandidateLook.objects.create(entry_id=entry_pk, what=what, at=clock.now())


def ticket(entry: Entry) -> bytes:
    """The 准考证 as a PDF, on record. Who may: the candidate, whom the view has let in. Raises
    NotNowError before the arrangement is final; PrintError, DamagedFileError, ValueError where it
    cannot be printed."""
    if not candidates.has_ticket(entry) or not candidates.seats_of(entry):
        raise door.NotNowError(NO_TICKET)
    printed = tickets.render(entry.plan, tickets.of(entry.plan, [entry.pk]), final=True)
    note(entry.pk, Look.TICKET)
    return printed
