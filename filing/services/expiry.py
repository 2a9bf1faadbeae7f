"""The end of a term: told beforehand, and written down when it comes (LN-06, LN-07).

Run with every sweep; safe to run twice, by two at once, and after days of downtime.
"""

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format

from accounts.selectors import managers_of
from casework.kinds import Message
from casework.services import notices
from casework.services.deadlines import add_months
from catalogue import regulations
from catalogue.regulations.schema import Renewal
from config import clock
from filing import validity
from filing.enums import AgencyStatus, Purpose
from filing.models import Agency, ExpiryWarning, Filing
from filing.services import register

AT_WORK = (AgencyStatus.IN_FORCE, AgencyStatus.SUSPENDED)


def watch() -> None:
    """What the sweep does of the register."""
    ending = _ending()
    expire_due(ending)
    warn_expiry(ending)


def expire_due(ending: list[Agency] | None = None) -> list[Agency]:
    """Write down every term that is over, and tell the organisation's managers. A term ends on the
    day after its last day, whenever this runs. `ending`: what was looked up already."""
    today = clock.today()
    found = _ending() if ending is None else ending
    over = [agency for agency in found if validity.has_lapsed(agency.valid_until, today)]
    return [agency for agency in over if _expire(agency)]


def warn_expiry(ending: list[Agency] | None = None) -> list[ExpiryWarning]:
    """Tell the managers so many months before the last day, as the regulation has it. After days
    without a sweep only the latest warning is given; those before it are marked as over."""
    today = clock.today()
    found = _ending() if ending is None else ending
    rows = [a for a in found if a.organisation and not validity.has_lapsed(a.valid_until, today)]
    told = _told(rows)
    return [
        given for agency in rows if _unsaid(agency, told, today) and (given := _warn(agency, today))
    ]


def _ending() -> list[Agency]:
    """Those at work whose term is over, or ends soon enough to be told, in one query."""
    longest = max(max(_renewal(r.id).warn_months, default=0) for r in regulations.current())
    # Counted backwards a month may be shorter than forwards: three days to spare.
    near = add_months(clock.today(), longest) + timedelta(days=3)
    rows = Agency.objects.filter(
        valid_until__lte=near, periods__until=None, periods__status__in=AT_WORK
    )
    return list(rows.select_related("organisation").order_by("pk"))


def _renewal(regulation_id: str) -> Renewal:
    return regulations.get(regulation_id).renewal


def _told(agencies: list[Agency]) -> set[tuple[int, date, int]]:
    rows = ExpiryWarning.objects.filter(agency__in=[agency.pk for agency in agencies])
    return set(rows.values_list("agency_id", "valid_until", "months"))


def _unsaid(agency: Agency, told: set[tuple[int, date, int]], today: date) -> list[int]:
    """The warnings that are due, the latest first; none once the latest was given."""
    warned = _renewal(agency.regulation_id).warn_months
    due = validity.warnings_due(agency.valid_until, warned, today)
    return [] if (agency.pk, agency.valid_until, min(due, default=0)) in told else due


def _expire(agency: Agency) -> bool:
    with transaction.atomic():
        if register.expire(agency) is None:
            return False
        if agency.organisation_id:
            ended = date_format(agency.valid_until)
            notices.tell(
                [
                    Message(
                        managers_of(agency.organisation),
                        f"{agency}的备案已到期",
                        f"有效期至 {ended}，现已届满，不能再开展评价。"
                        "需要继续评价的，请申请备案；正在办理的延续备案照常办理。",
                    )
                ],
                link=reverse("filing:my-agencies"),
            )
    return True


def _warn(agency: Agency, today: date) -> ExpiryWarning | None:
    """Under the agency's lock: another sweep waits, then finds it said."""
    with transaction.atomic():
        locked = Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
        if not (due := _unsaid(locked, _told([locked]), today)):
            return None
        rows = ExpiryWarning.objects.bulk_create(
            (
                ExpiryWarning(
                    agency=locked,
                    valid_until=locked.valid_until,
                    months=months,
                    told_at=clock.now(),
                )
                for months in due
            ),
            ignore_conflicts=True,
        )
        managers = managers_of(agency.organisation)
        message = Message(managers, *_texts(locked, due[0]))
        notices.tell([message], link=reverse("filing:my-agencies"))
    return rows[0]


def _texts(agency: Agency, months: int) -> tuple[str, str]:
    """Subject and body: when it ends, on what an extension rests, and how to ask for it."""
    renewal, last = _renewal(agency.regulation_id), date_format(agency.valid_until)
    under_way = Filing.objects.filter(
        agency=agency, purpose=Purpose.RENEWAL, closed_at=None
    ).first()
    advice = (
        f"延续备案（{under_way.number}）正在办理。"
        if under_way
        else "需要继续评价的，请在“我的备案”中申请延续，到期后不能再开展评价。"
    )
    basis = "本系统默认" if renewal.default else renewal.cite
    return (
        f"{agency}的备案将于 {last} 到期",
        f"距到期已不超过 {months} 个月。{renewal.text}（依据：{basis}）{advice}",
    )
