"""Candidates at the entrance, and results that are in public."""

from datetime import datetime
from decimal import Decimal

from django.test import Client
from django.urls import reverse

from assessment.models import Entry, Plan
from casework.models import Publication
from catalogue.regulations.terms import PlanStep
from results.models import Result, SubjectResult
from results.services import publicity as publishing
from tests.assessment.entering import id_number
from tests.results.world import AFTER, ZONE, Day

ENTRANCE = "/candidates/"
OWN = "/candidates/own/"
TICKET = "/candidates/ticket/"
RECHECK = "/candidates/recheck/"
LEAVE = "/candidates/leave/"
NEXT_DAY = datetime(2026, 6, 8, 10, tzinfo=ZONE)  # a Monday, the first of the publicity
OUTCOMES = (
    (("passed", 80), ("passed", 75)),
    (("passed", 66), ("failed", 40)),
    (("absent", None), ("passed", 90)),
)


def three(place: int, entry: Entry, **changed: str) -> dict[str, str]:
    """What the candidate of that number types."""
    typed = {"name": entry.name, "id_number": id_number(place), "number": entry.number}
    return typed | changed


def let_in(day: Day, number: int = 1, client: Client | None = None) -> Client:
    """A browser with that candidate's session."""
    client = client or Client()
    answer = client.post(ENTRANCE, three(number, day.entries[number - 1]))
    assert (answer.status_code, answer.headers.get("Location")) == (302, OWN)
    return client


def results_in_public(day: Day, at) -> Day:
    """Results of everybody, published today, a Friday."""
    at(AFTER)
    for entry, subjects in zip(day.entries, OUTCOMES, strict=True):
        good = all(outcome == "passed" for outcome, _ in subjects)
        result = Result.objects.create(
            plan=day.plan,
            entry=entry,
            outcome="qualified" if good else "unqualified",
            computed_at=AFTER,
        )
        for kind, (outcome, mark) in zip(("theory", "practice"), subjects, strict=True):
            SubjectResult.objects.create(
                result=result,
                subject=kind,
                outcome=outcome,
                mark=None if mark is None else Decimal(mark),
            )
    Plan.objects.filter(pk=day.plan.pk).update(state=PlanStep.PUBLICITY)
    day.plan = Plan.objects.get(pk=day.plan.pk)
    publishing.publicise(day.plan, actor=day.arbiter)
    for entry in day.entries:
        entry.plan = day.plan
    return day


def publication(day: Day) -> Publication:
    return Publication.objects.get(case_id=day.plan.pk)


def rechecks_url(day: Day) -> str:
    return reverse("results:rechecks", args=[day.plan.number])
