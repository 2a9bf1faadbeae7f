"""All that is known of the scores of a plan: who is due in what, what was entered and decided."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from assessment.enums import EntryStatus
from assessment.models import Exemption, Plan, PlanItem, PlanSubject, Session
from results.enums import Consequence, Presence
from results.frames.panels import Panels
from results.judging import average
from results.models import Arbitration, Score, ScoreRound, ScoreSheet
from results.selectors import annulments, held
from results.sheets import Value

DIFFERENT = "两次录入不同"
SPLIT = "考评组有人评分、有人记缺考"
INCOMPLETE = "缺少成绩"
MARKED_ABSENT = "到考登记为缺考，却有成绩"
UNMARKED_PRESENT = "已到考，却记为缺考"


@dataclass(frozen=True)
class Key:
    """A score sheet by the item and subject of which it is; the row itself may not exist yet."""

    item: PlanItem
    subject: PlanSubject
    sheet: ScoreSheet | None

    @property
    def by_panel(self) -> bool:
        return self.sheet is not None and self.sheet.by_panel

    @property
    def title(self) -> str:
        return f"{self.item} {self.subject}"


@dataclass(frozen=True)
class Line:
    """Somebody on a sheet. `rounds` are the two readings; `panel` what its members submitted, of
    which `awaited` are still to come; `decided` what an arbiter found."""

    entry: int
    ticket: str
    presence: Presence | None
    consequence: Consequence | None
    rounds: tuple[Value | None, Value | None] = (None, None)
    panel: tuple[Value, ...] = ()
    awaited: int = 0
    decided: Value | None = None
    by_panel: bool = False
    rule: str = "mean"

    @property
    def is_void(self) -> bool:
        return self.consequence is not None

    @property
    def is_excused(self) -> bool:
        """Whether a panel has nobody to mark: check-in says absent, and nobody marked."""
        return self.by_panel and not self.panel and self.presence == Presence.ABSENT

    @property
    def is_awaited(self) -> bool:
        """Whether the panel is not done with him or her."""
        return self.by_panel and not self.is_excused and (self.awaited > 0 or not self.panel)

    @property
    def read(self) -> Value | None:
        """What the two readings or the panel agree on, before anybody decides."""
        if not self.by_panel:
            first, second = self.rounds
            return first if first == second else None
        if self.is_excused:
            return Value(absent=True)
        if self.is_awaited or len({value.absent for value in self.panel}) > 1:
            return None
        if self.panel[0].absent:
            return Value(absent=True)
        return Value(average([value.mark for value in self.panel], self.rule))

    @property
    def value(self) -> Value | None:
        """What holds."""
        return self.decided or self.read

    @property
    def dispute(self) -> str:
        """Why a third person has to look at it, once everything is handed in; "" for nothing."""
        if self.is_void:
            return ""
        if self.read is None:
            if self.by_panel:
                return SPLIT if self.panel else INCOMPLETE
            return INCOMPLETE if None in self.rounds else DIFFERENT
        return contradiction(self.read, self.presence)

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided it yet."""
        return bool(self.dispute) and self.decided is None


def contradiction(value: Value | None, presence: Presence | None) -> str:
    """How a value does not fit what check-in says; "" where it does, or nothing is known."""
    if value is None or presence is None:
        return ""
    if presence == Presence.ABSENT:
        return "" if value.absent else MARKED_ABSENT
    return UNMARKED_PRESENT if value.absent else ""


