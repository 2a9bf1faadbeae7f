"""Who is meant by the words of a complainant: found in what is public anyway."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.enums import BUREAUS, OrganisationStatus
from accounts.models import Organisation
from assessment.models import Plan
from casework.models import Publication
from certificates.models import Certificate
from config import clock
from filing.models import Agency
from filing.selectors import register

MOST = 10


@dataclass(frozen=True)
class Found:
    """An agency of the register or an office that may be meant."""

    row: Agency | Organisation

    @property
    def key(self) -> str:
        return f"{self.row._meta.model_name}-{self.row.pk}"

    @property
    def label(self) -> str:
        code = f"，代码 {self.row.code}" if isinstance(self.row, Agency) else ""
        return f"{self.row}（{self.row.division.full_name}{code}）"


def agencies_named(words: str) -> list[Found]:
    """Agencies of the public register by their code, else by a part of the name; one more than
    `MOST` where there are too many."""
    listed = register.listed_on(clock.today()).select_related("division__parent", "organisation")
    exact = list(listed.filter(Q(code__iexact=words) | Q(name=words))[: MOST + 1])
    return [Found(row) for row in exact or listed.filter(name__icontains=words)[: MOST + 1]]


def offices_named(words: str) -> list[Found]:
    """Bureaus and centres by a part of the name."""
    rows = Organisation.objects.filter(kind__in=BUREAUS, status=OrganisationStatus.ACTIVE)
    rows = rows.select_related("division__parent", "superior")
    exact = list(rows.filter(name=words)[: MOST + 1])
    return [Found(row) for row in exact or rows.filter(name__icontains=words)[: MOST + 1]]


def plan_announced(number: str) -> Plan | None:
    """The plan of that number, once it was announced: before, nobody outside knows of it."""
    found = Plan.objects.filter(number__iexact=number, announcement__isnull=False)
    return found.select_related("agency__organisation", "owner", "division").first()


def plan_of_notice(pk: str) -> Plan | None:
    """The plan that a public announcement or publicity is about."""
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 10):
        return None
    notice = Publication.objects.filter(pk=int(pk)).select_related("case").first()
    return plan_announced(notice.case.number) if notice and notice.case else None


def certificate_numbered(number: str) -> Certificate | None:
    """The certificate of that number. What it is about is told to nobody outside."""
    rows = Certificate.objects.filter(number__iexact=number)
    return rows.select_related("agency__organisation", "plan__owner", "division").first()
