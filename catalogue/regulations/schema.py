"""What a regulation file holds, typed. See `docs/regulations.md` for how to add a province."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from catalogue.enums import Level, SubjectKind
from catalogue.regulations.basis import Amount, Frozen, Rule, Text
from catalogue.regulations.outcome import Certificate, Report, Retakes, Retention, Review, Scoring
from catalogue.regulations.papers import Material
from catalogue.regulations.process import Processes
from catalogue.regulations.staffing import Staffing
from catalogue.regulations.terms import (
    Actor,
    Affiliation,
    ApplicantKind,
    Audience,
    Authority,
    Bound,
    Content,
    Method,
    OnSupplement,
    Regime,
    ScopeRule,
    Shown,
    SubjectUse,
    Tier,
    Unit,
)

AnAuthority = Annotated[
    Authority,
    BeforeValidator(lambda v: Authority.parse(v) if isinstance(v, str) else v),
]


class Document(Frozen):
    """A policy document behind the regulation. `short` is what citations call it; `missing` says
    that its text is not at hand, so that what it rules is not known here."""

    title: str
    number: str = ""
    short: str = ""
    issuer: str
    issued_on: date | None = None
    missing: str = ""


class Applicant(Rule):
    """A kind of organisation that may apply, and what its occupations are held to."""

    kind: ApplicantKind
    scope: ScopeRule
    territory: str
    needs: str = ""


class Route(Rule):
    """Which office takes an affiliation's application; more than one is the applicant's choice."""

    affiliations: tuple[Affiliation, ...] = Field(min_length=1)
    kinds: tuple[ApplicantKind, ...] = ()
    receivers: tuple[AnAuthority, ...] = Field(min_length=1)

    def fits(self, affiliation: Affiliation, kind: ApplicantKind) -> bool:
        """Whether this route is for such an applicant; no kinds means every kind."""
        return affiliation in self.affiliations and (not self.kinds or kind in self.kinds)


class Condition(Rule):
    """One thing the applicant must be or have, and what of the application shows it."""

    key: str
    text: str
    kinds: tuple[ApplicantKind, ...] = ()
    materials: tuple[str, ...] = ()
    shown_by: tuple[Shown, ...] = ()


class Deadline(Rule):
    """A length of time between two events of a process, counted from the day after the first."""

    key: str
    name: str
    amount: int = Field(gt=0)
    unit: Unit = Unit.WORKING_DAYS
    bound: Bound = Bound.WITHIN
    starts: str
    ends: tuple[str, ...]
    holder: Actor
    on_supplement: OnSupplement = OnSupplement.RUN
    warn_at: int = 3

    @property
    def text(self) -> str:
        """`10 个工作日内`, `不少于 5 个工作日`, `提前不少于 5 个工作日`."""
        length = f"{self.amount} {self.unit.label}"
        return f"{length}内" if self.bound == Bound.WITHIN else f"{self.bound.label} {length}"


class Receipt(Rule):
    """The 备案回执 (or 委托函): who issues it and under what name the code goes.

    The issuer of a case is the office of `issuers` in the receiver's tier, else the first.
    """

    name: str = "备案回执"
    issuers: tuple[AnAuthority, ...] = Field(min_length=1)
    code_name: str = ""
    copied_to: tuple[AnAuthority, ...] = ()
    published_by: tuple[AnAuthority, ...] = ()


class Levels(Rule):
    """The national levels that may be assessed."""

    allowed: tuple[Level, ...] = Field(min_length=1)


class Ladder(Rule):
    """Which own levels an enterprise may set beside the national five."""

    sub_levels: bool
    above_first: bool
    apprentice: bool


class MajorGroups(Rule):
    """The 大类 of the classification whose occupations are taken as skilled ones."""

    codes: tuple[str, ...]


class Selection(Rule):
    """Selection on merit within a window: how many, of an office of that tier."""

    at_least: int = Field(ge=1)
    at_most: int
    tier: Tier


class Limits(Frozen):
    """What an application may not exceed. A limit that the document does not set is absent."""

    levels: Levels
    ladder: Ladder
    major_groups: MajorGroups
    regulated_refused: Rule
    occupations: Amount | None = None
    window: Rule | None = None
    selection: Selection | None = None
    capacity: Text | None = None


class Standards(Rule):
    """The bases of an assessment, and who approves an enterprise's own one. An enterprise may
    adjust the national standard where it is `adjustable`; `not_below`: then not below it."""

    national: bool = True
    enterprise: bool
    enterprise_must_be_filed: bool
    approved_by: tuple[AnAuthority, ...] = ()
    nearest_occupation: bool = False
    adjustable: bool = False
    not_below: bool = False


class Candidate(Rule):
    """A group of people that an agency may assess."""

    audience: Audience
    text: str = ""


class Place(Rule):
    """Where sessions may be held."""

    filed_territory_only: bool
    text: str


class MethodRule(Rule):
    """A method of assessment. The basis is that of the method; which subjects it has and what must
    be enclosed follow FACTS 4.3 and are our own scheme, which warns."""

    method: Method
    name: str
    theory: SubjectUse
    practice: SubjectUse
    review: SubjectUse
    evidence: str = ""


class ContentRule(Rule):
    """A thing that is assessed; the order of the file is the order of weight."""

    content: Content
    text: str


class RecognitionRule(Rule):
    """Which office at a subsidiary's place recognises the filing of its parent."""

    by: AnAuthority
    text: str


