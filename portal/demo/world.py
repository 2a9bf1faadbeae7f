"""The world of the demonstration: three years up to today, in one transaction, so that it is there
whole or not at all."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from accounts.models import Organisation
from casework.models import Case, Notice, NoticePreference
from config import clock
from portal.demo import banks, certificates, filings, newcomers, organisations, plans, supervision
from portal.demo.accounts import accounts
from portal.demo.stage import Stage
from portal.services import tallies

NEWS = timedelta(days=7)  # what is still unread
OCCUPIED = "数据库中已有办理过的事项，不再生成演示数据。要完整的演示，请另用一个空的 VAR_DIR。"


class OccupiedError(Exception):
    """Somebody has worked in this database: nothing is built into it. The text is Chinese."""


def is_built() -> bool:
    """Whether the world is there."""
    first = next(iter(organisations.BODIES.values()))
    return Organisation.objects.filter(name=first.name).exists()


def build(*, small: bool = False, told: Callable[[date], None] = lambda _: None) -> bool:
    """Build it around the accounts (`create_accounts` was called); whether there was anything to
    do. Only where DEMO is on. `small`: little of everything, for tests; `told` hears of each day.
    Raises OccupiedError where there are cases already.
    """
    with transaction.atomic():
        if is_built():
            return False
        if Case.objects.exists():
            raise OccupiedError(OCCUPIED)
        _no_mail()
        stage = Stage(clock.today(), small=small)
        organisations.build(stage)
        for room in (newcomers, filings, plans, banks, supervision, certificates):
            room.build(stage)
        stage.play(told)
        _read_before(clock.now() - NEWS)
        tallies.tend()
    return True


def _read_before(day: datetime) -> None:
    """Nobody comes to a bell that counts the unread of three years."""
    Notice.objects.filter(created_at__lt=day, read_at=None).update(read_at=F("created_at"))


def _no_mail() -> None:
    """The mailboxes of the accounts do not exist: three years of notices are read in the portal."""
    for user in accounts():
        NoticePreference.objects.update_or_create(user=user, defaults={"email": False})
