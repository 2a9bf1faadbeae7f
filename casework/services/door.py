"""The door: the one way in which a case changes state.

Nothing moves without a trace, twice, or without right.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django_fsm import can_proceed, has_transition_perm

from accounts.models import Organisation, User
from accounts.selectors import bureaus_of, roles_of
from casework import kinds, parties
from casework.models import Case, ChainHead, Event
from casework.services import deadlines, notices, numbering, timeline
from catalogue.regulations import Regulation
from config import clock


class DoorError(Exception):
    """The act did not happen and nothing was written. The text is for the person, in Chinese."""


class StaleError(DoorError):
    """Somebody else moved the case since the form was shown (409)."""


class ForbiddenError(DoorError):
    """This person may not do this act on this case (403)."""


class NotNowError(DoorError):
    """The case is not in a state that allows the act (409)."""


class SystemActor:
    """The portal itself, when a clock or a job moves a case. It holds no role of any office."""

    is_authenticated = True
    is_active = True
    pk = None

    def __str__(self) -> str:
        return "系统"


SYSTEM = SystemActor()


def open_case(
    kind: kinds.CaseKind,
    *,
    actor: User,
    state: str,
    owner: Organisation | None = None,
    regulation: Regulation | None = None,
    once: UUID | None = None,
    **columns,
) -> Case:
    """Begin a case: number it, write its first event, start its first clocks. `once` names the
    form it was opened with, for `opened_with`.

    `columns` are the case's own (title, division, office, receiver) and its kind's. Who may open
    a case of a kind is for the service of that kind to ask before it calls this.
    Raises ForbiddenError where the owner is not confirmed: it may not submit anything.
    """
    if owner and not owner.is_active and not kind.before_confirmation:
        raise ForbiddenError(f"“{owner}”当前{owner.get_status_display()}，不能办理{kind.label}。")
    with transaction.atomic():
        case = kind.model(
            number=numbering.case_number(kind.prefix, clock.today().year),
            kind=kind.code,
            state=state,
            owner=owner,
            created_by=actor if isinstance(actor, User) else None,
            regulation_id=regulation.id if regulation else "",
            regulation_version=regulation.version if regulation else None,
            opened_at=clock.now(),
            **columns,
        )
        case.full_clean(exclude=["state"])
        _begin(case, kind, once)
    return case


def opened_with(token: UUID | None, *, actor: User) -> Case | None:
    """The case that the same person opened with this form of today, as its own kind. Asked inside
    the transaction that would open it: until that ends no other form of the person opens one, so
    that a form sent twice at once opens one case."""
    if token is None:
        return None
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    lately = clock.now() - timedelta(days=1)
    rows = Case.objects.filter(created_by=actor, opened_at__gte=lately)
    found = rows.filter(events__token=token).first()
    return kinds.kind_of(found).model.objects.get(pk=found.pk) if found else None


def _begin(case: Case, kind: kinds.CaseKind, once: UUID | None) -> None:
    case.save(by_door=True)
    ChainHead.objects.create(case=case)
    facts = {"snapshot": timeline.fingerprint(kind.snapshot(case))} if kind.snapshot else None
    entry = timeline.Entry(act="open", source="", target=case.state, facts=facts, token=once)
    acted_for = _office_of(case, case.created_by) or case.owner
    timeline.append(case, entry, actor=case.created_by, office=acted_for)
    deadlines.moved(case, kind.rules(case), target=kind.event(case.state))
    case.save(update_fields=["due_on"])


def perform(
    case: Case,
    act: str,
    *,
    actor: User | SystemActor,
    version: int | None = None,
    token: UUID | None = None,
    note: str = "",
    **data,
) -> Event:
    """Do one act on a case and answer its event.

    `version` is what the form carried, `token` names the form: the same form sent again by the
    same person is answered with the first event. Raises StaleError, ForbiddenError, NotNowError,
    or whatever the act's effect refuses with; then nothing at all was written.
    """
    with transaction.atomic():
        locked = lock([case.pk])[0]
        declared = kinds.kind_of(locked).by_name[act]
        if done := _already_done(locked, declared.transition, actor, token):
            return done
        if version is not None and version != locked.version:
            raise StaleError("这件事项已由他人办理，页面内容不是最新的。请刷新后再看是否还需办理。")
        _ask_the_machine(locked, declared, actor)
        # Asked before the effect: it may hand the case to another office.
        acted_for = _office_of(locked, actor)
        return _move(locked, declared, acted_for, actor=actor, token=token, note=note, data=data)


def record(
    case: Case,
    act: str,
    *,
    actor: User | SystemActor,
    may: Callable[[User, Case], bool],
    change: Callable[[Case], dict],
    token: UUID | None = None,
    note: str = "",
) -> Event:
    """Put on the timeline what moves no state, such as who has the case.

    `may(actor, case)` and `change(case)` are asked of the locked case; `change` sets fields and
    answers facts. The note stays among officers. Raises NotNowError where the case, as it
    stands now, does not allow it.
    """
    with transaction.atomic():
        locked = lock([case.pk])[0]
        if done := _already_done(locked, act, actor, token):
            return done
        if not may(actor, locked):
            raise NotNowError("这件事项的承办情况已有变化，请刷新页面后再办理。")
        entry = timeline.Entry(
            act=act,
            source=locked.state,
            target=locked.state,
            note=note,
            note_is_public=False,
            facts=change(locked),
            token=token,
        )
        locked.save(by_door=True)
        person = actor if isinstance(actor, User) else None
        return timeline.append(locked, entry, actor=person, office=_office_of(locked, actor))


def perform_all(
    cases: Iterable[Case], act: str, *, actor: User | SystemActor, note: str = "", **data
) -> list[Event]:
    """The same act on several cases, all or none; locked in ascending pk so that two never wait
    for each other."""
    with transaction.atomic():
        locked = lock(sorted(case.pk for case in cases))
        return [perform(case, act, actor=actor, note=note, **data) for case in locked]


def lock(pks: list[int]) -> list[Case]:
    """Lock the case rows in ascending pk, then load each as its own kind."""
    rows = list(Case.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    return [kinds.kind_of(row).model.objects.get(pk=row.pk) for row in rows]


def ask(case: Case, act: str, user: User) -> kinds.Act:
    """The act, if this person may do it now; else raises what `perform` would. Writes nothing."""
    declared = kinds.kind_of(case).by_name[act]
    _ask_the_machine(case, declared, user)
    return declared


def available(case: Case, user: User) -> list[kinds.Act]:
    """The acts that the machine offers this person now, in the order of their declaration."""
    return [act for act in kinds.kind_of(case).acts if _may(case, act, user)]


def _may(case: Case, act: kinds.Act, actor: User | SystemActor) -> bool:
    return has_transition_perm(getattr(case, act.transition), actor)


def _already_done(
    case: Case, act: str, actor: User | SystemActor, token: UUID | None
) -> Event | None:
    """What a form sent twice came to; a form is of one act and one person."""
    if token is None:
        return None
    done = Event.objects.filter(case=case, token=token).first()
    if done and done.actor_id != actor.pk:
        raise StaleError("这件事项已由他人办理，请刷新页面。")
    if done and done.act != act:
        raise StaleError("这个页面已用于办理另一项，请刷新页面后重新办理。")
    return done


def _ask_the_machine(case: Case, act: kinds.Act, actor: User | SystemActor) -> None:
    method = getattr(case, act.transition)
    if not can_proceed(method):
        raise NotNowError(
            f"“{kinds.state_label(case)}”状态下不能{act.label}，请刷新页面查看最新进展。"
        )
    if not _may(case, act, actor):
        raise ForbiddenError(f"您没有对这件事项{act.label}的权限。")


def _is_over(case: Case, kind: kinds.CaseKind) -> bool:
    """Whether nothing leads on from where a case is now. What its regulation still draws counts,
    also where no act brings it about yet: results that are confirmed wait for their certificates,
    and their deadlines and the terms of the archive with them."""
    if list(case.get_available_state_transitions()):
        return False
    return not (case.regulation and kind.process and parties.is_drawn_on(case, kind.process))


def _move(case, act, acted_for, *, actor, token, note, data) -> Event:
    kind, source = kinds.kind_of(case), case.state
    had_it = (case.office_id, case.assignee_id)
    getattr(case, act.transition)()
    facts = act.effect(case, actor=actor, note=note, **data) if act.effect else None
    if case.regulation and kind.process:
        case.office = parties.next_office(case, kind.process) or case.office
    if case.office_id != had_it[0] and case.assignee_id == had_it[1]:
        case.assignee = None  # of the office that has it no more
    entry = timeline.Entry(
        act=act.transition,
        source=source,
        target=case.state,
        note=note,
        note_is_public=act.note_is_public,
        facts=facts,
        token=token,
    )
    person = actor if isinstance(actor, User) else None
    event = timeline.append(case, entry, actor=person, office=acted_for)
    deadlines.moved(case, kind.rules(case), target=kind.event(case.state))
    if _is_over(case, kind):
        case.closed_at = clock.now()
        deadlines.close(case)
    case.version += 1
    case.save(by_door=True)
    if act.messages:
        notices.post(act.messages(case, event), event=event)
    return event


def _office_of(case: Case, person: User | SystemActor) -> Organisation | None:
    """For which organisation the person acted: one of the case (a kind names more than owner and
    offices by its property `other_parties`), else the bureau that sent him or her (a province's
    centre acts on a case that lies with the city)."""
    if not isinstance(person, User):
        return None
    mine = {organisation for organisation, _ in roles_of(person)}
    parties = (case.office, case.owner, case.receiver, *getattr(case, "other_parties", ()))
    own = next((o for o in parties if o and o.pk in mine), None)
    return own or next(iter(bureaus_of(person)), None)
