"""Kinds of case and the acts that move them, declared by the apps above.

An app registers its kinds once, when it is ready. Views, API, jobs and commands find acts here and
nowhere else, and ask the machine which of them a person may do now.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django import forms
from django.db.models import TextChoices

from accounts.models import User
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
    the data; its field `note`, if it has one, becomes the written opinion.
    """

    transition: str
    label: str
    form: type[forms.Form] | None = None
    effect: Callable[..., dict | None] | None = None
    messages: Callable[[Case, Event], Iterable[Message]] | None = None
    tone: str = "primary"
    warning: str = ""
    note_is_public: bool = True


@dataclass(frozen=True)
class CaseKind:
    """A kind of case. `process` names its steps in a regulation, or is empty for a kind that no
    regulation shapes; `deadlines` then gives its clocks."""

    code: str
    label: str
    prefix: str
    model: type[Case]
    states: type[TextChoices]
    acts: tuple[Act, ...]
    process: str = ""
    deadlines: tuple[Rule, ...] = ()
    url_name: str = ""
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


def state_label(case: Case) -> str:
    """What the screens call the state of a case."""
    return kind_of(case).states(case.state).label


def all_kinds() -> tuple[CaseKind, ...]:
    """Every kind, in the order of registration."""
    return tuple(_kinds.values())
