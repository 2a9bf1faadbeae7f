"""The reads of casework. `cases_visible_to` alone decides which cases someone sees."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse

from accounts.enums import BUREAUS, OFFICE_STAFF, WORKING
from accounts.models import Membership, User
from accounts.selectors import organisations_of, staffed_by, territory
from casework import kinds
from casework.enums import Progress, PublicationStatus
from casework.models import (
    Case,
    Deadline,
    Event,
    Letter,
    Notice,
    Objection,
    Publication,
    StoredFile,
)
from catalogue.regulations.terms import Bound
from config import clock
from ui.ports import NoticeLine


def cases_visible_to(user: User, *of: str) -> QuerySet[Case]:
    """Cases of one's own organisation (and of one merged into it), cases without an owner that
    one opened, and as an officer those that one's office has, received or governs.

    An office governs the cases of its territory of the kinds it deals with. What the applicant has
    not submitted yet is nobody else's matter. `of`: the codes of the only
    kinds that are asked for, which costs much less than all.
    """
    mine = organisations_of(user)
    seen = (
        Q(owner__in=mine)
        | Q(owner__merged_into__in=mine)
        | Q(owner=None, created_by_id=user.pk, created_by__isnull=False)
    )
    offices = staffed_by(user)
    if offices:
        pks = [office.pk for office in offices]
        governed = Q(office__in=pks) | Q(receiver__in=pks)
        for office in offices:
            governed |= Q(
                division__code__startswith=territory(office), kind__in=kinds.dealt_with(office)
            )
        seen |= governed & ~drafts(*of) & ~private(*of)
    for kind in kinds.these(of):
        if kind.seen_by:
            # By key: a join here would list a case once for each of its rows.
            seen |= Q(pk__in=Case.objects.filter(kind.seen_by(user)).values("pk"))
    cases = Case.objects.filter(seen & ~hidden_from(user, *of))
    return cases.filter(kind__in=of) if of else cases


def hidden_from(user: User, *of: str) -> Q:
    """Cases that a person must not know of, whatever office or side he or she belongs to; of these
    kinds, or of all."""
    found = Q(pk__in=[])
    for kind in kinds.these(of):
        if kind.hidden_from:
            found |= kind.hidden_from(user)
    return found


def drafts(*of: str) -> Q:
    """Cases that their owner has not submitted yet."""
    found = Q(pk__in=[])
    for kind in kinds.these(of):
        found |= Q(kind=kind.code, state__in=kind.drafts)
    return found


def private(*of: str) -> Q:
    """Cases that their parties keep among themselves until an office is to see them."""
    found = Q(pk__in=[])
    for kind in kinds.these(of):
        if kind.private:
            found |= Q(kind=kind.code, state__in=kind.private)
    return found


def for_list(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With what a row of a list shows, in a fixed number of queries."""
    return cases.select_related("owner", "office", "assignee").prefetch_related(
        Prefetch("deadlines", queryset=running(), to_attr="running")
    )


def running() -> QuerySet[Deadline]:
    """The clocks that somebody has to keep now, the nearest first."""
    return Deadline.objects.filter(progress=Progress.RUNNING, bound=Bound.WITHIN).order_by(
        "due_on", "pk"
    )


def keys_by_kind(cases: Iterable[Case]) -> dict[str, list[int]]:
    """Code of a kind -> the keys of its cases."""
    keys: dict[str, list[int]] = {}
    for case in cases:
        keys.setdefault(case.kind, []).append(case.pk)
    return keys


def as_kinds(cases: list[Case]) -> list[Case]:
    """The same cases as rows of their own kinds, in the same order: a query a kind."""
    loaded = {}
    for code, pks in keys_by_kind(cases).items():
        model = kinds.by_code(code).model
        rows = model.objects.filter(pk__in=pks).select_related(
            "owner", "office__division", "receiver", "division", "assignee"
        )
        loaded |= {row.pk: row for row in rows}
    return [loaded[case.pk] for case in cases]


def timeline(case: Case) -> QuerySet[Event]:
    """What happened to a case, newest first."""
    return case.events.select_related("actor", "actor_office", "note").order_by("-sequence")


def overdue(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those whose nearest limit is past."""
    return cases.filter(closed_at=None, due_on__lt=clock.today())


def colleagues(case: Case) -> QuerySet[User]:
    """Who of the office could have this case: not whoever has it, nor who must not know of it."""
    staff = Membership.objects.on(clock.today()).filter(
        organisation=case.office_id, role__in=OFFICE_STAFF
    )
    found = User.objects.filter(pk__in=staff.values("user")).exclude(pk=case.assignee_id or 0)
    if kinds.kind_of(case).hidden_from:
        found = found.exclude(pk__in=[user.pk for user in found if kinds.is_hidden(case, user)])
    return found.order_by("username")


def reported_to(user: User) -> QuerySet[Case] | None:
    """What was reported to an office in which the person works, for its notice (已报备); None
    where nothing is reported to them."""
    told = {kind.code: kind.reported_to(user) for kind in kinds.all_kinds() if kind.reported_to}
    found = [Q(kind=code) & condition for code, condition in told.items() if condition is not None]
    if not found:
        return None
    # By key: the conditions join rows of which a case has several.
    keys = Case.objects.filter(reduce(or_, found)).values("pk")
    return cases_visible_to(user).filter(pk__in=keys)


def notices_of(user: User) -> QuerySet[Notice]:
    """Everything a person was told, newest first."""
    return Notice.objects.filter(recipient=user).select_related("case")


def publications() -> QuerySet[Publication]:
    """Everything that was made public, newest first; what was taken back stays readable."""
    return Publication.objects.select_related("office__division").order_by("-published_at", "-pk")


def publications_of(user: User) -> QuerySet[Publication]:
    """What one's own organisations made public, with how many objections wait."""
    waiting = Count("objections", filter=Q(objections__answered_at=None))
    return (
        Publication.objects.filter(office__in=organisations_of(user))
        .select_related("office")
        .annotate(waiting=waiting)
    )


def objections_visible_to(user: User) -> QuerySet[Objection]:
    """Objections to what one's own organisations made public."""
    return Objection.objects.filter(publication__in=publications_of(user)).select_related(
        "publication__office"
    )


def latest_notices(limit: int) -> list[NoticeLine]:
    """The newest of the bureaus that are in force, for the home page. What enterprises and agencies
    make public stands in the list: nobody reads it before it is there."""
    taken_back = (PublicationStatus.CORRECTED, PublicationStatus.WITHDRAWN)
    rows = publications().filter(office__kind__in=BUREAUS).exclude(status__in=taken_back)[:limit]
    return [
        NoticeLine(row.title, reverse("casework:public-notice", args=[row.pk]), row.published_on)
        for row in rows
    ]


def files_visible_to(user: User) -> QuerySet[StoredFile]:
    """The files of the cases that `user` may see."""
    return StoredFile.objects.filter(case__in=cases_visible_to(user))


def letters_visible_to(user: User) -> QuerySet[Letter]:
    """The letters of the cases that `user` may see."""
    return Letter.objects.filter(case__in=cases_visible_to(user)).select_related(
        "case", "office", "file"
    )


def drafts_of(user: User) -> list[Case]:
    """What one's own side has begun and not submitted, the latest first. Of an organisation for who
    speaks for it: its assessors and scorers cannot fill in anything."""
    mine = Q(owner__in=organisations_of(user, *WORKING)) | Q(owner=None, created_by=user)
    found = cases_visible_to(user).filter(mine & drafts(), closed_at=None)
    return list(for_list(found.order_by("-opened_at", "-pk")))
