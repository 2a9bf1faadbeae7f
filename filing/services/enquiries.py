"""An enterprise asks an agency to assess its people (JS-03)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.selectors import managers_of
from casework.kinds import Message
from casework.services import notices
from catalogue.enums import Level
from catalogue.models import Occupation
from config import clock
from filing.models import Agency, Enquiry
from filing.selectors import applicants_of, finding, register

A_DAY = 5
AGAIN_AFTER = timedelta(days=7)


@transaction.atomic
def ask(
    agency: Agency,
    *,
    organisation: Organisation,
    occupation: Occupation,
    level: int,
    headcount: int,
    text: str,
    actor: User,
) -> Enquiry:
    """Record what an enterprise asks of an agency and tell the agency's managers.

    A manager or clerk of the enterprise may, five times a day and once a week for the same
    occupation and level of an agency. Raises ValidationError (Chinese) otherwise, and where the
    agency does not serve others, may not assess this today, or has nobody here to read it.
    """
    if not applicants_of(actor).filter(pk=organisation.pk).exists():
        raise ValidationError("只有本单位的管理员和经办人可以发送评价需求。")
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    _check_agency(agency, organisation, occupation, level)
    _check_rate(agency, organisation, occupation, level)
    made = Enquiry.objects.create(
        agency=agency,
        organisation=organisation,
        occupation=occupation,
        level=level,
        headcount=headcount,
        text=text,
        sent_by=actor,
        sent_at=clock.now(),
    )
    _tell(made)
    return made


def _check_agency(
    agency: Agency, organisation: Organisation, occupation: Occupation, level: int
) -> None:
    if agency.organisation_id is None:
        raise ValidationError("该机构没有在本平台开户，请按公布的联系方式直接联系。")
    if agency.organisation_id == organisation.pk:
        raise ValidationError("这是本单位自己的评价机构，不需要发送评价需求。")
    if not finding.open_to_others(Agency.objects.filter(pk=agency.pk)).exists():
        raise ValidationError("该机构只评价本单位职工，不接受其他单位委托。")
    if refused := register.may_assess(agency, occupation, level, clock.today()).reason:
        raise ValidationError(refused)


def _check_rate(
    agency: Agency, organisation: Organisation, occupation: Occupation, level: int
) -> None:
    now = clock.now()
    mine = Enquiry.objects.filter(organisation=organisation)
    same = mine.filter(
        agency=agency, occupation=occupation, level=level, sent_at__gt=now - AGAIN_AFTER
    )
    if same.exists():
        raise ValidationError("7 日内已向该机构发送过同一职业、等级的需求，请等待答复或直接联系。")
    if mine.filter(sent_at__gt=now - timedelta(days=1)).count() >= A_DAY:
        raise ValidationError(f"一天之内最多发送 {A_DAY} 次评价需求，请明天再发。")


def _tell(enquiry: Enquiry) -> None:
    """The needs and telephone numbers stay on the page; a mail says only that they are there."""
    wanted = f"{enquiry.occupation.name}{Level(enquiry.level).printed} {enquiry.headcount} 人"
    message = Message(
        to=managers_of(enquiry.agency.organisation),
        subject=f"{enquiry.organisation}有评价需求：{wanted}",
        body="具体需求和联系方式见“收到的评价需求”。请与对方联系，说明能否承接。",
    )
    notices.tell([message], link=reverse("filing:agency-enquiries", args=[enquiry.agency.code]))
