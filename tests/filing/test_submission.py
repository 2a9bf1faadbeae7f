"""An application is sent: whole, once, frozen."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import masking
from accounts.enums import Role
from casework.models import Event, Notice
from casework.services import door
from config import clock
from filing.checks.all import problems
from filing.documents import dossier, snapshot
from filing.models import Filing, SelectionWindow, Standing, Submission, SupplementItem
from filing.sections import SECTIONS
from filing.services import answering
from tests.filing.filled import MOBILE, fill_in
from tests.filing.world import credit_code
from tests.races import at_once

pytestmark = pytest.mark.django_db


def refusing(filing: Filing) -> list[tuple[str, str]]:
    found = problems(dossier.load(filing))
    return [(issue.code, issue.message) for issue in found if issue.refuses]


def submit(filing: Filing, actor, **data):
    return door.perform(
        filing, "submit", actor=actor, version=filing.version, token=uuid4(), **data
    )


def test_a_whole_application_is_submitted_and_frozen(world):
    filing = fill_in(world, world.filing())
    assert refusing(filing) == []
    before = snapshot.of(dossier.load(filing))
    submit(filing, world.hr)
    sent = Submission.objects.get()
    assert (sent.number, sent.submitted_by) == (1, world.hr)
    assert json.loads(sent.snapshot) == before
    assert sent.sha256 == snapshot.digest_of(before)
    assert Filing.objects.get().state == "submitted"


def test_an_empty_draft_is_refused_and_nothing_is_written(world):
    filing = world.filing()
    with pytest.raises(ValidationError) as refused:
        submit(filing, world.hr)
    assert refused.value.messages[0] == "还不能提交，请先处理下面的问题。"
    assert Submission.objects.count() == 0
    assert Filing.objects.get().state == "draft"


@pytest.fixture
def whole(world) -> Filing:
    return fill_in(world, world.filing())


def review(client, filing: Filing, **changed):
    """What the button of the review page sends."""
    address = reverse("filing:review", args=[filing.number])
    form = client.get(address).context["form"]
    sent = {name: form.get_initial_for_field(form.fields[name], name) for name in form.fields}
    return address, {**sent, "agreed": "on", **changed}


def texts(page) -> str:
    return " ".join(page.content.decode().split())


def test_the_review_page_shows_what_the_officer_will_see(client, world, whole):
    client.force_login(world.hr)
    page = client.get(reverse("filing:review", args=[whole.number]))
    assert [each["title"] for each in page.context["sections"]] == [s.title for s in SECTIONS]
    shown = texts(page)
    assert MOBILE not in shown
    assert masking.phone(MOBILE) in shown
    assert "五级/初级工 至 三级/高级工" in shown
    assert page.context["refusing"] == []
    assert {each["issue"].code for each in page.context["warnings"]} == {"basis-not-in-catalogue"}


def test_the_review_page_lists_what_fails_with_its_place(client, world):
    filing = world.filing()
    client.force_login(world.hr)
    page = client.get(reverse("filing:review", args=[filing.number]))
    found = {each["url"] for each in page.context["refusing"]}
    assert found == {
        reverse(f"filing:{key}", args=[filing.number])
        for key in ("organisation", "conditions", "scope", "people", "venue", "papers", "promise")
    }
    address, sent = review(client, filing)
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "还不能提交，请先处理下面的问题。" in texts(refused)
    assert Submission.objects.count() == 0


def test_a_double_click_is_one_submission(client, world, whole):
    client.force_login(world.hr)
    address, sent = review(client, whole)
    case_page = reverse("casework:case", args=[whole.number])
    assert [client.post(address, sent).url for _ in range(2)] == [case_page, case_page]
    assert Submission.objects.count() == 1
    assert Event.objects.filter(case=whole, act="submit").count() == 1


def test_nothing_is_sent_that_was_not_read(client, world, whole):
    client.force_login(world.hr)
    address, sent = review(client, whole)
    answering.save(whole, "organisation", {"contact": "李四"}, actor=world.hr)
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "核对之后内容又有改动" in texts(refused)
    assert Submission.objects.count() == 0


def test_it_must_be_agreed_and_by_its_own_people(client, world, whole):
    client.force_login(world.hr)
    address, sent = review(client, whole, agreed="")
    assert client.post(address, sent).status_code == 422
    assert client.post(address, sent | {"agreed": "on", "act": "accept"}).status_code == 422
    client.force_login(world.staff["dcf"])
    assert client.post(address, sent | {"agreed": "on"}).status_code == 404
    client.force_login(world.member(world.firm, Role.ASSESSOR))
    assert client.post(address, sent | {"agreed": "on"}).status_code == 403
    assert Submission.objects.count() == 0


def test_what_a_colleague_sent_first_is_told(client, world, whole):
    client.force_login(world.hr)
    address, sent = review(client, whole)
    submit(whole, world.member(world.firm, Role.MANAGER))
    assert client.post(address, sent).status_code == 409
    assert Submission.objects.count() == 1


def test_the_office_is_told_and_sees_it(client, world, whole):
    submit(whole, world.hr)
    told = Notice.objects.filter(subject__contains="新的备案申请，请受理")
    assert {notice.recipient for notice in told} == {world.staff["dcf"], world.second["dcf"]}
    client.force_login(world.staff["dcf"])
    page = client.get(reverse("casework:case", args=[whole.number]))
    assert page.status_code == 200
    assert "2026" in texts(page)


def test_a_supplement_is_sent_again_and_both_stay(client, world, whole):
    submit(whole, world.hr)
    mended = world.filing("supplement")
    Submission.objects.create(
        filing=mended,
        number=1,
        snapshot="{}",
        sha256="0" * 64,
        submitted_by=world.hr,
        submitted_at=clock.now(),
    )
    SupplementItem.objects.bulk_create(
        SupplementItem(
            filing=mended,
            section=section.key,
            text="请补正",
            round=1,
            added_by=world.staff["dcf"],
            added_at=clock.now(),
        )
        for section in SECTIONS
    )
    fill_in(world, mended)
    client.force_login(world.hr)
    address, sent = review(client, mended)
    assert sent["act"] == "resubmit"
    assert client.post(address, sent).status_code == 302
    assert list(mended.submissions.values_list("number", flat=True)) == [1, 2]
    assert Filing.objects.get(pk=mended.pk).state == "submitted"


@pytest.fixture
def social(world) -> Filing:
    """A social organisation's application, whole."""
    owner, manager = world.applicant("371502", "city", "association")
    world.manager = manager
    filing = world.filing(
        regulation="shandong-social", owner=owner, actor=manager, receiver="lc_centre"
    )
    Standing.objects.create(
        filing=filing,
        occupation=world.occupations["6-31-01-03"],
        name="电气行业服务",
        unit="样例会员有限公司",
        unit_code=credit_code(77),
    )
    return fill_in(world, filing, manager)


