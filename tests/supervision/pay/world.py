"""Enterprises that promised pay, and the certificates for which they owe it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from accounts.enums import Role
from accounts.models import Organisation, User
from assessment.models import Entry, Plan
from certificates.models import Certificate
from supervision.enums import PayKind
from supervision.models import PayRecord
from supervision.services.pay import recording
from supervision.services.pay.recording import Given
from tests.assessment.entering import an_entry
from tests.certificates.world import a_certificate
from tests.results.world import BEFORE, a_bare_plan, a_day

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 2, 10, tzinfo=ZONE)  # more than 90 days after the issue
PROMISE = "取得中级工证书的每月增加技能津贴 300 元。"
ALLOWANCE = Given(PayKind.ALLOWANCE, Decimal(300), date(2026, 7, 1))


@dataclass
class Paid:
    """`clerk` records for the enterprise, `officer` looks on; `mine` are its three certificates,
    `theirs` that of the commissioning client."""

    payer: Organisation
    client_of_hebei: Organisation
    clerk: User
    client_manager: User
    officer: User
    mine: list[Certificate]
    theirs: Certificate

    def recorded(self, given: Given = ALLOWANCE, place: int = 0) -> PayRecord:
        return recording.record(self.mine[place], given, payer=self.payer, actor=fresh(self.clerk))


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def build(agencies) -> Paid:
    lc = a_day(agencies, "lc", 3, state="archived")
    type(lc.plan).objects.filter(pk=lc.plan.pk).update(incentives=PROMISE)
    mine = [_certificate(lc.plan, n, entry) for n, entry in enumerate(lc.entries, 1)]
    hb = a_bare_plan(agencies, "hb", "commissioned", "archived")
    decided = {"status": "approved", "decided_by": agencies.clerk["hb"], "decided_at": BEFORE}
    entry = an_entry(
        hb, agencies.item(hb), 9, audience="commissioned", ticket="20260603000099", **decided
    )
    client = hb.for_commission.owner
    return Paid(
        payer=lc.plan.owner,
        client_of_hebei=client,
        clerk=agencies.clerk["lc"],
        client_manager=agencies.world.member(client, Role.MANAGER),
        officer=agencies.world.staff["lc"],
        mine=mine,
        theirs=_certificate(hb, 9, entry),
    )


def _certificate(plan: Plan, number: int, entry: Entry) -> Certificate:
    entry.phone = f"1380000000{number}"
    entry.save()
    return a_certificate(
        plan.agency,
        number,
        plan=plan,
        entry=entry,
        name=entry.name,
        id_number=entry.id_number,
    )