class Flexibility(Text):
    """What may be handled otherwise than the standard says. `grounds`: on what a candidate may be
    admitted besides a condition of the standard, and to which levels (none named: to all).
    `waives`: the subjects that need not be tested, with a reason (LC-19)."""

    grounds: tuple[Literal["exceptional", "skipped", "direct", "competition", "title"], ...] = ()
    levels: tuple[Level, ...] = ()
    waives: tuple[SubjectKind, ...] = ()


class Renewal(Rule):
    """How long the receipt is valid and what decides the extension."""

    years: int | None = None
    warn_months: tuple[int, ...] = (6, 3, 1)
    text: str


class Regulation(Frozen):
    """One regime, whole. A case keeps `id` and `version`."""

    id: str = Field(pattern="^[a-z]+(-[a-z]+)+$")
    version: int = Field(ge=1)
    name: str
    regime: Regime
    region: str
    division: str = Field(pattern=r"^(\d{6})?$")
    summary: str
    effective_from: date
    offices: dict[str, str] = {}
    documents: tuple[Document, ...] = Field(min_length=1)

    applicants: tuple[Applicant, ...] = Field(min_length=1)
    routes: tuple[Route, ...] = Field(min_length=1)
    conditions: tuple[Condition, ...] = Field(min_length=1)
    materials: tuple[Material, ...] = Field(min_length=1)
    promises: tuple[Text, ...] = ()
    commitment: tuple[Text, ...] = ()
    evaluation: tuple[Text, ...]
    processes: Processes
    deadlines: tuple[Deadline, ...]
    receipt: Receipt
    renewal: Renewal
    changes: Text
    limits: Limits
    standards: Standards
    candidates: tuple[Candidate, ...] = Field(min_length=1)
    place: Place
    recognition: RecognitionRule | None = None
    contents: tuple[ContentRule, ...]
    methods: tuple[MethodRule, ...] = Field(min_length=1)
    staffing: Staffing
    flexibility: tuple[Flexibility, ...] = ()
    scoring: Scoring
    retakes: Retakes
    reviews: tuple[Review, ...] = ()
    certificate: Certificate
    retention: Retention
    reports: tuple[Report, ...] = ()
    published_rules: tuple[Text, ...] = ()
    supervision: tuple[Text, ...]

    @model_validator(mode="after")
    def _fits_together(self) -> "Regulation":
        _unique("conditions", [c.key for c in self.conditions])
        _unique("materials", [m.key for m in self.materials])
        _unique("deadlines", [d.key for d in self.deadlines])
        _unique("methods", [m.method for m in self.methods])
        _unique("candidates", [c.audience for c in self.candidates])
        self._check_materials()
        self._check_deadlines()
        self._check_routes()
        self._check_reviews()
        self._check_commitment()
        return self

    def _check_materials(self) -> None:
        known = {m.key for m in self.materials}
        for condition in self.conditions:
            for key in condition.materials:
                if key not in known:
                    raise ValueError(f"conditions.{condition.key} 引用了不存在的材料 {key}")

    def _check_deadlines(self) -> None:
        known = {
            f"{name}.{step.key.value}"
            for name in Processes.model_fields
            if (process := getattr(self.processes, name))
            for step in process.steps
        } | {"plan.first_session", "plan.last_session", "filing.receipt_expiry"}
        for deadline in self.deadlines:
            for event in (deadline.starts, *deadline.ends):
                if event not in known:
                    raise ValueError(f"deadlines.{deadline.key} 引用了不存在的步骤 {event}")

    def _check_routes(self) -> None:
        for applicant in self.applicants:
            for affiliation in Affiliation:
                if not any(route.fits(affiliation, applicant.kind) for route in self.routes):
                    raise ValueError(
                        f"routes 没有写明{affiliation.label}的{applicant.kind.label}向谁申请"
                    )

    def _check_reviews(self) -> None:
        plan = self.processes.plan
        steps = {step.key.value for step in plan.steps} if plan else set()
        if bool(self.reviews) != ("review" in steps):
            raise ValueError("reviews 与 processes.plan 的 review 步骤须同有同无")

    def _check_commitment(self) -> None:
        filing = self.processes.filing
        steps = {step.key.value for step in filing.steps} if filing else set()
        if bool(self.commitment) != ("committed" in steps):
            raise ValueError("commitment 与 processes.filing 的 committed 步骤须同有同无")

    def title_of(self, office: Authority) -> str:
        """What this region calls an office (`offices` of the file), else the common name."""
        return self.offices.get(f"{office.tier}/{office.organ}") or str(office)

    def route(self, affiliation: Affiliation, kind: ApplicantKind) -> Route:
        """Where such an applicant files; the first route of the file that fits."""
        return next(route for route in self.routes if route.fits(affiliation, kind))

    def deadline(self, key: str) -> Deadline:
        """The deadline of that key. Raises KeyError where the regime has none."""
        for deadline in self.deadlines:
            if deadline.key == key:
                return deadline
        raise KeyError(key)

    def materials_for(self, kind: ApplicantKind) -> tuple[Material, ...]:
        """The papers asked of a kind of applicant."""
        return tuple(m for m in self.materials if not m.kinds or kind in m.kinds)

    def conditions_for(self, kind: ApplicantKind) -> tuple[Condition, ...]:
        """The conditions asked of a kind of applicant."""
        return tuple(c for c in self.conditions if not c.kinds or kind in c.kinds)

    @property
    def audiences(self) -> frozenset[Audience]:
        """Whom an agency under this regulation may assess."""
        return frozenset(candidate.audience for candidate in self.candidates)


def _unique(section: str, keys: list) -> None:
    repeated = {key for key in keys if keys.count(key) > 1}
    if repeated:
        raise ValueError(f"{section} 中重复：{'、'.join(sorted(map(str, repeated)))}")
