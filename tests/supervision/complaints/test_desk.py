"""What officers enter and count, and what is late."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from casework.models import Notice
from casework.services.sweep import sweep
from supervision import categories
from supervision.models import Complaint
from supervision.selectors import complaints
from tests.casework.files.pictures import jpg
from tests.filing.granting import on
from tests.supervision.complaints.world import (
    ACCEPT,
    ANSWER,
    LIAOCHENG,
    a_complaint,
    form,
    said,
)

pytestmark = pytest.mark.django_db
ENTER = "/complaints/enter/"


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.mark.clause("LC-22", "LN-14")
def test_an_officer_enters_a_report_of_the_media(client, world, officer, lc):
    client.force_login(officer)
    assert client.get(ENTER).status_code == 200
    sent = form(who=lc.name, channel="media", identity="anonymous")
    assert list(client.post(ENTER, sent).context["form"].errors) == ["media"]
    sent |= {"media": "某晚报6月5日", "media_link": "https://example.com/1"}
    page = client.post(ENTER, sent | {"files": [SimpleUploadedFile("版面.jpg", jpg())]})
    assert page.status_code == 200
    case = Complaint.objects.get()
    assert (case.channel, case.media, case.entered_by) == ("media", "某晚报6月5日", officer)
    assert (case.created_by, case.named) == (None, False)


def test_a_call_goes_where_it_belongs_and_is_not_the_officers_to_read(client, world, lc):
    elsewhere = world.staff["as"]
    client.force_login(elsewhere)
    sent = form(who=lc.name, channel="phone", contact="")
    assert client.post(ENTER, sent).status_code == 200
    case = Complaint.objects.get()
    assert (case.office, case.entered_by) == (world.offices["lc"], elsewhere)
    assert client.get(f"/cases/{case.number}/").status_code == 404


def test_who_enters_and_who_counts(client, world, agencies):
    answers = {}
    for key, user in {
        "officer": world.staff["lc"],
        "signer": world.member(world.offices["lc"], "signer"),
        "centre": world.staff["lc_centre"],
        "agency": agencies.clerk["lc"],
        "expert": world.member(world.offices["lc"], "expert"),
    }.items():
        client.force_login(user)
        answers[key] = (client.get(ENTER).status_code, client.get("/complaints/").status_code)
    assert answers == {
        "officer": (200, 200),
        "signer": (403, 200),
        "centre": (403, 403),
        "agency": (403, 403),
        "expert": (403, 403),
    }


def test_the_figures(client, world, officer, lc):
    a_complaint(said(lc), officer, ACCEPT, ANSWER)
    a_complaint(said(lc, category="fees"))
    a_complaint(said(None, target="office", office=world.offices["lc"], category="office"))
    found = complaints.figures(fresh(officer))
    assert (found.total, found.open, found.late) == (2, 2, 0)
    assert dict(found.tables) == {
        "按类别": (("违规收费", 1), ("考试舞弊、泄题", 1)),
        "按来源": (("网上提交", 2),),
        "按状态": (("待受理", 1), ("已答复", 1)),
        "按结论": (("属实", 1),),
    }
    assert complaints.figures(fresh(world.staff["sd"])).total == 3
    assert complaints.figures(fresh(world.staff["ln"])).total == 0
    assert complaints.figures(fresh(officer), 2019).total == 0
    client.force_login(officer)
    assert client.get("/complaints/?year=abc").status_code == 200


def test_pages_cost_the_same_for_many(client, officer, lc):
    def cost(address: str) -> int:
        client.force_login(fresh(officer))
        with CaptureQueriesContext(
            connection,
        ) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    addresses = ("/complaints/", "/cases/", "/desk/")
    a_complaint(said(lc), officer, ACCEPT)
    cost("/desk/")  # what is asked once for all
    one = [cost(address) for address in addresses]
    for _ in range(29):
        a_complaint(said(lc), fresh(officer), ACCEPT)
    assert [cost(address) for address in addresses] == one


@pytest.mark.clause("LC-22")
def test_a_late_one_is_escalated_to_the_office_above(world, officer, lc):
    days = categories.rules().limit("accept").days
    assert days == 5
    with on(date(2026, 6, 1)):
        case = a_complaint(said(lc))
        assert case.due_on == date(2026, 6, 8)
        Notice.objects.all().delete()
    with on(date(2026, 6, 9)):
        sweep()
    told = {notice.recipient for notice in Notice.objects.filter(subject__contains="逾期")}
    assert told == {world.staff["lc"], world.second["lc"], world.staff["sd"], world.second["sd"]}


def test_the_accused_hears_of_no_delay(world):
    with on(date(2026, 6, 1)):
        a_complaint(said(None, target="office", office=world.offices["dcf"]))
    Notice.objects.all().delete()
    with on(date(2026, 6, 9)):
        sweep()
    told = set(Notice.objects.values_list("recipient", flat=True))
    assert told == {world.staff[k].pk for k in ("lc", "sd")} | {
        world.second[k].pk for k in ("lc", "sd")
    }


def test_the_rules_hold_together():
    rules = categories.rules()
    assert {each.key: (each.days, each.default) for each in rules.limits} == {
        "accept": (5, True),
        "answer": (30, True),
        "explain": (5, True),
    }
    assert len({each.key for each in rules.categories}) == len(rules.categories)
    assert categories.name_of("gone") == "gone"
    with pytest.raises(ValueError, match="重复的键"):
        twice = rules.model_dump() | {"categories": [rules.categories[0].model_dump()] * 2}
        categories.Rules.model_validate(twice)
    with pytest.raises(ValueError, match="须恰有"):
        categories.Rules.model_validate(rules.model_dump() | {"limits": []})


def test_an_unlisted_name_is_entered_at_a_place(client, world, officer):
    client.force_login(officer)
    sent = form(target="other", who="某培训中心", channel="visit", **LIAOCHENG)
    assert client.post(ENTER, sent).status_code == 200
    assert Complaint.objects.get().office == world.offices["dcf"]
