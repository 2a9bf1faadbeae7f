"""能不能申报: what an organisation may file for, where, and what stands against it; before anybody
signs in, and without keeping anything (LC-09, SD-05)."""

from dataclasses import dataclass

from accounts.models import Organisation
from casework.issues import Issue
from catalogue import regulations
from catalogue.enums import Level
from catalogue.models import Division, Occupation
from catalogue.regulations import Regulation
from catalogue.regulations.basis import Rule
from catalogue.regulations.schema import Applicant, Deadline
from catalogue.regulations.terms import Affiliation, ApplicantKind
from catalogue.selectors import assessability, basis_of
from config import clock
from filing.checks import Check, assessable, levels, occupations_at_most
from filing.documents.dossier import Dossier
from filing.models import Filing, ScopeItem, SelectionWindow
from filing.places import reach
from filing.selectors.routing import Routing, regimes_for, routing
from filing.wording import OURS

# Of what an application is held to, what can be said of occupations and levels alone.
CHECKS_WITHOUT_LEVELS: tuple[Check, ...] = (assessable.check, occupations_at_most.check)
CHECKS: tuple[Check, ...] = (*CHECKS_WITHOUT_LEVELS, levels.check)


@dataclass(frozen=True)
class Question:
    """Who asks, and for what. Without levels nothing is said about levels."""

    kind: ApplicantKind
    division: Division
    affiliation: Affiliation
    occupations: tuple[Occupation, ...] = ()
    lowest: Level | None = None
    highest: Level | None = None


@dataclass(frozen=True)
class Answer:
    """What one regulation says to a question."""

    regulation: Regulation
    applicant: Applicant
    routing: Routing
    authorities: tuple[str, ...]
    issues: tuple[Issue, ...]
    windows: tuple[SelectionWindow, ...]
    acceptance: Deadline
    kind: ApplicantKind

    @property
    def refused(self) -> bool:
        """Whether nothing could be submitted as asked."""
        return any(issue.refuses for issue in self.issues)

    @property
    def conditions(self):
        return self.regulation.conditions_for(self.kind)

    @property
    def materials(self):
        return self.regulation.materials_for(self.kind)


def answers(question: Question) -> list[Answer]:
    """Every regime open to who asks; none where nobody of that kind may file there."""
    return [_answer(each, question) for each in regimes_for(question.kind, question.division)]


def regulations_of(division: Division) -> list[Regulation]:
    """All that hold there, to be read by whoever may file under none of them."""
    return [
        each
        for each in regulations.current()
        if each.processes.filing and division.code.startswith(reach(each.division))
    ]


def _answer(regulation: Regulation, question: Question) -> Answer:
    found = routing(
        regulation,
        kind=question.kind,
        affiliation=question.affiliation,
        division=question.division,
    )
    windows = _windows(regulation, found)
    return Answer(
        regulation=regulation,
        applicant=next(a for a in regulation.applicants if a.kind == question.kind),
        routing=found,
        authorities=tuple(regulation.title_of(each) for each in found.route.receivers),
        issues=(*_issues(regulation, question), *_no_window(regulation, windows)),
        windows=windows,
        acceptance=regulation.deadline("acceptance"),
        kind=question.kind,
    )


def _issues(regulation: Regulation, question: Question) -> list[Issue]:
    dossier = _dossier(regulation, question)
    checks = CHECKS if question.lowest else CHECKS_WITHOUT_LEVELS
    found = [issue for check in checks for issue in check(dossier)]
    without = [
        each.name
        for each in question.occupations
        if not assessable.why_not(each, assessability(each), regulation.limits)
        and basis_of(each) is None
    ]
    return [*found, _no_basis(regulation, without)] if without else found


def _no_basis(regulation: Regulation, names: list[str]) -> Issue:
    """That the catalogue holds no standard, which is no proof that there is none."""
    rule = regulation.standards
    if not rule.enterprise:
        remedy = "请先确认有没有公布的国家职业标准。"
    elif rule.enterprise_must_be_filed:
        remedy = "有国家职业标准的以公布的为准；没有的，先编制评价规范，备案后作为依据。"
    else:
        remedy = "有国家职业标准的以公布的为准；没有的，编制本单位的评价规范。"
    message = f"标准目录还没有收录{'、'.join(names)}的国家职业标准或行业评价规范。"
    return Issue("basis-none", "standards", message, remedy, OURS)


def _windows(regulation: Regulation, found: Routing) -> tuple[SelectionWindow, ...]:
    """The windows of the offices that take the application which have not closed (SD-07)."""
    if regulation.limits.window is None:
        return ()
    rows = SelectionWindow.objects.filter(
        regulation_id=regulation.id, office__in=found.offices, closes__gte=clock.today()
    )
    return tuple(rows.order_by("opens", "pk"))


def _no_window(regulation: Regulation, windows: tuple[SelectionWindow, ...]) -> list[Issue]:
    today = clock.today()
    rule: Rule | None = regulation.limits.window
    if rule is None or any(window.opens <= today for window in windows):
        return []
    message = "集中征集遴选的窗口现在没有开放，暂不能提交。"
    remedy = "可以先准备材料；开放时间以受理机关的公告为准。"
    return [Issue("window-closed", "organisation", message, remedy, rule)]


def _dossier(regulation: Regulation, question: Question) -> Dossier:
    """The question as an application that is never saved, for the checks of applications."""
    lowest, highest = question.lowest or Level.FIVE, question.highest or Level.FIVE
    scope = [
        ScopeItem(occupation=each, lowest=lowest, highest=highest) for each in question.occupations
    ]
    owner = Organisation(kind=question.kind, division=question.division)
    filing = Filing(owner=owner, division=question.division, regulation_id=regulation.id)
    return Dossier(
        filing=filing,
        regulation=regulation,
        answers={},
        scope=scope,
        own_levels=[],
        people=[],
        facilities=[],
        standings=[],
        papers=[],
    )
