"""What comes of each line of a roster: new, changed, unchanged, or refused and why.

The plan, the registrations it has and what is known of the people are read first, a few queries
for each thousand people; the judging itself asks the database nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from accounts.protection import fingerprint
from assessment.checks.entries import Looked, hold
from assessment.eligibility import Period
from assessment.enums import RowVerdict
from assessment.frames.entries import Frame, Known, Twice, known_of
from assessment.models import Entry, Plan
from assessment.roster.merging import Wanted, differences, merged
from assessment.roster.places import Places
from assessment.roster.reading import CHECK, Line, Note
from assessment.selectors.entries import EDITABLE
from casework.issues import Issue

# What a roster cannot hold is asked for later, not of every row.
LATER = frozenset({"photo", "promise", "conditions"})
KEEPS_OUT = frozenset({"audience", "scope", "twice", "barred"})
HEADS = {
    "audience": "人员类别",
    "scope": "职业",
    "twice": "证件号码",
    "twice-open": "证件号码",
    "barred": "证件号码",
    "glyph": "姓名",
}
OTHER_HEAD = "申报依据"
CHUNK = 1000


@dataclass
class Outcome:
    """What comes of a line. `wanted` is the registration as it would be, `judged` the condition
    that it meets and the months; `complete`: nothing stands in the way of sending it on."""

    line: Line
    verdict: RowVerdict = RowVerdict.REFUSED
    warnings: list[Note] = field(default_factory=list)
    wanted: Wanted | None = None
    judged: tuple[int | None, int] = (None, 0)
    complete: bool = False
    entry: Entry | None = None
    changes: list[str] = field(default_factory=list)


@dataclass
class People:
    """What is known of the people of a roster, by the hash of their numbers."""

    entries: dict[tuple[int, str], Entry]
    names: dict[str, set[str]]
    known: Known

    @classmethod
    def of(cls, plan: Plan, hashes: set[str]) -> "People":
        names: dict[str, set[str]] = {}
        wanted = sorted(hashes)
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            rows = Entry.objects.filter(plan__agency=plan.agency_id, id_hash__in=chunk)
            for hashed, name in rows.order_by().values_list("id_hash", "name").distinct():
                names.setdefault(hashed, set()).add(name)
        return cls(entries_of(plan), names, known_of(plan, hashes))


def entries_of(plan: Plan, *, lock: bool = False) -> dict[tuple[int, str], Entry]:
    """The registrations that a roster may meet, by item and person: the one that stands, else the
    last that was refused."""
    rows = Entry.objects.filter(plan=plan.pk).exclude(status="withdrawn")
    rows = rows.select_related("result").prefetch_related("work", "evidence")
    rows = rows.order_by("pk")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found: dict[tuple[int, str], Entry] = {}
    for row in rows:
        key = (row.item_id, row.id_hash)
        if key not in found or found[key].status == "refused":
            found[key] = row
    return found


class Judge:
    """Holds lines against a plan as it stands today."""

    def __init__(self, plan: Plan, owner: str, today: date):
        self.plan, self.owner, self.today = plan, owner, today
        self.frame = Frame.of(plan)
        self.places = Places(self.frame)
        self.seen: dict[Twice, int] = {}
        self.named: dict[str, tuple[str, int]] = {}

    def outcomes(self, lines: list[Line]) -> Iterator[Outcome]:
        """What comes of each line, in their order."""
        located = [(line, *self._locate(line)) for line in lines]
        people = People.of(self.plan, {hashed for _, _, hashed in located if hashed})
        for line, item, hashed in located:
            yield self._outcome(line, item, hashed, people)

    def _locate(self, line: Line) -> tuple[int | None, str]:
        """Which item of the plan and which person a line is about; blames what the file says
        twice or differently."""
        item = self.places.find(line)
        if "证件号码" in line.wrong or "证件类型" in line.wrong:
            return item, ""
        hashed = fingerprint("id_number", line.given["id_number"])
        name = line.given.get("name", "")
        first_name, row = self.named.setdefault(hashed, (name, line.number))
        if name and first_name and name != first_name:
            line.blame("姓名", f"与第 {row} 行证件号码相同，姓名不同", CHECK)
        if item is not None:
            of = self.frame.items[item]
            row = self.seen.setdefault((hashed, of.occupation_id, of.level), line.number)
            if row != line.number:
                remedy = "同一职业的同一等级只能报名一次，请只留一行"
                line.blame("证件号码", f"与第 {row} 行是同一人，职业和等级也相同", remedy)
        return item, hashed

    def _outcome(self, line: Line, item: int | None, hashed: str, people: People) -> Outcome:
        outcome = Outcome(line)
        if hashed:
            self._compare_names(outcome, people.names.get(hashed, set()))
        if item is None or line.faults:
            return outcome
        entry = people.entries.get((item, hashed))
        wanted = outcome.wanted = merged(line, self.frame.items[item], entry, self.owner)
        self._hold(outcome, entry, hashed, people)
        outcome.entry = entry
        if not line.faults:
            self._compare(outcome, entry, wanted)
        return outcome

    def _compare(self, outcome: Outcome, entry: Entry | None, wanted: Wanted) -> None:
        if entry is None:
            outcome.verdict = RowVerdict.NEW
            return
        outcome.changes = differences(entry, wanted)
        if not outcome.changes:
            outcome.verdict = RowVerdict.UNCHANGED
        elif entry.status in EDITABLE:
            outcome.verdict = RowVerdict.CHANGED
        else:
            problem = f"与已有的报名不同，而那份报名{entry.get_status_display()}"
            remedy = f"请先退回 {entry.number} 再导入，或改成与它一致"
            outcome.line.blame(outcome.changes[0], problem, remedy)

    def _hold(self, outcome: Outcome, entry: Entry | None, hashed: str, people: People) -> None:
        """Hold the registration as it would be against the plan."""
        wanted = outcome.wanted
        proofs = {paper.kind for paper in entry.evidence.all()} if entry else set()
        if entry and not outcome.line.work:
            work = [Period(row.since, row.until, row.related) for row in entry.work.all()]
        else:
            work = [Period(since, until) for since, until, _ in wanted.work]
        looked = hold(wanted.as_entry(entry, hashed), self.frame, people.known, work, proofs)
        for issue in looked.issues:
            if issue.code in LATER:
                continue
            note = _note(issue)
            if issue.refuses and issue.code in KEEPS_OUT:
                outcome.line.blame(*note)
            else:
                outcome.warnings.append(note)
        outcome.judged = _judged(looked)
        outcome.complete = not looked.refusing

    @staticmethod
    def _compare_names(outcome: Outcome, known: set[str]) -> None:
        name = outcome.line.given.get("name")
        if name and known and name not in known:
            said = "、".join(f"“{each}”" for each in sorted(known))
            remedy = "请核对证件；确已改名的，可以照此导入"
            outcome.warnings.append(("姓名", f"与这个证件号码以前登记的姓名{said}不同", remedy))


def _note(issue: Issue) -> Note:
    head = HEADS.get(issue.code, OTHER_HEAD)
    return head, issue.message.rstrip("。"), issue.remedy.rstrip("。")


def _judged(looked: Looked) -> tuple[int | None, int]:
    met = looked.verdict.met
    return (met.pk if met else None), looked.verdict.months
