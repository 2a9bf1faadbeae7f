"""Windows of selection on merit: whose they are, how they stand, who applied (SD-07)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.selectors import holds, staffed_by
from catalogue import regulations
from catalogue.regulations import Regulation
from catalogue.regulations.schema import Selection
from catalogue.regulations.terms import FilingStep
from config import clock
from filing.enums import FacilityKind, PersonRole
from filing.models import Filing, SelectionWindow
from filing.selectors.routing import takes_applications
from filing.wording import named, spanned

COMING, OPEN, CLOSED = "coming", "open", "closed"
LABELS = {COMING: ("尚未开始", "info"), OPEN: ("正在征集", "ok"), CLOSED: ("已截止", "neutral")}
# Where a filing has come to before there is anything to select, and where it ended instead.
AWAITED = (
    FilingStep.SUBMITTED,
    FilingStep.SUPPLEMENT,
    FilingStep.ACCEPTED,
    FilingStep.EVALUATION,
    FilingStep.PASSED,
)


@dataclass(frozen=True)
class Host:
    """An office that collects applicants under a regulation."""

    office: Organisation
    regulation: Regulation

    @property
    def key(self) -> str:
        return f"{self.office.pk}:{self.regulation.id}"

    @property
    def label(self) -> str:
        return f"{self.office}，{self.regulation.name}"

    @property
    def numbers(self) -> Selection | None:
        """How many it selects, where a rule says so for an office of its tier."""
        rule = self.regulation.limits.selection
        return rule if rule and rule.tier == self.office.tier else None


def hosts(user: User) -> list[Host]:
    """The offices for which `user`, their manager or reviewer, may publish windows."""
    return [
        Host(office, regulation)
        for office in staffed_by(user)
        if holds(user, office.pk, Role.MANAGER, Role.REVIEWER)
        for regulation in regulations.current()
        if regulation.limits.window and takes_applications(regulation, office)
    ]


def seen_by(user: User) -> QuerySet[SelectionWindow]:
    """The windows of the offices in which `user` works."""
    return listed().filter(office__in=[office.pk for office in staffed_by(user)])


def listed() -> QuerySet[SelectionWindow]:
    """Every window, the newest first, with its office and how many applied."""
    rows = SelectionWindow.objects.select_related("office__division")
    return rows.annotate(applied=applied()).order_by("-opens", "-pk")


def applied() -> Count:
    """How many applications a window has taken, those withdrawn apart."""
    return Count("filings", filter=~Q(filings__state=FilingStep.WITHDRAWN))


def standing(window: SelectionWindow, day: date) -> str:
    """COMING, OPEN or CLOSED."""
    if day < window.opens:
        return COMING
    return OPEN if day <= window.closes else CLOSED


def regulation_of(window: SelectionWindow) -> Regulation:
    """The regulation under which it collects, as it is in force now."""
    return regulations.get(window.regulation_id)


def selected_steps(regulation: Regulation) -> list[str]:
    """The steps of a filing that was selected, and of one that came further."""
    line = [step.key for step in regulation.processes.filing.main_line]
    return [key.value for key in line[line.index(FilingStep.SELECTED) :]]


@dataclass(frozen=True)
class Tally:
    """How a window stands: selected, not selected, not decided yet."""

    window: SelectionWindow
    selected: int
    undecided: int

    @property
    def is_full(self) -> bool:
        return self.selected >= self.window.at_most

    @property
    def is_decided(self) -> bool:
        """Closed, and nobody left to decide on."""
        return standing(self.window, clock.today()) == CLOSED and not self.undecided

    @property
    def falls_short(self) -> bool:
        return self.is_decided and self.selected < self.window.at_least


def tally(window: SelectionWindow, *, besides: Filing | None = None) -> Tally:
    """Counted in one query; `besides` is left out, as it is being decided on."""
    filings = window.filings.exclude(pk=besides.pk if besides else None)
    chosen = Q(state__in=selected_steps(regulation_of(window)))
    counted = filings.aggregate(
        selected=Count("pk", filter=chosen),
        undecided=Count("pk", filter=Q(state__in=AWAITED)),
    )
    return Tally(window, **counted)


# --- the applicants side by side -----------------------------------------------------------------


@dataclass(frozen=True)
class Applicant:
    """One application as the centre compares it with the others of its window."""

    filing: Filing
    conclusion: str
    scope: list[str]
    people: list[tuple[str, int]]
    venues: list[tuple[str, int]]

    @property
    def is_open(self) -> bool:
        """Whether it is to be decided on now."""
        return self.filing.state == FilingStep.PASSED


def applicants(window: SelectionWindow) -> QuerySet[Filing]:
    """The applications of a window with what `compared` shows, in a fixed number of queries."""
    rows = window.filings.exclude(state=FilingStep.WITHDRAWN).select_related("owner")
    return rows.prefetch_related("scope__occupation", "people", "facilities", "panels")


def compared(filings: Iterable[Filing]) -> list[Applicant]:
    """Side by side, in the order in which they come."""
    return [
        Applicant(
            filing=filing,
            conclusion=_conclusion(filing),
            scope=[f"{named(item)} {spanned(item.levels)}" for item in filing.scope.all()],
            people=_counted(PersonRole, [person.role for person in filing.people.all()]),
            venues=_counted(FacilityKind, [each.kind for each in filing.facilities.all()]),
        )
        for filing in filings
    ]


def _conclusion(filing: Filing) -> str:
    """Of the newest panel that has concluded."""
    concluded = [panel for panel in filing.panels.all() if panel.verdict]
    return concluded[-1].get_verdict_display() if concluded else ""


def _counted(kinds, found: list[str]) -> list[tuple[str, int]]:
    return [(kind.label, found.count(kind.value)) for kind in kinds if kind.value in found]


def may_decide(user: User, window: SelectionWindow) -> bool:
    """Whether `user` selects for the office of a window."""
    return holds(user, window.office_id, Role.REVIEWER)
