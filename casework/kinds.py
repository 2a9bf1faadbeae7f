"""Kinds of case and the acts that move them, declared by the apps above.

An app registers its kinds once, when it is ready. Views, API, jobs and commands find acts here and
nowhere else, and ask the machine which of them a person may do now.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django import forms
from django.db.models import Q, TextChoices

from accounts.enums import BUREAUS, OrganisationKind
from accounts.models import Organisation, User
from casework.models import Case, Event
from catalogue.regulations.schema import Deadline as Rule


@dataclass(frozen=True)
class Message:
    """A notice that follows an act: to whom, what. Recorded with the act, delivered afterwards."""

    to: Iterable[User]
    subject: str
    body: str


@dataclass(frozen=True)
class Act:
    """One way to move a case. `transition` is the method of the kind's model.

    `effect(case, actor=…, **data)` does what the act does besides moving the state, inside the
    door's transaction; what it answers (plain values) goes into the timeline as facts. It may set
    fields of the case, which the door saves, and write other rows itself. `form` asks a person for
    the data (`casework.forms.ActForm`); its field `note`, if it has one, becomes the written
    opinion. An effect that refuses raises ValidationError. `optional`: nobody waits for it, such
    as withdrawing, so the desk does not call the case a task for it. `page` is the URL name (of the
    case's number) of a page of its own where the act is done, for one that a form is too small for.
    `template` (it extends `casework/act.html`) draws the form with what helps to fill it in.
    """

    transition: str
    label: str
    form: type[forms.Form] | None = None
    effect: Callable[..., dict | None] | None = None
    messages: Callable[[Case, Event], Iterable[Message]] | None = None
    tone: str = "primary"
    warning: str = ""
    note_is_public: bool = True
    optional: bool = False
    page: str = ""
    template: str = "casework/act.html"


@dataclass(frozen=True)
class CaseKind:
    """A kind of case. `process` names its steps in a regulation, or is empty for a kind that no
    regulation shapes; `deadlines` then gives its clocks.

    `page` is the template of its own part of the case page, drawn with what `context(case, user)`
    answers. `offices` are the kinds of bureau that see the cases of their territory; none sees
    those in `drafts`. `start` is the URL name where a person who `may_start(user)` opens one,
    `fill` that (of the case's number) where its owner fills in a draft;
    `before_confirmation`: an organisation that is not confirmed may be its owner. `seen_by(user)`:
    which cases (`Case` rows) people from outside, such as its experts, may read besides;
    `awaits(user)`: which of these wait for them. `records`: what the timeline calls the acts of the
    kind that move no state (`door.record`), for everybody who may see the case. What
    `snapshot(case)` answers (plain values) enters the first event by its digest."""

    code: str
    label: str
    prefix: str
    model: type[Case]
    states: type[TextChoices]
    acts: tuple[Act, ...]
    process: str = ""
    deadlines: tuple[Rule, ...] = ()
    page: str = ""
    context: Callable[[Case, User], dict] | None = None
    tones: Mapping[str, str] = field(default_factory=dict)
    drafts: tuple[str, ...] = ("draft",)
    offices: tuple[OrganisationKind, ...] = BUREAUS
    start: str = ""
    fill: str = ""
    may_start: Callable[[User], bool] | None = None
    before_confirmation: bool = False
    seen_by: Callable[[User], Q] | None = None
    awaits: Callable[[User], Q] | None = None
    records: Mapping[str, str] = field(default_factory=dict)
    snapshot: Callable[[Case], dict] | None = None
    by_name: dict[str, Act] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {act.transition: act for act in self.acts})

    def rules(self, case: Case) -> tuple[Rule, ...]:
        """The deadlines that a case of this kind is under."""
        return case.regulation.deadlines if case.regulation else self.deadlines

    def event(self, state: str) -> str:
        """The name under which deadlines know that a case came to `state`."""
        return f"{self.process or self.code}.{state}"


_kinds: dict[str, CaseKind] = {}


def register(kind: CaseKind) -> CaseKind:
    """Make a kind known. Its acts and the machine's transitions must be the same set."""
    transitions = {t.name for t in kind.model().get_all_state_transitions()}
    if transitions != set(kind.by_name):
        odd = transitions ^ set(kind.by_name)
        raise ValueError(f"{kind.code}：状态机与动作表不一致：{'、'.join(sorted(odd))}")
    _kinds[kind.code] = kind
    return kind


def kind_of(case: Case) -> CaseKind:
    """The declared kind of a case."""
    return _kinds[case.kind]


def by_code(code: str) -> CaseKind:
    """The kind of that code. KeyError for none."""
    return _kinds[code]


def state_label(case: Case) -> str:
    """What the screens call the state of a case."""
    return kind_of(case).states(case.state).label


def state_tone(case: Case) -> str:
    """The colour of a state: what the kind says, else busy while open and quiet afterwards."""
    return kind_of(case).tones.get(case.state, "info" if case.is_open else "neutral")


def all_kinds() -> tuple[CaseKind, ...]:
    """Every kind, in the order of registration."""
    return tuple(_kinds.values())


def dealt_with(office: Organisation) -> list[str]:
    """The codes of the kinds with which such an office deals in its territory."""
    return [kind.code for kind in all_kinds() if office.kind in kind.offices]


def startable_by(user: User) -> list[CaseKind]:
    """The kinds of which this person may begin a case today."""
    return [kind for kind in all_kinds() if kind.start and kind.may_start and kind.may_start(user)]
