"""What the checks before issue look at, read once."""

from dataclasses import dataclass, field
from datetime import date

from assessment.models import Entry, Plan
from certificates.enums import NumberState
from certificates.models import Certificate, IssueTerms, ReservedNumber
from certificates.selectors import holders
from config import clock
from filing.enums import AgencyStatus
from filing.selectors import register
from results.selectors import publicity


@dataclass(frozen=True)
class Person:
    """Somebody who qualified, with the number reserved or issued."""

    entry: Entry
    number: ReservedNumber | None

    @property
    def is_issued(self) -> bool:
        return self.number is not None and self.number.state == NumberState.ISSUED

    @property
    def named(self) -> str:
        return f"{self.entry.name}（{self.entry.ticket or self.entry.number}）"


@dataclass(frozen=True)
class Frame:
    """A plan on the day on which its certificates are to be issued. `people` are those who
    qualified and are not declared unprintable; `standing` is the agency's on that day, `today` its
    present one; `clashing` the reserved numbers that a certificate has already; `from_above`
    whether the agency said that numbers come from above; `correcting` by registration the number of
    a correction that is not decided yet."""

    plan: Plan
    day: date
    people: list[Person]
    standing: AgencyStatus | None
    today: AgencyStatus | None
    clashing: list[str]
    from_above: bool
    correcting: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan, day: date) -> "Frame":
        rows = list(ReservedNumber.objects.filter(plan=plan))
        kept = {row.entry_id: row for row in rows if row.state != NumberState.GAP}
        given_up = {row.entry_id for row in rows if row.gap == "unprintable"} - set(kept)
        results = publicity.qualified(plan).select_related(
            "entry__photo", "entry__item__occupation"
        )
        people = [
            Person(each.entry, kept.get(each.entry_id))
            for each in results
            if each.entry_id not in given_up
        ]
        reserved = [row.number for row in rows if row.state == NumberState.RESERVED]
        clashing = Certificate.objects.filter(number__in=reserved)
        return cls(
            plan=plan,
            day=day,
            people=people,
            **_of_plan(plan, day),
            clashing=list(clashing.values_list("number", flat=True)),
            correcting=holders.open_of(plan),
        )

    @classmethod
    def without_people(cls, plan: Plan, day: date) -> "Frame":
        """What is to be known of the plan alone."""
        return cls(plan=plan, day=day, people=[], **_of_plan(plan, day), clashing=[])

    @property
    def waiting(self) -> list[Person]:
        """Those without a certificate."""
        return [person for person in self.people if not person.is_issued]


def _of_plan(plan: Plan, day: date) -> dict[str, AgencyStatus | bool | None]:
    today = clock.today()
    standing = register.status_on(plan.agency, day)
    now = standing if day == today else register.status_on(plan.agency, today)
    above = IssueTerms.objects.filter(plan=plan, from_above=True).exists()
    return {"standing": standing, "today": now, "from_above": above}
