"""Publicity (公示) and announcements (公告): published, objected to, answered, closed."""

import hashlib
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts import identity
from accounts.enums import SPEAKERS, OrganisationKind, Role
from accounts.models import Organisation, User
from accounts.selectors import governs, holds, members_of, staffed_by
from casework import kinds
from casework.enums import PublicationKind, PublicationStatus
from casework.kinds import Message, Publicity
from casework.models import Case, Objection, Publication
from casework.services import door, notices, numbering
from catalogue import workdays
from config import clock

logger = structlog.get_logger(__name__)

# Without the letters and digits that are taken for one another.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
SECRET_LENGTH = 10
ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])")
MOBILE = re.compile(r"(?<![\d-])1[3-9]\d{9}(?!\d)")

PUBLISHERS = (Role.MANAGER, Role.REVIEWER, Role.SIGNER)


class PublicationError(ValidationError):
    """Nothing was published, taken or answered. The text is Chinese and says what to do."""


@dataclass(frozen=True)
class Receipt:
    """What an objector gets. `secret` is shown now and never again; empty when the same form came
    a second time."""

    number: str
    secret: str


def publish(  # noqa: PLR0913 - the columns of the one row it writes
    *,
    kind: PublicationKind,
    title: str,
    body: str,
    office: Organisation,
    actor: User | None,
    working_days: int | None = None,
    basis: str = "",
    case: Case | None = None,
    act: str = "",
    corrects: Publication | None = None,
) -> Publication:
    """Make something public; a publicity for so many working days, today not counted.

    `basis` cites the rule of the window; none, and it is 本系统默认. `act` is what the door does to
    the case when the window ends without objection. Who may: the act, or `may_publish`, has asked.
    Raises PublicationError for a person's number in the text.
    """
    _refuse_personal_numbers(title, body)
    if (is_publicity := kind == PublicationKind.PUBLICITY) and not working_days:
        raise PublicationError("请填写公示多少个工作日。")
    publication = Publication(
        kind=kind,
        title=title.strip(),
        body=body.strip(),
        office=office,
        case_id=case.pk if case else None,
        act=act,
        published_by=actor,
        published_at=clock.now(),
        published_on=clock.today(),
        working_days=working_days if is_publicity else None,
        basis=basis,
        status=PublicationStatus.OPEN if is_publicity else PublicationStatus.PUBLISHED,
        corrects=corrects,
    )
    _count(publication, workdays.current())
    publication.save(force_insert=True)
    return publication


def correct(
    publication: Publication, *, title: str, body: str, reason: str, actor: User
) -> Publication:
    """Publish a corrected text as a new one, its window counted anew; the old stays readable and
    leads to it. Who may: `may_publish`. Raises PublicationError once it has ended."""
    _refuse_personal_numbers(title, body)
    with transaction.atomic():
        old = _taken_back(publication, PublicationStatus.CORRECTED, reason, actor)
        return publish(
            kind=PublicationKind(old.kind),
            title=title,
            body=body,
            office=old.office,
            actor=actor,
            working_days=old.working_days,
            basis=old.basis,
            case=old.case,
            act=old.act,
            corrects=old,
        )


def withdraw(publication: Publication, *, reason: str, actor: User) -> Publication:
    """Take a publication back; it stays readable with the reason. Who may: `may_withdraw`. Raises
    PublicationError once it has ended."""
    with transaction.atomic():
        return _taken_back(publication, PublicationStatus.WITHDRAWN, reason, actor)


def object_to(
    publication: Publication, *, text: str, token: UUID, name: str = "", contact: str = ""
) -> Receipt:
    """Take an objection from anybody, by name or without, until the last day of the window.

    The same form (`token`) sent twice is one objection. Raises PublicationError afterwards.
    """
    with transaction.atomic():
        publication = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
        if done := Objection.objects.filter(token=token).first():
            return Receipt(done.number, "")
        if not takes_objections(publication):
            raise PublicationError(
                "公示已经结束，不再接收异议。可向发布单位反映，或通过投诉渠道提出。"
            )
        year = clock.today().year
        number = f"YY{year}{numbering.take(f'objection/{year}'):06d}"
        secret = "".join(secrets.choice(ALPHABET) for _ in range(SECRET_LENGTH))
        Objection.objects.create(
            publication=publication,
            number=number,
            secret_hash=_hashed(number, secret),
            token=token,
            name=name.strip(),
            contact=contact.strip(),
            text=text.strip(),
            submitted_at=clock.now(),
        )
        _tell_speakers(publication, number)
    return Receipt(number, secret)


