"""Competitions of skills and the levels that their results give (JS-08)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import protection
from accounts.enums import BUREAUS, SPEAKERS
from accounts.models import Organisation, User
from accounts.selectors import organisations_of
from assessment.enums import Ground
from assessment.models import Competition, CompetitionResult, Entry, Plan

USED = "已有报名以这项成绩为依据，不能删除。"


def registrars(user: User) -> QuerySet[Organisation]:
    """The organisations, offices apart, for which one may register competitions."""
    mine = organisations_of(user, *SPEAKERS)
    return Organisation.objects.filter(pk__in=mine).exclude(kind__in=BUREAUS)


def of(user: User) -> QuerySet[Competition]:
    """The competitions that one's organisations have registered."""
    rows = Competition.objects.filter(organisation__in=registrars(user))
    return rows.select_related("organisation")


def results_for(plan: Plan) -> QuerySet[CompetitionResult]:
    """The results that a registration of a plan may rest on: those that the agency or the client
    has registered."""
    who = Q(competition__organisation=plan.owner_id)
    if plan.for_commission:
        who |= Q(competition__organisation=plan.for_commission.owner_id)
    return CompetitionResult.objects.filter(who).select_related("competition")


def attach(entry: Entry) -> None:
    """Give a registration that rests on a competition this person's best result for its
    occupation; none where there is none, which the check then says. Saves nothing."""
    entry.result = None
    if entry.ground != Ground.COMPETITION:
        return
    hashed = protection.fingerprint("id_number", entry.id_number)
    found = results_for(entry.plan).filter(id_hash=hashed, occupation=entry.item.occupation_id)
    entry.result = found.order_by("level", "-competition__held_on").first()
    if entry.result and not entry.reason:
        entry.reason = f"{entry.result.competition}第{entry.result.rank}名"


def keep(row: Competition | CompetitionResult) -> None:
    """Save a competition or a result. Raises ValidationError for one that is there already."""
    with transaction.atomic():
        if isinstance(row, CompetitionResult):
            row.id_hash = protection.fingerprint("id_number", row.id_number)
        row.validate_constraints()
        row.save()


def remove_result(competition: Competition, pk: int) -> None:
    """Take a result out; gone already is no error. Raises ValidationError where a registration
    rests on it."""
    with transaction.atomic():
        if Entry.objects.filter(result=pk, result__competition=competition).exists():
            raise ValidationError(USED)
        competition.results.filter(pk=pk).delete()
