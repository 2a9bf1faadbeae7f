"""The staff of an agency: kept, taken over from its filing, out of use, stepping back."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import protection
from assessment.enums import DutyRole
from assessment.models import Examiner, Tie
from config import clock
from filing.enums import PersonRole
from filing.models import Agency, AgencyScope, Person

ROLES_OF = {
    PersonRole.STAFF: [DutyRole.INVIGILATOR, DutyRole.SUPPORT],
    PersonRole.EXPERT: [DutyRole.PANELLIST],
    PersonRole.ASSESSOR: [DutyRole.ASSESSOR],
    PersonRole.SUPERVISOR: [DutyRole.INTERNAL],
}
SENIOR = "高级考评员"


@dataclass(frozen=True)
class Outcome:
    """What came of taking people over: how many are new, how many got more roles, and whose
    occupations could not be made out."""

    added: int
    changed: int
    unclear: tuple[str, ...]


def keep(row: Examiner) -> Examiner:
    """Save somebody of an agency's staff.

    Who may: managers and clerks of the agency; the views ask. Raises ValidationError where the ID
    number is in the agency's list already.
    """
    with transaction.atomic():
        _hold(row.agency)
        row.id_hash = protection.fingerprint("id_number", row.id_number)
        row.validate_constraints()
        row.save()
    return row


def leave(row: Examiner, *, on: date) -> None:
    """Take somebody out of use from a day on; duties before stay. Who may: as `keep`. Raises
    ValidationError for a day to come, or for one who is out of use already."""
    with transaction.atomic():
        present = Examiner.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if present.left_on:
            raise ValidationError("此人已经停用。")
        if on > clock.today():
            raise ValidationError({"on": "停用日期不能晚于今天。"})
        Examiner.objects.filter(pk=row.pk).update(left_on=on)


def come_back(row: Examiner) -> None:
    """Put somebody into use again. Who may: as `keep`."""
    Examiner.objects.filter(pk=row.pk).update(left_on=None)


def tie(row: Examiner, *, id_number: str, name: str, cause: str) -> Tie:
    """Enter a candidate from whom somebody steps back; only the hash of the ID number is kept. Who
    may: as `keep`. Raises ValidationError where it is entered already, or names the person."""
    hashed = protection.fingerprint("id_number", id_number)
    if hashed and hashed == row.id_hash:
        raise ValidationError({"id_number": "这是本人的证件号码。"})
    made = Tie(examiner=row, id_hash=hashed, name=name, cause=cause)
    with transaction.atomic():
        Examiner.objects.select_for_update(of=("self",)).get(pk=row.pk)
        made.validate_constraints()
        made.save()
    return made


def untie(row: Examiner, pk: int) -> None:
    """Take a recusal out; gone already is no error. Who may: as `keep`."""
    row.ties.filter(pk=pk).delete()


def take_over(agency: Agency) -> Outcome:
    """Enter everybody whom the agency's latest filing names, once a person; who is there already
    only gets the roles that are missing. Who may: as `keep`."""
    with transaction.atomic():
        _hold(agency)
        taking = _Taking(agency)
        for person in people_filed(agency):
            taking.take(person)
        return Outcome(len(taking.added), len(taking.changed), tuple(taking.unclear))


def people_filed(agency: Agency) -> list[Person]:
    """Whom the filing names on which the agency's scope of today rests; nobody for an agency that
    was imported."""
    rows = AgencyScope.objects.on(clock.today()).filter(agency=agency, filing__isnull=False)
    latest = rows.order_by("-since", "-filing").values_list("filing", flat=True).first()
    return list(Person.objects.filter(filing=latest).order_by("pk")) if latest else []


class _Taking:
    """The people of an agency while those of its filing are entered."""

    def __init__(self, agency: Agency):
        self.agency = agency
        there = list(agency.examiners.all())
        self.known = {each.id_hash: each for each in there if each.id_hash}
        self.names = {each.name for each in there}
        self.codes = _codes_of(agency)
        self.added: set[int] = set()
        self.changed: set[int] = set()
        self.unclear: list[str] = []

    def take(self, person: Person) -> None:
        """Enter a line of the filing. Without an ID number, a name that is there already is left
        out: nothing tells whether it is the same person."""
        hashed = protection.fingerprint("id_number", person.id_number)
        row = self.known.get(hashed) if hashed else None
        if row is None and not hashed and person.name in self.names:
            return
        is_new = row is None
        row = row or self._fresh(person)
        if not self._take_roles(row, person) and not is_new:
            return
        if person.role == PersonRole.ASSESSOR:
            self._take_occupations(row, person)
        row.save()
        self.names.add(row.name)
        if hashed:
            self.known[hashed] = row
        if is_new:
            self.added.add(row.pk)
        elif row.pk not in self.added:
            self.changed.add(row.pk)

    def _fresh(self, person: Person) -> Examiner:
        return Examiner(
            agency=self.agency,
            name=person.name,
            id_number=person.id_number,
            phone=person.phone,
            employer=person.employer,
            senior=SENIOR in person.title + person.certificate,
        )

    @staticmethod
    def _take_roles(row: Examiner, person: Person) -> bool:
        new = [role.value for role in ROLES_OF[PersonRole(person.role)] if role not in row.roles]
        row.roles = [*row.roles, *new]
        row.certificate = row.certificate or person.certificate
        return bool(new)

    def _take_occupations(self, row: Examiner, person: Person) -> None:
        parts = _parts(person.field)
        found = {self.codes[part] for part in parts if part in self.codes}
        if len([part for part in parts if part in self.codes]) < len(parts):
            self.unclear.append(person.name)
        row.codes = sorted({*row.codes, *found})


def _codes_of(agency: Agency) -> dict[str, str]:
    """The occupations of an agency by name, 工种 and code."""
    rows = AgencyScope.objects.on(clock.today()).filter(agency=agency).select_related("occupation")
    found: dict[str, str] = {}
    for scope in rows:
        code = scope.occupation.code
        found |= {scope.occupation.name: code, code: code}
        if scope.work_type:
            found[scope.work_type] = code
    return found


def _parts(field: str) -> list[str]:
    for mark in "，,；;/ \n":
        field = field.replace(mark, "、")
    return [part for part in (part.strip() for part in field.split("、")) if part]


def _hold(agency: Agency) -> None:
    Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