def find_objection(number: str, secret: str) -> Objection | None:
    """The objection whose receipt this is; None whatever was wrong with it."""
    number, secret = number.strip().upper(), secret.strip().upper()
    found = Objection.objects.filter(number=number).select_related("publication__office").first()
    expected = found.secret_hash if found else "0" * 64
    right = secrets.compare_digest(expected, _hashed(number, secret))
    return found if found and right else None


def answer(objection: Objection, *, upheld: bool, text: str, actor: User) -> Objection:
    """Answer an objection, once. Who may: `may_publish` of its publication. Raises
    PublicationError without a text or where it was answered before."""
    _refuse_personal_numbers(text)
    if not text.strip():
        raise PublicationError("请写明答复的理由。")
    with transaction.atomic():
        # The lock of the publication, as closing it asks whether objections are open.
        Publication.objects.select_for_update(of=("self",)).get(pk=objection.publication_id)
        locked = Objection.objects.get(pk=objection.pk)
        if not may_publish(actor, locked.publication.office):
            raise door.ForbiddenError("只有发布单位可以答复异议。")
        if not locked.is_open:
            raise PublicationError("这件异议已经答复，请刷新页面。")
        locked.upheld, locked.answer = upheld, text.strip()
        locked.answered_by, locked.answered_at = actor, clock.now()
        locked.save(update_fields=["upheld", "answer", "answered_by", "answered_at"])
    return locked


def close_due() -> list[Publication]:
    """End every publicity whose window is over and that nothing hinders, as the system, and let
    the door move its case on. Beat calls it; safe to run twice and after days of downtime. One
    whose case cannot be moved stays open, is logged, and keeps no other from ending."""
    due = Publication.objects.filter(
        status=PublicationStatus.OPEN, closes_on__lt=clock.today()
    ).order_by("pk")
    closed = []
    for publication in due:
        try:
            closed += _close(publication)
        except Exception:  # whatever it is, it keeps no other from ending
            logger.exception("publicity_not_closed", publication=publication.pk)
    return closed


def hindrance(publication: Publication) -> str:
    """Why a publicity cannot end without objection; empty when it can."""
    if publication.closes_on and publication.closes_on >= clock.today():
        return "公示期未满。"
    if publication.objections.filter(answered_at=None).exists():
        return "有异议尚未答复。"
    if publication.objections.filter(upheld=True).exists():
        return "有异议成立，应更正后重新公示或撤下。"
    return _hindrance_before(publication) or _hindrance_of_case(publication)


def declared(publication: Publication) -> Publicity:
    """What the kind of its case says of a publicity."""
    if publication.case is None:
        return Publicity()
    return kinds.kind_of(publication.case).publicities.get(publication.act, Publicity())


def _hindrance_before(publication: Publication) -> str:
    """From objections to what it corrects: a correction answers those that were upheld by then."""
    earlier = publication.corrects
    while earlier:
        if earlier.objections.filter(answered_at=None).exists():
            return "更正前的公示有异议尚未答复。"
        later = earlier.objections.filter(upheld=True, answered_at__gt=publication.published_at)
        if later.exists():
            return "更正前的公示有异议成立，应再次更正后重新公示或撤下。"
        earlier = earlier.corrects
    return ""


def _hindrance_of_case(publication: Publication) -> str:
    ask = declared(publication).hindrance
    if ask is None:
        return ""
    return ask(kinds.kind_of(publication.case).model.objects.get(pk=publication.case_id))


def refuse_unless_clear(case: Case) -> None:
    """For acts that stand on a publicity: raise PublicationError while one of the case is open."""
    if case.publications.filter(status=PublicationStatus.OPEN).exists():
        raise PublicationError("这件事项的公示尚未结束。")


def recompute() -> list[Publication]:
    """Count the windows that are open anew, after the calendar changed; answers those that moved
    or are no longer estimated."""
    calendar, moved = workdays.current(), []
    with transaction.atomic():
        rows = Publication.objects.select_for_update(of=("self",))
        for publication in rows.filter(status=PublicationStatus.OPEN).order_by("pk"):
            before = (publication.closes_on, publication.estimated)
            _count(publication, calendar)
            if before != (publication.closes_on, publication.estimated):
                publication.save(update_fields=["closes_on", "estimated"])
                moved.append(publication)
    return moved