def window(world, office: str, opens: int, closes: int) -> SelectionWindow:
    return SelectionWindow.objects.create(
        office=world.offices[office],
        regulation_id="shandong-social",
        title="集中征集",
        opens=clock.today() + timedelta(opens),
        closes=clock.today() + timedelta(closes),
        at_least=2,
        at_most=8,
        criteria="择优",
        created_by=world.staff["lc_centre"],
        created_at=clock.now(),
    )


@pytest.mark.clause("SD-07")
@pytest.mark.parametrize(
    ("office", "opens", "closes"),
    [(None, 0, 0), ("lc_centre", -9, -1), ("lc_centre", 1, 9), ("sd_centre", -1, 1)],
)
def test_outside_a_window_nothing_is_taken(client, world, social, office, opens, closes):
    if office:
        window(world, office, opens, closes)
    client.force_login(world.manager)
    address, sent = review(client, social)
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "征集窗口已关闭" in texts(refused)
    assert Submission.objects.count() == 0
    assert Filing.objects.get().state == "draft"


@pytest.mark.clause("SD-07")
def test_an_application_goes_into_the_open_window(world, social):
    assert refusing(social) == []
    opened = window(world, "lc_centre", 0, 0)
    submit(social, world.manager)
    assert Filing.objects.get().window == opened


def test_a_draft_may_be_withdrawn(client, world):
    filing = world.filing()
    client.force_login(world.hr)
    page = client.get(reverse("casework:act", args=[filing.number, "withdraw"]))
    form = page.context["form"]
    sent = {"version": form.initial["version"], "token": form.initial["token"]}
    client.post(reverse("casework:act", args=[filing.number, "withdraw"]), sent)
    filing.refresh_from_db()
    assert (filing.state, filing.is_open) == ("withdrawn", False)
    assert client.get(reverse("filing:draft", args=[filing.number])).url == reverse(
        "casework:case", args=[filing.number]
    )


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_of_its_people_send_at_once_and_one_submission_comes_of_it(world):
    filing = fill_in(world, world.filing())
    other = world.member(world.firm, Role.MANAGER)
    answers = at_once(
        lambda: submit(filing, world.hr),
        lambda: submit(filing, other),
    )
    assert sorted(type(each).__name__ for each in answers) == ["Event", "StaleError"]
    assert Submission.objects.count() == 1


def test_an_application_is_sent_from_the_page_that_shows_it_alone(client, world, whole):
    """Nobody sends it by the address of the act, where nothing was read nor confirmed."""
    client.force_login(world.hr)
    _, sent = review(client, whole)
    answer = client.post(reverse("casework:act", args=[whole.number, "submit"]), sent)
    assert (answer.status_code, answer.url) == (302, reverse("filing:review", args=[whole.number]))
    assert (Submission.objects.count(), Filing.objects.get().state) == (0, "draft")
    for missing in ("seen", "agreed"):
        refused = client.post(answer.url, {**sent, missing: ""})
        assert (refused.status_code, Submission.objects.count()) == (422, 0)
