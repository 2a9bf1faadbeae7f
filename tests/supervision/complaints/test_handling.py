"""From the complaint to the answer, and what it leads to."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import Unmasking, User
from casework.models import Notice
from casework.services import assignment, door
from catalogue.regulations.terms import PlanStep
from results.models import Hold
from supervision import ports
from supervision.models import Complaint, ComplaintLead
from supervision.services.complaints import handling
from tests.results.world import a_day
from tests.supervision.complaints.world import (
    ACCEPT,
    ANSWER,
    CONTACT,
    NAME,
    a_complaint,
    announced,
    receipt_of,
    said,
)

pytestmark = pytest.mark.django_db
ASK = {"subject": "考场安排", "question": "请说明六月三日第二考场的监考安排。"}


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def act(client, case, name: str, **data):
    """Do an act by its page."""
    address = f"/cases/{case.number}/acts/{name}/"
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    form = page.context["form"]
    stamp = {"version": form["version"].value(), "token": str(uuid4())}
    return client.post(address, stamp | data)


def tracked(code: str):
    """As a stranger sees it."""
    return Client().post("/complaints/track/", {"code": code})


@pytest.mark.clause("LC-22", "LN-14")
def test_a_complaint_is_taken_on_investigated_answered_and_closed(client, officer, lc, agencies):
    receipt = receipt_of(said(lc))
    case = Complaint.objects.get()
    client.force_login(officer)
    page = client.get(f"/cases/{case.number}/")
    assert case.text in page.text
    assert NAME not in page.text
    assert CONTACT not in page.text
    assert "待受理" in tracked(receipt.code).text

    assert act(client, case, "accept", note="转监督科").status_code == 302
    assert act(client, case, "ask", **ASK).status_code == 302
    asked = case.explanations.get()
    early = act(client, case, "answer", outcome="founded", reply="属实。")
    assert early.status_code == 422
    assert asked.number in early.text

    client.force_login(agencies.clerk["lc"])
    assert act(client, asked, "give", text="当天由两名监考员值守，记录附后。").status_code == 302
    client.force_login(officer)
    assert "当天由两名监考员值守" in client.get(f"/cases/{case.number}/").text

    done = act(client, case, "answer", outcome="founded", reply="经核查属实，已责令整改。")
    assert done.status_code == 302
    shown = tracked(receipt.code).text
    assert "经核查属实，已责令整改。" in shown
    assert "属实" in shown
    assert not any(word in shown for word in ("转监督科", "两名监考员", officer.name, NAME))

    assert act(client, case, "close", note="").status_code == 302
    case = Complaint.objects.get()
    assert (case.state, case.outcome, case.closed_at is not None) == ("closed", "founded", True)
    assert [d.key for d in case.deadlines.filter(progress="done").order_by("pk")] == [
        "accept",
        "answer",
    ]


def test_one_that_is_not_taken_on_says_why(client, officer, lc):
    receipt = receipt_of(said(lc))
    case = Complaint.objects.get()
    client.force_login(officer)
    assert act(client, case, "refuse", reply="").status_code == 422
    reason = "属于劳动报酬争议，请向劳动保障监察机构反映。"
    assert act(client, case, "refuse", reply=reason).status_code == 302
    assert reason in tracked(receipt.code).text
    case = Complaint.objects.get()
    assert (case.state, case.is_open) == ("refused", False)


def test_each_look_at_the_complainant_is_on_record(client, world, officer, lc):
    case = a_complaint(said(lc))
    client.force_login(officer)
    address = reverse("accounts:unmask", args=["supervision.complaint", case.pk, "name"])
    assert NAME not in client.get(address).text
    assert Unmasking.objects.count() == 0
    assert NAME in client.post(address, {"reason": "联系核实情况"}).text
    look = Unmasking.objects.get()
    assert (look.user, look.organisation) == (officer, world.offices["lc"])
    assert case.number in look.label
    client.force_login(world.staff["sd"])  # governs the place, does not handle the case
    assert client.get(f"/cases/{case.number}/").status_code == 200
    assert client.get(address).status_code == 403
    assert "查看姓名" not in client.get(f"/cases/{case.number}/").text


@pytest.mark.parametrize(
    "words", [f"{NAME}反映的情况", "王 证 人说", f"请联系{CONTACT}", "ＷＡＮＧ＠example.com"]
)
def test_what_the_accused_reads_never_names_the_complainant(client, officer, lc, words):
    case = a_complaint(said(lc), officer, ACCEPT)
    client.force_login(fresh(officer))
    for field in ("subject", "question"):
        refused = act(client, case, "ask", **ASK | {field: words})
        assert refused.status_code == 422
        assert "投诉人的" in refused.text
    assert case.explanations.count() == 0


def test_one_without_an_account_here_cannot_be_asked(officer, lc):
    lc.organisation = None
    lc.save(update_fields=["organisation"])
    case = a_complaint(said(lc))
    assert case.accused is None
    worker = case.office.memberships.filter(role="acceptor").first().user
    door.perform(case, "accept", actor=worker)
    with pytest.raises(door.NotNowError):
        door.perform(case, "ask", actor=worker, **ASK)


def test_a_complaint_holds_the_archive_of_its_plan(agencies, officer):
    day = a_day(agencies, "lc", state=PlanStep.CONFIRMED)
    announced(day.plan, day.arbiter)
    case = a_complaint(said(None, target="plan", plan=day.plan), officer, ACCEPT)
    door.perform(case, "hold", actor=fresh(officer), reason="核查需要")
    hold = Hold.objects.get()
    assert (hold.plan, hold.office, hold.reason) == (day.plan, case.office, "核查需要")


def test_before_the_exam_there_is_no_archive_yet(agencies, officer):
    day = a_day(agencies, "lc")
    case = a_complaint(said(None, target="plan", plan=day.plan), officer, ACCEPT)
    with pytest.raises(ValidationError, match="还没有档案"):
        door.perform(case, "hold", actor=fresh(officer), reason="核查需要")
    assert Hold.objects.count() == 0


def test_without_a_plan_there_is_nothing_to_hold(officer, lc):
    case = a_complaint(said(lc), officer, ACCEPT)
    with pytest.raises(door.NotNowError):
        door.perform(case, "hold", actor=fresh(officer), reason="核查需要")


@pytest.fixture
def violations(monkeypatch):
    """What opens a violation, as the port is answered; it remembers what it was asked."""
    asked = []

    def answer_with(case):
        def open_violation(**given):
            asked.append(given)
            return case

        monkeypatch.setattr(ports.open_violation, "_answerer", open_violation)
        return asked

    return answer_with


def test_it_leads_to_a_violation(client, violations, agencies, officer, lc):
    case = a_complaint(said(lc), officer, ACCEPT)
    opened = agencies.plan("lc")  # any case stands for the violation here
    asked = violations(opened)
    client.force_login(fresh(officer))
    wrong = act(client, case, "lead", subject="staff", facts_found="传递答案。")
    assert wrong.status_code == 422
    done = act(client, case, "lead", subject="agency", facts_found="监考人员传递答案。")
    assert done.status_code == 302
    assert ComplaintLead.objects.get().case_id == opened.pk
    [given] = asked
    assert (given["subject"], given["facts"], given["office"]) == (
        lc,
        "监考人员传递答案。",
        case.office,
    )
    assert (given["actor"], given["source"].pk) == (officer, case.pk)


def test_what_the_accused_read_names_no_complainant(officer, lc):
    case = a_complaint(said(lc), officer, ACCEPT)
    for name, data in (
        ("lead", {"subject": lc, "facts": f"据{NAME[0]} {NAME[1:]}反映，监考人员传递答案。"}),
        ("ask", {"subject": "考场", "question": f"请说明，联系 {CONTACT}。"}),
    ):
        with pytest.raises(ValidationError, match="对方会看到"):
            door.perform(case, name, actor=fresh(officer), **data)
    assert not ComplaintLead.objects.exists()


def test_where_violations_are_not_kept_it_says_so(violations, officer, lc):
    violations(None)
    case = a_complaint(said(lc), officer, ACCEPT)
    with pytest.raises(ValidationError, match="还没有开通"):
        door.perform(case, "lead", actor=fresh(officer), subject=lc, facts="事实")


def test_it_is_passed_up_and_down_but_not_sideways_nor_to_the_accused(client, world, officer, lc):
    case = a_complaint(said(lc))
    client.force_login(officer)
    offered = client.get(f"/cases/{case.number}/acts/transfer/").context["form"].fields["to"]
    assert set(offered.queryset) == {world.offices[key] for key in ("sd", "dcf", "yg")}
    assert (
        act(client, case, "transfer", to=world.offices["dcf"].pk, note="属地办理").status_code
        == 302
    )
    case = Complaint.objects.get()
    assert (case.office, case.division) == (world.offices["dcf"], world.places["371502"])
    assert Notice.objects.filter(recipient=world.staff["dcf"], case=case).exists()
    assert case.deadlines.get().key == "accept"
    down = a_complaint(said(None, target="office", office=world.offices["dcf"]))
    offered = client.get(f"/cases/{down.number}/acts/transfer/").context["form"].fields["to"]
    assert set(offered.queryset) == {world.offices["sd"], world.offices["yg"]}


def test_after_the_answer_it_may_go_on(officer, lc):
    case = a_complaint(said(lc), officer, ACCEPT, ANSWER)
    handling.add(case, text="还有一场也是这样。", token=uuid4())
    door.perform(case, "reopen", actor=fresh(officer), note="有新情况")
    case = Complaint.objects.get()
    assert (case.state, case.outcome) == ("accepted", "")
    assert case.deadlines.filter(key="answer", progress="running").count() == 1
    assert list(case.words.values_list("kind", flat=True)) == ["answer", "supplement"]


def test_whoever_has_it_is_told_of_what_is_added(world, officer, lc):
    case = a_complaint(said(lc))
    assignment.take(case, actor=officer)
    Notice.objects.all().delete()
    token = uuid4()
    for _ in range(2):
        handling.add(case, text="补充一段。", token=token)
    assert [n.recipient for n in Notice.objects.all()] == [officer]
    assert case.words.count() == 1


def test_clerks_signers_and_centres_move_nothing(world, lc):
    case = a_complaint(said(lc))
    for user in (
        world.member(world.offices["lc"], "signer"),
        world.member(world.offices["lc"], "manager"),
        world.staff["sd"],
        world.staff["lc_centre"],
        world.hr,
    ):
        assert door.available(case, user) == []