def takes_objections(publication: Publication) -> bool:
    """Whether its window is still open today."""
    return publication.is_open and publication.closes_on >= clock.today()


def may_publish(user: User, office: Organisation) -> bool:
    """Whether `user` speaks in public for the office or agency, and answers objections for it."""
    return office.is_active and holds(user, office.pk, *_speaking_roles(office))


def _speaking_roles(office: Organisation) -> tuple[Role, ...]:
    return PUBLISHERS if office.is_bureau else SPEAKERS


def may_withdraw(user: User, publication: Publication) -> bool:
    """Whoever speaks for its office; and what an enterprise or agency made public, who speaks for
    the bureau of its territory: it stands on the bureaus' portal."""
    office = publication.office
    if may_publish(user, office) or office.is_bureau:
        return may_publish(user, office)
    return any(
        bureau.kind == OrganisationKind.HRSS
        and governs(bureau, office.division)
        and may_publish(user, bureau)
        for bureau in staffed_by(user)
    )


def may_read_objections(user: User, objection: Objection) -> bool:
    """Whether `user` may learn who objects: whoever may answer."""
    return may_publish(user, objection.publication.office)


def _tell_speakers(publication: Publication, number: str) -> None:
    speakers = members_of(publication.office).filter(role__in=_speaking_roles(publication.office))
    body = f"“{publication.title}”收到异议 {number}，请核实并答复。未答复的，公示不能结束。"
    notices.tell(
        [Message(User.objects.filter(pk__in=speakers.values("user")), "收到一件异议", body)],
        link=reverse("casework:publication", args=[publication.pk]),
    )


def _close(publication: Publication) -> list[Publication]:
    with transaction.atomic():
        # The case first, as an act that withdraws its publicity locks in the same order.
        case = door.lock([publication.case_id])[0] if publication.case_id else None
        locked = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
        if not locked.is_open or hindrance(locked):
            return []
        locked.status, locked.ended_at = PublicationStatus.CLEARED, clock.now()
        locked.save(update_fields=["status", "ended_at"])
        if case and locked.act:
            # Where the case went another way meanwhile the window ends all the same.
            with suppress(door.NotNowError):
                door.perform(case, locked.act, actor=door.SYSTEM)
    return [locked]


def _taken_back(publication, status, reason: str, actor: User) -> Publication:
    if not reason.strip():
        raise PublicationError("请写明原因，原因会随原文公开。")
    _refuse_personal_numbers(reason)
    locked = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    withdrawn = status == PublicationStatus.WITHDRAWN
    if not (may_withdraw(actor, locked) if withdrawn else may_publish(actor, locked.office)):
        raise door.ForbiddenError("只有发布单位可以更正或撤下。")
    if not locked.is_in_force:
        raise PublicationError(f"“{locked.title}”{locked.get_status_display()}，不能再更正或撤下。")
    locked.status, locked.end_reason = status, reason.strip()
    locked.ended_at, locked.ended_by = clock.now(), actor
    locked.save(update_fields=["status", "end_reason", "ended_at", "ended_by"])
    return locked


def _count(publication: Publication, calendar: workdays.WorkCalendar) -> None:
    if publication.working_days is None:
        return
    start = publication.published_on
    publication.closes_on = workdays.add_working_days(
        start, publication.working_days, calendar=calendar
    )
    publication.estimated = workdays.is_estimated(start, publication.closes_on, calendar=calendar)


def personal_number(text: str) -> str:
    """Which number of a person stands in a text, and what to do; empty where there is none."""
    if MOBILE.search(text):
        return "公开的文字里有手机号码，请改用办公电话，或用*号遮住中间几位。"
    if any(_is_id_number(found) for found in ID_NUMBER.findall(text)):
        return "公开的文字里有居民身份证号码，请用*号遮住出生日期部分。"
    return ""


def _refuse_personal_numbers(*texts: str) -> None:
    for text in texts:
        if found := personal_number(text):
            raise PublicationError(found)


def _is_id_number(text: str) -> bool:
    """Not every run of 18 digits is one: credit codes may be."""
    try:
        identity.birth_date(text)
    except ValueError:
        return False
    return True


def _hashed(number: str, secret: str) -> str:
    return hashlib.sha256(f"{number}/{secret}".encode()).hexdigest()
