"""Kinds of case and the acts that move them, declared by the apps above.

An app registers its kinds once, when it is ready. Views, API, jobs and commands find acts here and
nowhere else, and ask the machine which of them a person may do now.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace

from django import forms
from django.db.models import Q, TextChoices

from accounts.enums import BUREAUS, OrganisationKind
from accounts.models import Organisation, User
from casework.models import Case, Event, StoredFile
from casework.parts import MakePart
from catalogue.regulations.schema import Deadline as Rule

Title = str | Callable[[Case, dict], str]
Opens = Callable[[User, Case, StoredFile], bool | None]


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
    `early(case)` says in a sentence why its time has not come although it may be done; "" once it
    has. Until then it is offered quietly, under that sentence.
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
    early: Callable[[Case], str] | None = None


@dataclass(frozen=True)
class Publicity:
    """What is more to say of a publicity whose window ends with an act. `listed`: the URL name (of
    the publication's number) of the public page with the names; `corrected_by`: the act that
    corrects what was published, in place of typing another text; `hindrance(case)`: why it cannot
    end yet, besides objections."""

    listed: str = ""
    corrected_by: str = ""
    hindrance: Callable[[Case], str] | None = None


@dataclass(frozen=True)
class CaseKind:
    """A kind of case. `process` names its steps in a regulation, whose arrows hand the case from
    office to office; it is empty for a kind that no regulation shapes: `deadlines` then gives its
    clocks, and its effects say whose it is.

    `page` is the template of its own part of the case page, drawn with what `context(case, user)`
    answers; a page of many blocks has `parts` instead. `offices` are the kinds of bureau that see
    the cases of their territory; none sees those in `drafts`, nor those in a step of `private`, at
    which the parties are still among themselves. `start` is the URL name where a person who
    `may_start(user)` opens one (`seldom`: others are offered before it), `fill` that (of the
    case's number) where its owner fills in a draft; `before_confirmation`: an organisation that is
    not confirmed may be its owner.
    `owner_label`: what the owner is called on the page of a case.
    `seen_by(user)`: which cases (`Case` rows) people from outside, such as its experts, may read
    besides; `awaits(user)`: which of these wait for them. `hidden_from(user)`: which cases somebody
    must not even know of, as officer or as whoever opened them; no notice of these reaches them.
    `barred(case, user)`: whether somebody must step back from a case (回避): as officer, too, he or
    she reads nothing of its inner side.
    `reported_to(user)`: which cases were reported to an office in which the person works, for its
    notice; None where nothing is reported there. `about(keys)`: by the key of a case, what tells it
    apart in lists besides its title; one query for all. `records`: what the timeline calls the acts
    of the kind that move no state (`door.record`), for everybody who may see the case. What
    `snapshot(case)` answers (plain values) enters the first event by its digest. `publicities`: by
    act, what is more to say of the publicity that it ends. `guards`: papers, by key, that of those
    who see the case only some may open; `papers_later(case)`: a sentence on which papers will come,
    for a case that has none; `written(case)`: papers, by key, that stand written in the case itself
    in place of a file; `opens(user, case, file)`: whether one of them opens a file that is
    neither paper nor letter; what nobody speaks for (None) stays closed."""

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
    parts: tuple[MakePart, ...] = ()
    tones: Mapping[str, str] = field(default_factory=dict)
    drafts: tuple[str, ...] = ("draft",)
    private: tuple[str, ...] = ()
    offices: tuple[OrganisationKind, ...] = BUREAUS
    start: str = ""
    fill: str = ""
    may_start: Callable[[User], bool] | None = None
    seldom: bool = False
    before_confirmation: bool = False
    owner_label: str = "申请单位"
    seen_by: Callable[[User], Q] | None = None
    awaits: Callable[[User], Q] | None = None
    hidden_from: Callable[[User], Q] | None = None
    barred: Callable[[Case, User], bool] | None = None
    reported_to: Callable[[User], Q | None] | None = None
    about: Callable[[list[int]], Mapping[int, str]] | None = None
    records: Mapping[str, Title] = field(default_factory=dict)
    snapshot: Callable[[Case], dict] | None = None
    guards: Mapping[str, Callable[[User, Case], bool]] = field(default_factory=dict)
    papers_later: Callable[[Case], str] | None = None
    written: Callable[[Case], Container[str]] | None = None
    opens: Opens | None = None
    publicities: Mapping[str, Publicity] = field(default_factory=dict)
    by_name: dict[str, Act] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {act.transition: act for act in self.acts})

    def rules(self, case: Case) -> tuple[Rule, ...]:
        """The deadlines that a case of this kind is under."""
        return case.regulation.deadlines if case.regulation else self.deadlines

    def event(self, state: str) -> str:
        """The name under which deadlines know that a case came to `state`."""
        return f"{self.process or self.code}.{state}"


@dataclass(frozen=True)
class Extension:
    """What an app above adds to a kind: acts after its own, blocks of its page before the last one
    (the way ahead), names of records, guards of papers, publicities. `opens`: who opens the files
    of that app, in its own words, whatever the kind says; None for a file that is not of it."""

    acts: tuple[Act, ...] = ()
    parts: tuple[MakePart, ...] = ()
    records: Mapping[str, Title] = field(default_factory=dict)
    guards: Mapping[str, Callable[[User, Case], bool]] = field(default_factory=dict)
    publicities: Mapping[str, Publicity] = field(default_factory=dict)
    opens: Opens | None = None

    def of(self, kind: CaseKind) -> CaseKind:
        return replace(
            kind,
            acts=(*kind.acts, *self.acts),
            parts=(*kind.parts[:-1], *self.parts, *kind.parts[-1:]),
            records={**kind.records, **self.records},
            guards={**kind.guards, **self.guards},
            publicities={**kind.publicities, **self.publicities},
            opens=_asked(self.opens, kind.opens),
        )


def _asked(first: Opens | None, then: Opens | None) -> Opens | None:
    """What the first says, and what the other says where it says nothing."""
    if first is None or then is None:
        return first or then

    def opens(*asked) -> bool | None:
        said = first(*asked)
        return then(*asked) if said is None else said

    return opens


_kinds: dict[str, CaseKind] = {}
_waiting: dict[str, list[Extension]] = {}


def register(kind: CaseKind, *, whole: bool = True) -> CaseKind:
    """Make a kind known. Its acts and the machine's transitions must be the same set; where it is
    not `whole`, apps above bring the other acts (`extend`)."""
    for extension in reversed(_waiting.pop(kind.code, [])):
        kind = extension.of(kind)
    odd = _odd(kind)
    if odd and (whole or odd & set(kind.by_name)):
        raise ValueError(f"{kind.code}：状态机与动作表不一致：{'、'.join(sorted(odd))}")
    _kinds[kind.code] = kind
    return kind


def extend(code: str, extension: Extension) -> None:
    """Give a kind what an app above knows of it. The app may be ready before the one that declares
    the kind, as the upper floors stand first in the list of apps; theirs come last on the page."""
    if code in _kinds:
        register(extension.of(_kinds[code]), whole=False)
    else:
        _waiting[code] = [*_waiting.get(code, []), extension]


def incomplete() -> dict[str, list[str]]:
    """The kinds whose machine has moves that no act names, with these; for the system check."""
    return {code: sorted(odd) for code, kind in _kinds.items() if (odd := _odd(kind))}


def _odd(kind: CaseKind) -> set[str]:
    transitions = {t.name for t in kind.model().get_all_state_transitions()}
    return transitions ^ set(kind.by_name)


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


def is_hidden(case: Case, user: User) -> bool:
    """Whether a person must not know of a case."""
    hides = kind_of(case).hidden_from
    return hides is not None and Case.objects.filter(hides(user), pk=case.pk).exists()


def is_barred(case: Case, user: User) -> bool:
    """Whether a person must step back from a case of which he or she may know."""
    bars = kind_of(case).barred
    return bars is not None and bars(case, user)


def all_kinds() -> tuple[CaseKind, ...]:
    """Every kind, in the order of registration."""
    return tuple(_kinds.values())


def these(codes: Iterable[str]) -> tuple[CaseKind, ...]:
    """The kinds of these codes; all where none is named."""
    return tuple(map(by_code, codes)) or all_kinds()


def of_number(number: str) -> tuple[str, ...]:
    """The codes of the kinds whose cases have such numbers: one, as a rule; none for no number of
    ours."""
    return tuple(kind.code for kind in all_kinds() if number.startswith(kind.prefix))


def dealt_with(office: Organisation) -> list[str]:
    """The codes of the kinds with which such an office deals in its territory."""
    return [kind.code for kind in all_kinds() if office.kind in kind.offices]


def startable_by(user: User) -> list[CaseKind]:
    """The kinds of which this person may begin a case today, those that are begun seldom last."""
    found = (kind for kind in all_kinds() if kind.start and kind.may_start)
    return sorted((kind for kind in found if kind.may_start(user)), key=lambda kind: kind.seldom)
