"""Who may apply for a level: the entry conditions against what is known of a person. Pure.

Months of work: overlapping or adjoining jobs are one stretch; a stretch has the whole months from
its first day (15 March to 14 April is one); what is left of all stretches is added up, thirty days
to a month, and never more than the whole months from the first day of all to the last (本系统默认).
The day on which one asks is not over yet and does not count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from casework.services.deadlines import add_months
from catalogue.enums import Engagement, Level, School, Schooling, TitleGrade
from catalogue.models import EntryCondition
from catalogue.models.condition import span

DAYS_OF_A_MONTH = 30
LIFETIME = 1200
GRADES = (TitleGrade.JUNIOR, TitleGrade.MIDDLE, TitleGrade.SENIOR)


@dataclass(frozen=True)
class Period:
    """A job from its first to its last day; without a last day it goes on. `related`: in this or
    a related occupation."""

    since: date
    until: date | None = None
    related: bool = True


@dataclass(frozen=True)
class Certificate:
    """A certificate of a level, and whether it is of this or a related occupation."""

    level: int
    on: date | None
    related: bool = True


@dataclass(frozen=True)
class Title:
    """A professional title (职称) of a grade that corresponds to the occupation."""

    grade: str
    on: date | None


@dataclass(frozen=True)
class Education:
    """A school, and how far it was come. `final_year` says in the last year, `enrolled` before
    it; `on` is the day of graduation."""

    school: str
    stage: str
    on: date | None = None
    related_major: bool = False
    assessed_programme: bool = False


@dataclass(frozen=True)
class Facts:
    """What is known of a person."""

    born_on: date
    engagement: str = ""
    work: tuple[Period, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    titles: tuple[Title, ...] = ()
    education: tuple[Education, ...] = ()
    reserve_technician: bool = False
    apprenticeship: bool = False


@dataclass(frozen=True)
class Part:
    """One demand of a condition: what it asks, what was found, and what is missing of it; `short`
    in months where time alone will mend it."""

    asked: str
    found: str
    missing: str = ""
    short: int = 0

    @property
    def met(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class Finding:
    """A condition held against the facts."""

    condition: EntryCondition
    parts: tuple[Part, ...]

    @property
    def met(self) -> bool:
        return all(part.met for part in self.parts)

    @property
    def missing(self) -> list[str]:
        """What is missing, in words: `还差 4 个月`."""
        return [part.missing for part in self.parts if part.missing]

    @property
    def distance(self) -> tuple[int, int]:
        """How far off it is: demands that are not met, then months; what time does not mend counts
        as a lifetime."""
        unmet = [part for part in self.parts if part.missing]
        return len(unmet), sum(part.short or LIFETIME for part in unmet)


@dataclass(frozen=True)
class Verdict:
    """`met` is the first condition that holds, if any; `months` all work in this or a related
    occupation."""

    months: int
    findings: tuple[Finding, ...]

    @property
    def met(self) -> EntryCondition | None:
        return next((found.condition for found in self.findings if found.met), None)

    @property
    def sum(self) -> str:
        """The months in words."""
        return in_words(self.months)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The sums behind the condition that is met."""
        return next((found.parts for found in self.findings if found.met), ())

    @property
    def nearest(self) -> Finding | None:
        """The condition of which the least is missing; none where one is met or none is set."""
        if self.met or not self.findings:
            return None
        return min(self.findings, key=lambda found: found.distance)


def judge(conditions: Iterable[EntryCondition], facts: Facts, on: date) -> Verdict:
    """Hold the conditions of a level against the facts as of a day."""
    findings = tuple(Finding(each, tuple(_parts(each, facts, on))) for each in conditions)
    return Verdict(months_of(_related(facts), on), findings)


