"""A week of publicity: its days, and what people do in it."""

import uuid
from datetime import UTC, date, datetime, timedelta

from casework.models import Objection, Publication
from casework.services import publications
from config import clock

# Monday 16 November 2026; five working days end on Monday 23.
MONDAY = datetime(2026, 11, 16, 4, tzinfo=UTC)
LAST_DAY = date(2026, 11, 23)
AFTER = LAST_DAY + timedelta(1)


def on(day: date):
    return clock.travel(datetime(day.year, day.month, day.day, 4, tzinfo=UTC))


def objected(publication, day: date = LAST_DAY, **values) -> tuple[Objection, str]:
    with on(day):
        receipt = publications.object_to(publication, text="名单有误", token=uuid.uuid4(), **values)
    return Objection.objects.get(number=receipt.number), receipt.secret


def answered(objection, actor, *, upheld: bool):
    with on(LAST_DAY):
        publications.answer(objection, upheld=upheld, text="经核实。", actor=actor)


def close_on(day: date) -> list[Publication]:
    with on(day):
        return publications.close_due()
