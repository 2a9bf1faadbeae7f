"""Sessions that something else hangs on."""

import pytest
from django.urls import reverse

from assessment.models import Duty, Plan, PlanChange, Seat, Session
from catalogue.regulations.terms import PlanStep
from tests.assessment.changes.world import address, answer, arranged, propose

pytestmark = pytest.mark.django_db


def test_a_session_whose_change_was_refused_is_taken_out_after_the_return(agencies, client, world):
    made = arranged(agencies, "hb", "roster_filed")
    session = made.sessions["theory"]
    clerk, centre = agencies.clerk["hb"], world.staff["sjz_centre"]
    client.force_login(clerk)
    moved = {"session": session.pk, "day": "2026-03-26", "begins": "14:00", "ends": "16:00"}
    assert propose(client, made, "session", **moved).status_code == 302
    client.force_login(centre)
    assert answer(client, made.change(), "refuse", note="不同意").status_code == 302
    Plan.objects.update(state=PlanStep.ROSTER_RETURNED)
    client.force_login(clerk)
    address_of = reverse("assessment:session-remove", args=[made.plan.number, session.pk])
    assert [client.post(address_of).status_code for _ in range(2)] == [302, 302]
    left = Session.objects.filter(plan=made.plan, cancelled_at=None)
    assert list(left) == [made.sessions["practice"]]
    held = [model.objects.filter(session=session).exists() for model in (Seat, Duty)]
    assert held == [False, False]
    page = client.get(address(made.plan, "change", PlanChange.objects.get().pk))
    assert page.status_code == 200
    for name in ("sessions", "session-staff"):
        args = [made.plan.number] + ([made.sessions["practice"].pk] if "staff" in name else [])
        assert client.get(reverse(f"assessment:{name}", args=args)).status_code == 200