@dataclass
class Frame:
    """The sheets of a plan with their rounds, and everybody on them; read in a fixed number of
    statements. `only`: a sheet by (item, subject), where no other matters."""

    plan: Plan
    only: tuple[int, str] | None = None
    keys: list[Key] = field(default_factory=list)

    @classmethod
    def of(cls, plan: Plan, only: tuple[int, str] | None = None) -> "Frame":
        made = cls(plan, only)
        rows = ScoreSheet.objects.filter(plan=plan)
        sheets = {(row.item_id, row.subject): row for row in rows}
        items = plan.items.select_related("occupation").prefetch_related("subjects")
        made.keys = [
            Key(item, subject, sheets.get((item.pk, subject.kind)))
            for item in items
            for subject in item.subjects.all()
            if not subject.waived and only in (None, (item.pk, subject.kind))
        ]
        return made

    @cached_property
    def rounds(self) -> dict[tuple[int, int], ScoreRound]:
        """By sheet and position."""
        rows = ScoreRound.objects.filter(sheet__plan=self.plan).select_related("clerk")
        return {(row.sheet_id, row.position): row for row in rows}

    def handed_in(self, key: Key) -> bool:
        """Whether both rounds are frozen; for a panel, that its differences may be looked at."""
        if key.by_panel:
            return True
        pair = [self.round(key, position) for position in (1, 2)]
        return all(each is not None and each.frozen_at is not None for each in pair)

    def round(self, key: Key, position: int) -> ScoreRound | None:
        return self.rounds.get((key.sheet.pk, position)) if key.sheet else None

    @cached_property
    def people(self) -> dict[int, list[tuple[int, str]]]:
        """By item everybody approved: (key, ticket), in the order of the tickets."""
        found = defaultdict(list)
        rows = self.plan.entries.filter(status=EntryStatus.APPROVED).order_by("ticket", "pk")
        if self.only:
            rows = rows.filter(item=self.only[0])
        for pk, item, ticket in rows.values_list("pk", "item", "ticket"):
            found[item].append((pk, ticket))
        return found

    @cached_property
    def exemptions(self) -> dict[tuple[int, str], Exemption]:
        rows = Exemption.objects.filter(entry__plan=self.plan).select_related("earlier__plan")
        return {(row.entry_id, row.subject): row for row in rows}

    @cached_property
    def consequences(self) -> dict[tuple[int, str], Consequence]:
        """What breaches and annulments take; how grave an annulment is says its own reason."""
        taken = dict.fromkeys(self.annulled, Consequence.SUBJECT)
        return taken | held.consequences(self.plan)

    @cached_property
    def annulled(self) -> dict[tuple[int, str], str]:
        """Why the authority has taken a subject, by person and subject."""
        return annulments.of_plan(self.plan)

    @cached_property
    def sessions(self) -> dict[int, Session]:
        rows = self.plan.sessions.filter(cancelled_at=None).prefetch_related("items")
        return {row.pk: row for row in rows}

    @cached_property
    def presences(self) -> dict[tuple[int, str], Presence]:
        """By person and subject; who came to one of two sessions of a subject has come."""
        found: dict[tuple[int, str], Presence] = {}
        for (entry, session), presence in held.presence(self.plan).items():
            if session in self.sessions:
                key = (entry, self.sessions[session].subject)
                if found.get(key, Presence.ABSENT) == Presence.ABSENT:
                    found[key] = Presence(presence)
        return found

    @cached_property
    def decided(self) -> dict[tuple[int, int], Value]:
        rows = Arbitration.objects.filter(sheet__plan=self.plan)
        return {
            (sheet, entry): Value(mark, absent)
            for sheet, entry, mark, absent in rows.values_list("sheet", "entry", "mark", "absent")
        }

    @cached_property
    def scores(self) -> dict[int, dict[int, Value]]:
        """By round, what it says of whom."""
        rows = Score.objects.filter(round__sheet__plan=self.plan)
        if self.only:
            item, subject = self.only
            rows = rows.filter(round__sheet__item=item, round__sheet__subject=subject)
        return by_round(rows)

    @cached_property
    def panels(self) -> Panels:
        return Panels(self.plan)

    def due(self, key: Key) -> list[tuple[int, str]]:
        """Who sits a subject: (key, ticket)."""
        subject = key.subject.kind
        return [
            (pk, ticket)
            for pk, ticket in self.people.get(key.item.pk, [])
            if (pk, subject) not in self.exemptions
        ]

    def lines(self, key: Key) -> Iterator[Line]:
        """Everybody on a sheet with all that is known."""
        subject, sheet = key.subject.kind, key.sheet
        rule = self.plan.regulation.scoring.panel
        pair = [self.round(key, position) for position in (1, 2)]
        said = [self.scores.get(each.pk, {}) if each else {} for each in pair]
        for entry, ticket in self.due(key):
            members = self.panels.of(subject, entry) if key.by_panel else None
            yield Line(
                entry=entry,
                ticket=ticket,
                presence=self.presences.get((entry, subject)),
                consequence=self.consequences.get((entry, subject)),
                rounds=(said[0].get(entry), said[1].get(entry)),
                panel=members.submitted if members else (),
                awaited=members.awaited if members else 0,
                decided=self.decided.get((sheet.pk, entry)) if sheet else None,
                by_panel=key.by_panel,
                rule=rule,
            )

    def disputes(self, key: Key) -> list[Line]:
        """What has to be or was decided on a sheet; nothing before everything is handed in."""
        if not self.handed_in(key):
            return []
        return [line for line in self.lines(key) if line.dispute and not line.is_awaited]


def by_round(rows: Iterable) -> dict[int, dict[int, Value]]:
    """Scores by round and person."""
    found: dict[int, dict[int, Value]] = defaultdict(dict)
    for round_, entry, mark, absent in rows.order_by().values_list(
        "round", "entry", "mark", "absent"
    ):
        found[round_][entry] = Value(mark, absent)
    return found
