"""Results go up the regulation's chain of reviews and are confirmed; effects of acts on a locked
plan, and the record of an upload."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError

from accounts.models import User
from assessment.models import Plan
from assessment.selectors.entries import of_agency
from casework.models import Case, Event
from casework.services import door
from catalogue import workdays
from catalogue.regulations.terms import PlanStep
from config import clock
from results import ports
from results.frames.reported import report_of
from results.selectors import publicity
from results.services.publicity import put_in_force, refuse_unready
from results.services.result_forms import FILED

UPLOADING = (
    PlanStep.PUBLICISED,
    PlanStep.REVIEW,
    PlanStep.REVIEW_RETURNED,
    PlanStep.CONFIRMED,
)
REVIEW_DAYS = 10  # of one review, where the regulation says nothing
REPUBLISH = "有已同意的更正。结果公示过的，更正后须重新公示，公示期满再办理。"


def submit(case: Plan, *, actor: User, issue_on: date | None = None, **_) -> dict:
    """The effect of `submit_results`: the results go to the first of the reviews, with both forms
    (HB-07, SD-09, LN-09), on which the day stands when the agency means to issue. Where they were
    never public, corrections agreed to come in force now.

    Raises ValidationError while a recheck or correction is open, or would have to be published
    first, and where no certificate numbers can be had; while the publicity is open the regulation
    draws no arrow.
    """
    refuse_unready(case)
    if publicity.was_published(case):
        _refuse_agreed(case)
    applied = put_in_force(case)
    day = issue_on or meant_day(case)
    if day < clock.today():
        raise ValidationError({"issue_on": "计划发证日期不能早于今天。"})
    ports.results_settled(case, actor, day)
    told = {"corrections": [each.pk for each in applied], "issue_on": day.isoformat()}
    return told | FILED.begin(case, actor=actor)


def meant_day(case: Plan) -> date:
    """On which day certificates can be issued if every review takes the time it has: what the form
    proposes."""
    rule = publicity.rule_of(case, "review")
    days = (rule.amount if rule else REVIEW_DAYS) * max(1, len(case.regulation.reviews)) + 1
    return workdays.add_working_days(clock.today(), days, calendar=workdays.current())


def review(case: Plan, *, actor: User, **_) -> dict:
    """The effect of `review`: one office of the chain has passed the results; the door hands the
    plan on to the next, the last one confirms. Raises ValidationError until the forms are there."""
    FILED.demand(case)
    reviews = case.regulation.reviews
    done = reviews[case.reviewed - 1]
    return {"stage": case.reviewed, "of": len(reviews), "by": done.by.value, "text": done.text}


def give_back(case: Plan, *, actor: User, **_) -> dict:
    """The effect of `return_results`: the whole chain begins anew once the agency has mended it."""
    FILED.refuse_while_printing(case)
    return {"stage": case.reviewed + 1}


def confirm(case: Plan, *, actor: User, **_) -> dict:
    """The effect of `confirm`, where no office reviews: the enterprise answers for the results
    itself (JS-14, LC-15). Raises ValidationError as `submit` does."""
    refuse_unready(case)
    _refuse_agreed(case)
    ports.results_settled(case, actor, None)
    return {"qualified": publicity.qualified(case).count()}


def record_upload(
    plan: Plan, *, on: date, reference: str, actor: User, token: UUID | None = None
) -> Event:
    """Put on record that the results were uploaded, to where the regulation says (SD-09 上传). Who
    may: managers and clerks of the agency. Raises ForbiddenError, NotNowError, ValidationError for
    a day before the results were settled or to come."""
    report = report_of(plan)
    if not of_agency(actor, plan):
        raise door.ForbiddenError("只有评价机构的管理员和经办人可以登记。")
    if report is None:
        raise door.NotNowError("适用的政策没有要求报送结果信息。")
    if on > clock.today():
        raise ValidationError({"on": "上传日期不能晚于今天。"})
    published = publicity.latest(plan)
    if published and on <= published.published_on:
        raise ValidationError({"on": "应在公示期满、没有异议之后上传。"})

    def change(case: Plan) -> dict:
        return {"on": on.isoformat(), "to": report.to, "reference": reference.strip()}

    return door.record(
        plan, "upload_results", actor=actor, may=may_upload, change=change, token=token
    )


def may_upload(user: User, case: Case) -> bool:
    """Whether somebody may record an upload now."""
    return case.state in UPLOADING and of_agency(user, case) and report_of(case) is not None


def _refuse_agreed(case: Plan) -> None:
    if publicity.agreed_corrections(case):
        raise ValidationError(REPUBLISH)
