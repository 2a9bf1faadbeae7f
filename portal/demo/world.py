"""The world of the demonstration: three years up to today, in one transaction, so that it is there
whole or not at all."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from accounts.models import Organisation
from casework.models import Case, NoticePreference
from config import clock
from portal.demo import certificates, filings, newcomers, organisations, plans, supervision
from portal.demo.accounts import accounts
from portal.demo.stage import Stage
from portal.services import tallies

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
        for room in (newcomers, filings, plans, supervision, certificates):
            room.build(stage)
        stage.play(told)
        tallies.tend()
    return True


def _no_mail() -> None:
    """The mailboxes of the accounts do not exist: three years of notices are read in the portal."""
    for user in accounts():
        NoticePreference.objects.update_or_create(user=user, defaults={"email": False})