def months_of(periods: Iterable[Period], on: date, *, since: date = date.min) -> int:
    """Whole months of work from `since` up to the day before `on`, by the rule above."""
    stretches = _stretches(periods, since, on)
    if not stretches:
        return 0
    months = days = 0
    for first, after in stretches:
        whole = whole_months(first, after)
        months += whole
        days += (after - add_months(first, whole)).days
    return min(months + days // DAYS_OF_A_MONTH, whole_months(stretches[0][0], stretches[-1][1]))


def whole_months(first: date, after: date) -> int:
    """The whole months from a day up to, not including, another; none where it is not later."""
    if after <= first:
        return 0
    count = (after.year - first.year) * 12 + after.month - first.month
    return count if add_months(first, count) <= after else count - 1


def in_words(months: int) -> str:
    """`56` → `4 年 8 个月`."""
    years, rest = divmod(months, 12)
    parts = [f"{years} 年"] if years else []
    if rest or not years:
        parts.append(f"{rest} 个月")
    return " ".join(parts)


def age_on(born_on: date, day: date) -> int:
    """Full years of age (周岁)."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def _stretches(periods: Iterable[Period], since: date, on: date) -> list[tuple[date, date]]:
    """Joined stretches as first day and the day after the last, within the bounds."""
    clipped = sorted(
        (max(period.since, since), min(_after(period), on))
        for period in periods
        if max(period.since, since) < min(_after(period), on)
    )
    joined: list[tuple[date, date]] = []
    for first, after in clipped:
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], after))
        else:
            joined.append((first, after))
    return joined


def _after(period: Period) -> date:
    open_ended = period.until is None or period.until == date.max
    return date.max if open_ended else period.until + timedelta(days=1)


def _related(facts: Facts) -> list[Period]:
    return [period for period in facts.work if period.related]


def _parts(condition: EntryCondition, facts: Facts, on: date) -> Iterable[Part]:
    if condition.minimum_age:
        yield _age(condition.minimum_age, facts, on)
    if condition.engagement:
        yield _engagement(condition.engagement, facts)
    if condition.work_months:
        yield _months("累计工作", condition.work_months, months_of(_related(facts), on))
    if condition.apprenticeship:
        yield _yes("学徒期满", facts.apprenticeship)
    if condition.prior_level:
        yield from _prior(condition, facts, on)
    if condition.reserve_technician:
        yield _yes("持预备技师证书", facts.reserve_technician)
    if condition.title:
        yield from _title(condition, facts, on)
    if condition.schooling:
        yield from _schooling(condition, facts, on)


def _age(asked: int, facts: Facts, on: date) -> Part:
    age = age_on(facts.born_on, on)
    return Part(f"年满{asked}周岁", f"{age} 周岁", "" if age >= asked else f"未满{asked}周岁")


def _engagement(asked: str, facts: Facts) -> Part:
    """Who does the work already intends to."""
    label = f"{Engagement(asked).label}本职业或相关职业"
    fits = facts.engagement in (asked, Engagement.ENGAGED)
    found = Engagement(facts.engagement).label if facts.engagement else "未填写"
    return Part(label, found, "" if fits else f"没有写明{label}")


def _yes(asked: str, holds: bool) -> Part:
    return Part(asked, "是" if holds else "否", "" if holds else f"没有{asked}")


def _months(what: str, asked: int, found: int) -> Part:
    short = max(asked - found, 0)
    missing = f"{what}还差 {in_words(short)}" if short else ""
    return Part(f"{what}满{span(asked)}", in_words(found), missing, short)


def _prior(condition: EntryCondition, facts: Facts, on: date) -> Iterable[Part]:
    """A higher certificate holds for a lower one; the earliest that is high enough counts."""
    wanted = Level(condition.prior_level)
    asked = f"持{wanted.printed}证书"
    held = [
        each
        for each in facts.certificates
        if each.related and Level(each.level).is_at_least(wanted) and not _later(each.on, on)
    ]
    if not held:
        yield Part(asked, "无", f"没有本职业或相关职业{wanted.printed}及以上证书")
        return
    yield Part(asked, Level(max(each.level for each in held)).printed)
    since = _earliest(each.on for each in held)
    if condition.prior_work_months:
        yield _since("取证后工作", condition.prior_work_months, facts, since, on)
    if condition.prior_held_months:
        asked_for = condition.prior_held_months
        yield (
            _months("持证", asked_for, whole_months(since, on))
            if since
            else _undated("持证", asked_for)
        )


def _title(condition: EntryCondition, facts: Facts, on: date) -> Iterable[Part]:
    """A higher title holds for a lower one."""
    least = GRADES.index(TitleGrade(condition.title))
    asked = str(TitleGrade(condition.title).label)
    held = [
        each
        for each in facts.titles
        if GRADES.index(TitleGrade(each.grade)) >= least and not _later(each.on, on)
    ]
    if not held:
        yield Part(asked, "无", f"没有{asked}")
        return
    yield Part(asked, str(TitleGrade(held[0].grade).label))
    if condition.title_work_months:
        since = _earliest(each.on for each in held)
        yield _since("取得职称后工作", condition.title_work_months, facts, since, on)


def _schooling(condition: EntryCondition, facts: Facts, on: date) -> Iterable[Part]:
    """One school must fit in everything that is asked of it."""
    schools = "、".join(str(School(each).label) for each in condition.schools)
    asked = f"{schools}{Schooling(condition.schooling).label}"
    asked += "，本专业或相关专业" if condition.related_major else ""
    asked += "，经评估论证" if condition.assessed_programme else ""
    fitting = [each for each in facts.education if _fits(condition, each, on)]
    if not fitting:
        found = "、".join(str(School(each.school).label) for each in facts.education)
        yield Part(asked, found or "未填写", f"学历不符合“{asked}”")
        return
    yield Part(asked, str(School(fitting[0].school).label))
    if condition.school_work_months:
        since = _earliest(each.on for each in fitting)
        yield _since("毕业后工作", condition.school_work_months, facts, since, on)


def _fits(condition: EntryCondition, education: Education, on: date) -> bool:
    graduated = education.stage == Schooling.GRADUATED and not _later(education.on, on)
    stages = {
        Schooling.GRADUATED: graduated,
        Schooling.FINAL_YEAR: graduated or education.stage == Schooling.FINAL_YEAR,
        Schooling.ENROLLED: education.stage in (Schooling.ENROLLED, Schooling.FINAL_YEAR),
    }
    return (
        education.school in condition.schools
        and stages[Schooling(condition.schooling)]
        and (education.related_major or not condition.related_major)
        and (education.assessed_programme or not condition.assessed_programme)
    )


def _since(what: str, asked: int, facts: Facts, since: date | None, on: date) -> Part:
    if since is None:
        return _undated(what, asked)
    return _months(what, asked, months_of(_related(facts), on, since=since))


def _undated(what: str, asked: int) -> Part:
    return Part(f"{what}满{span(asked)}", "没有日期", f"没有填写日期，不能计算{what}的时间")


def _later(day: date | None, on: date) -> bool:
    return day is not None and day > on


def _earliest(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day), default=None)
