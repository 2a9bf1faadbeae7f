"""What is made public of a plan's results: the plan and the counts; the names stand in a list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format

from accounts import masking
from assessment.models import Plan
from casework.services import publications
from catalogue.enums import Level
from catalogue.regulations.terms import Method
from results.models import Correction, Result
from results.selectors import publicity

NAMED = 30  # tickets of corrected results that are named one by one
LONGEST = 120  # of a title


@dataclass(frozen=True)
class Text:
    title: str
    body: str


def text(plan: Plan, days: int, *, corrected: Sequence[Correction] = ()) -> Text:
    """The notice: generated, so that it says what the results say."""
    title = f"{plan.agency.name}职业技能等级认定结果公示"
    if corrected or publicity.was_published(plan):
        title = f"{title[: LONGEST - 4]}（更正）"
    return Text(title[:LONGEST], "\n".join([*_lines(plan, days), *_corrections(corrected)]))


def _lines(plan: Plan, days: int) -> Iterable[str]:
    yield f"按照{plan.regulation.name}的规定，现将下列评价的结果予以公示。"
    yield f"评价机构：{plan.agency.name}（{plan.agency.code}）"
    if plan.for_commission:
        yield f"委托企业：{plan.for_commission.owner}"
    yield f"评价计划：{plan.title}（{plan.number}）"
    held = dict.fromkeys(date_format(day) for day in (plan.first_on, plan.last_on) if day)
    if held:
        yield f"评价日期：{'—'.join(held)}"
    if plan.method:
        yield f"评价方式：{Method(plan.method).label}"
    for tally in publicity.tallies(plan):
        yield f"{item_text(tally.item)}：参加评价 {tally.people} 人，合格 {tally.qualified} 人"
    yield f"公示期：{days} 个工作日。合格人员名单附后，公示期内可以查看。"
    yield "对公示内容有异议的，请在公示期内提出，写明事实和理由。"
    if plan.complaints and not publications.personal_number(plan.complaints):
        yield f"监督举报电话：{plan.complaints}"


def _corrections(corrected: Sequence[Correction]) -> Iterable[str]:
    if not corrected:
        return
    tickets = list(dict.fromkeys(ticket(each.entry) for each in corrected))
    more = f"等 {len(tickets)} 人" if len(tickets) > NAMED else ""
    yield f"本次更正涉及的准考证号：{'、'.join(tickets[:NAMED])}{more}。公示期重新计算。"


def item_text(item) -> str:
    """`电工（维修电工）四级/中级工`."""
    work_type = f"（{item.work_type}）" if item.work_type else ""
    return f"{item.occupation.name}{work_type}{Level(item.level).printed}"


def ticket(entry) -> str:
    """What a person is called by where names are out of place."""
    return entry.ticket or entry.number


def listed(rows: Iterable[Result]) -> Iterable[list[str]]:
    """The lines of the list: ticket, name, number without its birth date, item."""
    for row in rows:
        entry = row.entry
        number = masking.id_number(entry.id_number)
        yield [ticket(entry), entry.name, number, item_text(entry.item)]
