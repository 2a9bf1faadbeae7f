"""Who may propose, answer, take back and read; what happens once and never twice."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.enums import Role
from assessment.models import Plan, PlanChange, Session
from casework import waiting
from casework.models import Event, EventNote, Notice
from tests.assessment.changes.world import address, announced, answer, at, propose
from tests.casework.test_views import count_queries

pytestmark = pytest.mark.django_db
APRIL = {"first_on": "2026-04-08", "last_on": "2026-04-09"}


@pytest.fixture
def proposed(client, agencies) -> PlanChange:
    """In Liaocheng, with nobody signed in afterwards."""
    plan = announced(agencies, "lc", "enrolment")
    client.force_login(agencies.clerk["lc"])
    assert propose(client, plan, "days", **APRIL).status_code == 302
    client.logout()
    return PlanChange.objects.select_related("plan").get()


def people(agencies) -> dict:
    """Everybody who has something to do with the agency's plans, and who has not."""
    world, agency = agencies.world, agencies.agency["lc"].organisation
    return {
        "clerk": agencies.clerk["lc"],
        "assessor": world.member(agency, Role.ASSESSOR),
        "centre": world.staff["lc_centre"],
        "acceptor": world.member(world.offices["lc_centre"], Role.ACCEPTOR),
        "bureau": world.staff["lc"],
        "province": world.staff["sd_centre"],
        "elsewhere": world.staff["as"],
        "stranger": agencies.clerk["ln"],
    }


@pytest.mark.parametrize(
    ("page", "allowed", "unseen"),
    [
        ("changes", {"clerk", "assessor", "centre", "acceptor", "bureau", "province"}, None),
        ("change", {"clerk", "assessor", "centre", "acceptor", "bureau", "province"}, None),
        ("change-agree", {"centre"}, None),
        ("change-refuse", {"centre"}, None),
        ("change-withdraw", {"clerk"}, None),
        ("change-propose", {"clerk"}, None),
    ],
)
def test_the_matrix(client, agencies, proposed, page, allowed, unseen):
    args = {"changes": (), "change-propose": ("days",)}.get(page, (proposed.pk,))
    seen = {}
    for who, user in people(agencies).items():
        client.force_login(user)
        seen[who] = client.get(address(proposed.plan, page, *args)).status_code
    foreign = {"elsewhere", "stranger"}
    assert seen == {who: 404 if who in foreign else 200 if who in allowed else 403 for who in seen}


def test_a_form_of_somebody_without_the_right_does_nothing(client, agencies, proposed):
    for who in ("acceptor", "bureau", "clerk"):
        client.force_login(people(agencies)[who])
        assert answer(client, proposed, "agree").status_code == 403
        assert answer(client, proposed, "refuse", "不行").status_code == 403
    client.force_login(agencies.world.staff["lc_centre"])
    assert answer(client, proposed, "withdraw").status_code == 403
    assert propose(client, proposed.plan, "days", **APRIL).status_code == 403
    assert PlanChange.objects.get().status == "proposed"
    assert client.get(address(proposed.plan, "change-propose", "nothing")).status_code == 404
    other = announced(agencies, "lc")
    assert client.get(address(other, "change", proposed.pk)).status_code == 404


def test_the_same_form_twice_is_one_change(client, agencies):
    plan = announced(agencies, "js")
    client.force_login(agencies.clerk["js"])
    token = uuid4()
    first = propose(client, plan, "days", token=token, **APRIL)
    second = propose(client, plan, "days", token=token, **APRIL)
    assert (first.url, first.status_code) == (second.url, second.status_code)
    assert PlanChange.objects.count() == 1
    assert Event.objects.filter(act="make_change").count() == 1


def test_the_same_answer_twice_is_one_answer(client, agencies, proposed):
    client.force_login(agencies.world.staff["lc_centre"])
    token = uuid4()
    for _ in range(2):
        assert answer(client, proposed, "agree", token=token).status_code == 302
    assert Event.objects.filter(act="agree_change").count() == 1
    assert Notice.objects.filter(subject__endswith="评价日期改期").count() == len(
        set(Notice.objects.filter(subject__endswith="评价日期改期").values_list("recipient"))
    )
    assert answer(client, proposed, "refuse", "不行").status_code == 409
    assert client.get(address(proposed.plan, "change-refuse", proposed.pk)).status_code == 409


