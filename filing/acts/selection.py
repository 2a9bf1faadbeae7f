"""Selection on merit and publicity of the outcome (SD-06, SD-07)."""

from collections.abc import Iterable

from django.utils.formats import date_format

from accounts.selectors import managers_of
from casework.kinds import Act, Message
from casework.models import Case, Event
from catalogue.regulations.terms import Actor
from filing.documents import outcome
from filing.forms.selection import DeclineForm, PubliciseForm, ReopenForm, SelectForm
from filing.selectors.acting import people_of
from filing.services import selection


def selected(case: Case, event: Event) -> Iterable[Message]:
    """What was granted, and why some of it was not."""
    parts = [f"遴选确定的职业（工种）和等级：{'；'.join(outcome.granted_lines(case))}。"]
    if left_out := outcome.left_out(case):
        parts.append(f"未入选的：{'；'.join(left_out)}。")
    parts.append("结果将公示，公示无异议后出具回执。")
    yield Message(managers_of(case.owner), f"{case.title}：已入选", "\n".join(parts))


def declined(case: Case, event: Event) -> Iterable[Message]:
    """With the reason, as the letter has it."""
    body = f"理由：{event.note.text}\n《未入选告知书》在这件申请的页面上，请签收。"
    yield Message(managers_of(case.owner), f"{case.title}：未入选", body)


def publicised(case: Case, event: Event) -> Iterable[Message]:
    publication = outcome.latest(case)
    body = f"公示至{date_format(publication.closes_on)}（含当日）。期满无异议的，办理下一步。"
    yield Message(managers_of(case.owner), f"{case.title}：评估结果开始公示", body)


def cleared(case: Case, event: Event) -> Iterable[Message]:
    """To the applicant, and to whoever gives the receipt."""
    subject = f"{case.title}：公示期满无异议"
    yield Message(managers_of(case.owner), subject, "下一步由机关出具回执。")
    yield Message(people_of(case, Actor.ISSUER), subject, "可以出具回执了。")


def reopened(case: Case, event: Event) -> Iterable[Message]:
    body = f"理由：{event.note.text}\n原公示已撤下，将重新组织技术评估。"
    yield Message(managers_of(case.owner), f"{case.title}：重新评估", body)


ACTS = (
    Act(
        "select",
        "择优遴选",
        form=SelectForm,
        effect=selection.select,
        messages=selected,
        template="filing/selection/select.html",
    ),
    Act(
        "decline",
        "不予遴选",
        form=DeclineForm,
        effect=selection.decline,
        messages=declined,
        tone="danger",
        warning="本次申请到此办结，《未入选告知书》随即编号送达，不能撤回。",
        template="filing/selection/decline.html",
    ),
    Act(
        "publicise",
        "公示评估结果",
        form=PubliciseForm,
        effect=selection.publicise,
        messages=publicised,
        template="filing/selection/publicise.html",
    ),
    Act("clear", "公示期满无异议", effect=selection.clear, messages=cleared),
    Act(
        "reopen",
        "异议成立，重新评估",
        form=ReopenForm,
        effect=selection.reopen,
        messages=reopened,
        tone="danger",
        optional=True,
        template="filing/selection/reopen.html",
    ),
)
