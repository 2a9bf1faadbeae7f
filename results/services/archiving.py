"""What is kept of a plan: registered, struck out on the same day, held, and the plan archived."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from accounts.models import User
from assessment.models import Plan
from casework.models import Case, Event, StoredFile
from casework.services import door, files
from casework.services.inspection import Inspected
from config import clock
from results import retention
from results.checks import archive as checks
from results.enums import ArchiveForm, Keeping
from results.frames import archive as frame
from results.models import ArchiveItem, Hold
from results.selectors import archive

HELD = "有暂停销毁的决定（{}），解除之前不能注销或销毁任何材料。"
KEPT = "“{}”保管至 {}，到期之前不能销毁。"
OVER = "“{}”保管期限已满，不能在这里删除。请在“到期档案”中提请销毁，由另一人批准。"
GONE = "“{}”已经销毁。"
TODAY_ONLY = "登记错误的只能在登记当天、计划归档以前注销。"
FUTURE = "形成日期不能晚于今天。"
VIDEO_IS_VIDEO = "考场视频的载体请选择“视频”，其他类别不选“视频”。"


@dataclass(frozen=True)
class Given:
    """What is registered, as the agency says it."""

    keeping: Keeping
    form: ArchiveForm
    title: str
    count: int
    place: str
    made_on: date


def register(
    plan: Plan, given: Given, *, actor: User, token: UUID, upload: Inspected | None = None
) -> Event:
    """Enter what is kept, with until when it must be (LC-16, LN-12, HB-08); the same form sent
    twice is one entry. Goes on the timeline.

    Who may: `selectors.archive.registers`. Raises NotNowError; ValidationError for a day to come,
    a video that is none, something that lies nowhere.
    """
    _refuse_odd(given, upload)

    def change(locked: Plan) -> dict:
        kept = upload and files.keep(
            upload.data,
            case=locked,
            name=upload.name,
            kind=upload.kind,
            by=actor,
            pages=upload.pages,
        )
        item = _row(locked, given, kept, actor)
        return {
            "item": item.pk,
            "category": item.category,
            "form": item.form,
            "count": item.count,
            "kept_until": item.kept_until.isoformat(),
            "sha256": item.sha256,
        }

    return door.record(
        plan,
        "register_archive",
        actor=actor,
        may=archive.registers,
        change=change,
        token=token,
    )


def _row(plan: Plan, given: Given, kept: StoredFile | None, actor: User) -> ArchiveItem:
    return ArchiveItem.objects.create(
        plan=plan,
        form=given.form,
        category=given.keeping,
        title=given.title,
        count=given.count,
        place=given.place,
        file=kept,
        sha256=kept.sha256 if kept else "",
        made_on=given.made_on,
        kept_until=kept_until(plan, given.form, given.made_on),
        basis=retention.basis(given.form, archive.rules_of(plan)),
        added_by=actor,
        added_at=clock.now(),
    )


def kept_until(plan: Plan, form: ArchiveForm, made_on: date) -> date:
    """The last day of its term, from the later of the day it was made and the plan's end: the day
    of archiving, before that the last session."""
    ended = archive.ended_on(plan)
    return retention.kept_until(form, archive.rules_of(plan), made_on=made_on, ended_on=ended)


def _refuse_odd(given: Given, upload: Inspected | None) -> None:
    wrong = {}
    if given.made_on > clock.today():
        wrong["made_on"] = FUTURE
    if (given.keeping == Keeping.VIDEO) != (given.form == ArchiveForm.VIDEO):
        wrong["form"] = VIDEO_IS_VIDEO
    if given.count < 1:
        wrong["count"] = "数量至少为 1。"
    if not given.place.strip() and upload is None:
        wrong["place"] = "请写明存放位置，或上传文件。"
    if wrong:
        raise ValidationError(wrong)


def remove(item: ArchiveItem, *, reason: str, actor: User) -> Event:
    """Strike a wrong entry out on the day on which it was made; it stays on record, counts no
    more. Anything else is refused: before its date, under a hold, and after its date as well, as
    destroying takes two people (the text says which). Goes on the timeline.

    Who may: `selectors.archive.may_strike`. Raises NotNowError, ValidationError.
    """
    if not reason.strip():
        raise ValidationError({"reason": "请写明注销的原因。"})

    def change(locked: Plan) -> dict:
        present = ArchiveItem.objects.select_related("plan").get(pk=item.pk)
        present.plan = locked
        if not archive.may_strike(actor, present):
            raise ValidationError(refusal(present))
        present.struck_by, present.struck_at = actor, clock.now()
        present.struck_for = reason.strip()
        present.save(update_fields=["struck_by", "struck_at", "struck_for"])
        return {"item": present.pk, "category": present.category}

    return door.record(
        item.plan,
        "strike_archive",
        actor=actor,
        may=archive.registers,
        change=change,
        note=reason.strip(),
    )


def refusal(item: ArchiveItem) -> str:
    """Why something cannot be taken out of the archive now, in words."""
    if item.destroyed_on:
        return GONE.format(item.title)
    if item.struck_at:
        return "这条登记已经注销。"
    hold = Hold.objects.filter(plan=item.plan, lifted_at=None).select_related("office").first()
    if hold:
        return HELD.format(f"{hold.office}：{hold.reason}")
    if clock.today() <= item.kept_until:
        return f"{KEPT.format(item.title, date_format(item.kept_until))}{TODAY_ONLY}"
    return OVER.format(item.title)


def destroy(item: ArchiveItem, *, actor: User, under: Case) -> None:
    """Mark what is kept as destroyed and take its file away. Goes on the timeline of the plan.

    `under` is the case in which a second person approved it, which asked who acts; nothing else
    calls this. Raises ValidationError before its time, under a hold, or where it is gone already.
    """

    def change(locked: Plan) -> dict:
        present = ArchiveItem.objects.select_related("file").get(pk=item.pk)
        if why := kept_for(present):
            raise ValidationError(why)
        present.destroyed_on, present.destruction_id = clock.today(), under.pk
        present.save(update_fields=["destroyed_on", "destruction"])
        if present.file:
            files.destroy(present.file, under=under)
        return {"item": present.pk, "destruction": under.number, "sha256": present.sha256}

    door.record(
        item.plan, "destroy_archive", actor=actor, may=lambda user, plan: True, change=change
    )


def kept_for(item: ArchiveItem) -> str:
    """Why something may not be destroyed now, whoever approves; empty where it may."""
    if item.destroyed_on:
        return GONE.format(item.title)
    over = item.struck_at is None and item.kept_until < clock.today()
    if over and not archive.is_held(item.plan):
        return ""
    return refusal(item)


def place_hold(plan: Plan, *, reason: str, actor: User, token: UUID) -> Event:
    """Forbid to destroy anything of a plan until the hold is lifted, such as for a complaint or a
    lawsuit. Goes on the timeline.

    Who may: `selectors.archive.holder_for`. Raises NotNowError, ValidationError.
    """
    if not reason.strip():
        raise ValidationError({"reason": "请写明暂停销毁的事由。"})

    def change(locked: Plan) -> dict:
        office = archive.holder_for(actor, locked)
        hold = Hold.objects.create(
            plan=locked,
            office=office,
            reason=reason.strip(),
            placed_by=actor,
            placed_at=clock.now(),
        )
        return {"hold": hold.pk, "office": office.pk}

    def may(user: User, locked: Plan) -> bool:
        return archive.holder_for(user, locked) is not None

    return door.record(
        plan, "place_hold", actor=actor, may=may, change=change, token=token, note=reason.strip()
    )


def lift_hold(hold: Hold, *, reason: str, actor: User) -> Event:
    """End a hold. Goes on the timeline.

    Who may: `selectors.archive.may_lift`. Raises NotNowError; ValidationError for one that was
    lifted already.
    """
    if not reason.strip():
        raise ValidationError({"reason": "请写明解除的理由。"})

    def change(locked: Plan) -> dict:
        present = Hold.objects.get(pk=hold.pk)
        if present.lifted_at:
            raise ValidationError("这项决定已由他人解除。")
        present.lifted_by, present.lifted_at = actor, clock.now()
        present.lifted_for = reason.strip()
        present.save(update_fields=["lifted_by", "lifted_at", "lifted_for"])
        return {"hold": present.pk}

    def may(user: User, locked: Plan) -> bool:
        present = Hold.objects.select_related("office__division", "plan").get(pk=hold.pk)
        present.plan = locked
        return present.lifted_at is not None or archive.may_lift(user, present)

    return door.record(
        hold.plan, "lift_hold", actor=actor, may=may, change=change, note=reason.strip()
    )


def archive_plan(plan: Plan, *, actor: User, note: str = "") -> dict:
    """The effect of archiving: refused while anything of the checklist is missing. The terms of
    what is kept count from today, where that is later."""
    lines = frame.lines(plan)
    if issues := list(checks.check(lines)):
        raise ValidationError([f"{each.message}。{each.remedy}" for each in issues])
    rules, today = archive.rules_of(plan), clock.today()
    latest: dict[str, date] = {}
    pieces: Counter = Counter()
    for item in archive.in_force(plan):
        until = retention.kept_until(item.form, rules, made_on=item.made_on, ended_on=today)
        if until > item.kept_until:
            item.kept_until = until
            item.save(update_fields=["kept_until"])
        latest[item.form] = max(item.kept_until, latest.get(item.form, item.kept_until))
        pieces[item.form] += item.count
    portal = retention.kept_until(ArchiveForm.ELECTRONIC, rules, made_on=today)
    return {
        "registered": dict(sorted(pieces.items())),
        "kept_until": {form: day.isoformat() for form, day in sorted(latest.items())},
        "portal": {
            line.keeping.value: [[held.title, held.count, held.digest] for held in line.held]
            for line in lines
            if line.held
        },
        "portal_kept_until": portal.isoformat(),
    }