def test_a_refusal_says_why_and_leaves_everything(client, agencies, proposed):
    client.force_login(agencies.world.staff["lc_centre"])
    assert answer(client, proposed, "refuse").status_code == 422
    assert answer(client, proposed, "refuse", "考场已排满").status_code == 302
    proposed.refresh_from_db()
    assert (proposed.status, proposed.opinion) == ("refused", "考场已排满")
    assert Plan.objects.get().first_on.isoformat() == "2026-03-25"
    told = Notice.objects.get(recipient=agencies.clerk["lc"])
    assert told.subject == f"{proposed.plan.title}：变更未获同意"
    assert "理由：考场已排满" in told.body
    client.force_login(agencies.clerk["lc"])
    assert (
        "考场已排满" in client.get(address(proposed.plan, "change", proposed.pk)).content.decode()
    )


def test_withdrawing_tells_the_office(client, agencies, proposed):
    client.force_login(agencies.clerk["lc"])
    assert answer(client, proposed, "withdraw").status_code == 302
    centre = agencies.world.staff["lc_centre"]
    told = Notice.objects.filter(recipient=centre).order_by("pk")
    assert [notice.subject.rpartition("：")[2] for notice in told] == [
        "有一项变更等待同意",
        "变更已撤回",
    ]
    assert waiting.waiting_for(centre) == []


def test_the_desk_shows_it_to_whoever_agrees_alone(agencies, proposed):
    desks = {
        who: proposed.plan.pk in [case.pk for case in waiting.waiting_for(user)]
        for who, user in people(agencies).items()
    }
    # The clerk's own plan waits for the clerk anyhow: enrolment is open.
    assert {who for who, shown in desks.items() if shown} == {"clerk", "centre"}


def test_the_page_of_the_plan_shows_it_on_top(client, agencies, proposed):
    page = reverse("casework:case", args=[proposed.plan.number])
    client.force_login(agencies.world.staff["lc_centre"])
    text = client.get(page).content.decode()
    agree = address(proposed.plan, "change-agree", proposed.pk)
    assert 0 < text.index("有一项变更等待同意") < text.index(agree) < text.index("评价机构</dt>")
    assert "2026年3月5日前答复" in text
    client.force_login(agencies.clerk["lc"])
    text = client.get(page).content.decode()
    assert ("有一项变更等待同意" in text, agree in text) == (True, False)


def test_the_timeline_says_it_without_names(client, agencies, ready):
    client.force_login(agencies.clerk["lc"])
    left, other = ready.staff[2], ready.staff[6]
    propose(client, ready, "staff", examiner=left.pk, other=other.pk)
    event = Event.objects.get(act="propose_change")
    assert json.loads(event.facts) == {
        "change": ready.change().pk,
        "kind": "staff",
        "before": {"sessions": ready.change().sessions, "examiner": left.pk},
        "after": {"sessions": ready.change().sessions, "examiner": other.pk},
    }
    assert not EventNote.objects.exists()
    page = client.get(reverse("casework:case", args=[ready.plan.number])).content.decode()
    assert "提出变更" in page


def test_pages_cost_the_same_for_one_and_for_thirty(client, agencies, proposed):
    client.force_login(agencies.clerk["lc"])
    fields = ("plan", "kind", "before", "after", "reason", "proposed_by", "proposed_at")
    values = {name: getattr(proposed, name) for name in fields}

    def add(number: int) -> None:
        times = {"starts_at": at(25, 9), "ends_at": at(25, 10 + number % 9)}
        session = Session.objects.create(plan=proposed.plan, subject="theory", **times)
        PlanChange.objects.create(**values, session=session, status="refused")

    add(0)
    pages = [
        address(proposed.plan, "changes"),
        reverse("casework:case", args=[proposed.plan.number]),
    ]
    for page in pages:
        client.get(page)
    once = [count_queries(client, page) for page in pages]
    for number in range(29):
        add(number)
    assert [count_queries(client, page) for page in pages] == once


def test_the_desk_costs_the_same_for_one_and_for_ten(client, agencies, proposed):
    centre = agencies.world.staff["lc_centre"]
    client.force_login(centre)
    client.get("/desk/")
    once = count_queries(client, "/desk/")
    values = {"kind": "days", "before": proposed.before, "after": proposed.after}
    for _ in range(9):
        PlanChange.objects.create(
            plan=announced(agencies, "lc"),
            **values,
            reason="停电",
            proposed_by=agencies.clerk["lc"],
            proposed_at=proposed.proposed_at,
        )
    assert count_queries(client, "/desk/") == once
    assert len(waiting.waiting_for(centre)) == 10


@pytest.mark.parametrize("session", ["9" * 5000, "²", "-1", "\0"])
def test_a_session_that_no_page_gave_is_not_chosen(client, ready, session):
    client.force_login(ready.plan.created_by)
    page = client.get(address(ready.plan, "change-propose", "session"), {"session": session})
    assert (page.status_code, page.context["form"].chosen) == (200, None)
