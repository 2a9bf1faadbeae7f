"""Appointing quality supervisors (外督、内督), renewing and ending it (LC-21).

Effects of acts run inside the door, on the locked case.
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Organisation, User
from accounts.selectors import holds
from assessment.models import Examiner
from casework import kinds
from casework.services import door, files
from casework.services.deadlines import add_months
from casework.services.inspection import Inspected
from casework.services.publications import personal_number
from config import clock
from filing.models import Agency
from supervision import corps
from supervision.enums import AppointmentState, CorpsSide
from supervision.models import CorpsAppointment, Term
from supervision.selectors import corps as reads
from supervision.services.corps import sending

NOT_YOURS = "外部质量督导员由人社部门、评价管理机构聘任，内部质量督导员由评价机构管理员聘任。"
CODE = "corps_appointment"


@dataclass(frozen=True)
class Given:
    """A term and what it rests on."""

    since: date
    until: date
    training: str
    examined_on: date | None = None
    result: str = ""


def appoint(
    office: Organisation,
    person: User,
    term: Given,
    *,
    actor: User,
    card: str = "",
    photo: Inspected | None = None,
) -> CorpsAppointment:
    """Appoint an external supervisor of an office.

    Who may: whoever decides in a bureau or centre, and not for himself. Raises ForbiddenError;
    ValidationError by field for somebody who cannot be appointed or a term that cannot be.
    """
    if office.pk not in {each.pk for each in reads.offices_of(actor)}:
        raise door.ForbiddenError(NOT_YOURS)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=office.pk)
        if not reads.candidates(office).filter(pk=person.pk).exists():
            raise ValidationError(
                {"person": "此人不是本机关的外部质量督导员账号，或者已经聘任，请重新选择。"}
            )
        columns = {"office": office, "receiver": office, "division": office.division}
        return _opened(CorpsSide.EXTERNAL, person, term, columns, actor, card, photo)


def appoint_internal(
    agency: Agency,
    examiner: Examiner,
    term: Given,
    *,
    actor: User,
    card: str = "",
    photo: Inspected | None = None,
) -> CorpsAppointment:
    """Appoint an internal supervisor of an agency, one of its own people.

    Who may: a manager of the agency. Raises as `appoint`.
    """
    if agency.pk not in {each.pk for each in reads.agencies_of(actor)}:
        raise door.ForbiddenError(NOT_YOURS)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=agency.organisation_id)
        if not reads.staff_candidates(agency).filter(pk=examiner.pk).exists():
            raise ValidationError(
                {"person": "内部质量督导员须是本机构有账号的在册人员，请重新选择。"}
            )
        columns = {"owner": agency.organisation, "division": agency.division}
        columns |= {"examiner": examiner}
        return _opened(CorpsSide.INTERNAL, examiner.user, term, columns, actor, card, photo)


def _opened(side, person, term: Given, columns, actor, card, photo) -> CorpsAppointment:
    if person.pk == actor.pk:
        raise ValidationError({"person": "不能聘任本人，请由其他有权人员办理。"})
    _refuse_odd(term)
    _refuse_card(card)
    case = door.open_case(
        kinds.by_code(CODE),
        actor=actor,
        state=AppointmentState.ACTIVE,
        title=f"{side.label}聘任",
        side=side,
        person=person,
        card=card.strip(),
        since=term.since,
        until=term.until,
        **columns,
    )
    _keep_term(case, term, actor)
    if photo is not None:
        told = {"name": photo.name, "kind": photo.kind, "by": actor}
        case.photo = files.keep(photo.data, case=case, **told)
        case.save(update_fields=["photo"])
    return case


# --- Effects of acts: inside the door, on the locked case ---------------------------------------


def renew(case: CorpsAppointment, *, actor: User, photo: Inspected | None = None, **given) -> dict:
    """Another term after the one that runs, or after a break. Raises ValidationError by field."""
    term = Given(**{name: given[name] for name in Given.__dataclass_fields__ if name in given})
    _refuse_odd(term)
    if term.since <= case.since or term.until <= case.until:
        raise ValidationError({"since": f"本次聘期到 {case.until} 为止，续聘应接在其后。"})
    _keep_term(case, term, actor)
    if (term.since - case.until).days > 1:  # a break: nothing holds in between
        case.since = term.since
    case.until = term.until
    if photo is not None:
        told = {"name": photo.name, "kind": photo.kind, "by": actor}
        case.photo = files.keep(photo.data, case=case, **told)
    return {"since": term.since.isoformat(), "until": term.until.isoformat()}


def end(case: CorpsAppointment, *, actor: User, cause: str, **_) -> dict:
    """End an appointment from today on; visits to come go to the next by lot."""
    case.ended_on, case.end_cause = clock.today(), cause
    passed_on = sending.pass_on_all(case, actor=actor)
    return {"cause": cause, "passed_on": passed_on}


def _keep_term(case: CorpsAppointment, term: Given, actor: User) -> None:
    Term.objects.create(
        appointment=case,
        sequence=case.terms.count() + 1,
        since=term.since,
        until=term.until,
        training=term.training.strip(),
        examined_on=term.examined_on,
        result=term.result.strip(),
        by=actor,
        at=clock.now(),
    )


def _refuse_odd(term: Given) -> None:
    wrong, longest = {}, corps.rules().settings.longest_term_years
    if term.until < term.since:
        wrong["until"] = "聘期截止日期不能早于开始日期。"
    elif term.until > add_months(term.since, longest * 12):
        wrong["until"] = f"聘期最长 {longest} 年。"
    elif term.until < clock.today():
        wrong["until"] = "聘期已经结束，请核对日期。"
    if not term.training.strip():
        wrong["training"] = "请填写培训情况：时间、内容、组织单位。"
    if term.examined_on and term.examined_on > clock.today():
        wrong["examined_on"] = "考核日期不能晚于今天。"
    for name in ("training", "result"):
        if found := personal_number(getattr(term, name)):
            wrong[name] = found
    if wrong:
        raise ValidationError(wrong)


def _refuse_card(card: str) -> None:
    if found := personal_number(card):
        raise ValidationError({"card": found})
    same = CorpsAppointment.objects.filter(card=card.strip()) if card.strip() else None
    if same is not None and same.exists():
        raise ValidationError({"card": "这个督导证编号已经使用，请核对。"})


def may_read(case: CorpsAppointment, user: User) -> bool:
    """Whether somebody takes the card along: the supervisor, and who appointed."""
    return case.person_id == user.pk or holds(user, case.appointed_by.pk)
