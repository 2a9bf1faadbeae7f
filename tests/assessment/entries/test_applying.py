"""Workers fill in their own 申报表 through a link, without an account."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localtime

from assessment.models import Entry, EntryLink
from casework.services import door
from config import clock
from tests.assessment import entering
from tests.assessment.entering import a_plan, an_entry, filled


@pytest.fixture(autouse=True)
def _conditions(db):
    cache.clear()
    entering.conditions()


@pytest.fixture
def plan(agencies):
    return a_plan(agencies, "lc", ["own_staff", "dispatched"])


@pytest.fixture
def item(agencies, plan):
    return agencies.item(plan)


@pytest.fixture
def link(client, agencies, plan, item) -> str:
    """The address of a link, made by the clerk, who then leaves."""
    client.force_login(agencies.clerk["lc"])
    url = reverse("assessment:entry-links", args=[plan.number])
    page = client.post(url, {"label": "一车间", "employer": "第一机械厂", "days": "14"})
    client.logout()
    return page.context["address"]


def own(item, **fields) -> dict:
    values = filled(item, **fields)
    return {name: value for name, value in values.items() if name not in ("ground", "reason")}


def begin(client, link: str, item, **fields) -> str:
    return client.post(link, own(item, **fields)).url


def at(page: str, part: str) -> str:
    """A part of one's own page."""
    path, _, query = page.partition("?")
    return f"{path}{part}/?{query}"


def upload(client, page: str, what: str, **fields):
    name = "照片.png" if what == "photo" else "社保.png"
    file = SimpleUploadedFile(name, entering.portrait())
    key = "photo" if what == "photo" else "file"
    return client.post(at(page, what), {key: file, **fields})


def test_the_token_is_shown_once_and_kept_as_a_digest(client, agencies, plan, link):
    token = link.partition("?link=")[2]
    kept = EntryLink.objects.get()
    assert (len(kept.token_hash), token in kept.token_hash) == (64, False)
    client.force_login(agencies.clerk["lc"])
    page = client.get(reverse("assessment:entry-links", args=[plan.number])).content.decode()
    assert (token in page, "一车间" in page) == (False, True)


@pytest.mark.clause("HB-03")
def test_a_worker_fills_in_sees_what_is_missing_and_submits(client, link, item):
    page = begin(client, link, item)
    shown = client.get(page)
    codes = [issue.code for issue in shown.context["found"].refusing]
    assert codes == ["photo", "promise"]
    client.post(at(page, "submit"))
    assert Entry.objects.get().status == "draft"
    assert upload(client, page, "photo").status_code == 302
    assert upload(client, page, "evidence", kind="work").status_code == 302
    entry = Entry.objects.get()
    client.post(
        at(page, "edit"), own(item, version=str(entry.version), promised="on", id_number="")
    )
    client.post(at(page, "submit"))
    entry.refresh_from_db()
    done = client.get(page).content.decode()
    assert (entry.status, entry.entered_by, entry.link.label) == ("applied", None, "一车间")
    assert f"受理编号 {entry.number}" in done
    assert 'href="/candidates/">考生服务' not in done.partition("<main")[2].partition("</main>")[0]
    Entry.objects.update(status="approved", decided_by=entry.link.made_by, decided_at=clock.now())
    told = client.get(page).content.decode().partition("<main")[2].partition("</main>")[0]
    assert '请到<a href="/candidates/">考生服务</a>' in told
    assert client.get(at(page, "picture"))["Content-Type"] == "image/png"
    assert client.post(at(page, "edit"), own(item)).status_code == 403


def test_a_worker_chooses_no_ground(client, link, item):
    fields = client.get(link).context["form"].fields
    assert {"ground", "reason"} & set(fields) == set()
    client.post(link, filled(item, ground="direct", reason="成绩突出"))
    assert Entry.objects.get().ground == "condition"


def test_wrong_input_is_said_and_nothing_of_others_is_shown(client, link, item, plan):
    an_entry(plan, item, 1, phone=entering.phone(9), name="李四")
    response = client.post(link, own(item))
    assert (response.status_code, Entry.objects.count()) == (422, 1)
    said = response.content.decode()
    assert "此人已在本计划报名" in said
    assert ("李四" in said, entering.phone(9) in said) == (False, False)


def test_a_link_that_is_closed_or_past_opens_nothing_new(client, agencies, plan, link, item):
    page = begin(client, link, item)
    client.force_login(agencies.clerk["lc"])
    row = EntryLink.objects.get()
    client.post(reverse("assessment:entry-link-close", args=[plan.number, row.pk]))
    client.logout()
    assert (client.get(link).status_code, client.get(page).status_code) == (410, 200)
    EntryLink.objects.update(closed_at=None, expires_at=clock.now() - timedelta(1))
    assert client.post(link, own(item)).status_code == 410


def test_wrong_addresses_are_nowhere_and_guessing_ends(client, link, item):
    begin(client, link, item)
    wrong = reverse("assessment:own-entry")
    answers = [client.get(wrong, {"key": "x" * 32}) for _ in range(31)]
    assert [answer.status_code for answer in answers] == [404] * 30 + [429]
    assert client.get(reverse("assessment:apply"), {"link": "x" * 32}).status_code == 429


def test_a_lost_address_is_given_anew_and_the_old_one_ends(client, agencies, plan, link, item):
    page = begin(client, link, item)
    client.force_login(agencies.clerk["lc"])
    entry = Entry.objects.get()
    url = reverse("assessment:entry-own-address", args=[plan.number, entry.pk])
    fresh = client.post(url).context["address"]
    client.logout()
    assert (client.get(page).status_code, client.get(fresh).status_code) == (404, 200)


def test_links_are_made_by_those_who_handle_the_plan(client, agencies, plan, item):
    url = reverse("assessment:entry-links", args=[plan.number])
    client.force_login(agencies.world.staff["lc_centre"])
    assert client.get(url).status_code == 403
    client.force_login(agencies.clerk["ln"])
    assert client.get(url).status_code == 404
    client.force_login(agencies.clerk["lc"])
    wrong = client.post(url, {"label": "", "days": "400"})
    assert set(wrong.context["form"].errors) == {"label", "days"}


# --- the end of enrolment ----------------------------------------------------------------------

TUESDAY = datetime(2026, 3, 10, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def ask(client, plan, days: str):
    url = reverse("assessment:entry-links", args=[plan.number])
    return client.post(url, {"label": "一车间", "employer": "", "days": days})


@pytest.fixture
def enrolling(client, agencies, plan, item):
    """The plan's enrolment ends two days after today; the clerk is signed in."""
    plan.enrol_from, plan.enrol_until = date(2026, 3, 4), date(2026, 3, 12)
    plan.save(update_fields=["enrol_from", "enrol_until"])
    with clock.travel(TUESDAY):
        client.force_login(agencies.clerk["lc"])
        yield plan


def test_a_link_is_good_to_the_end_of_enrolment_at_most(client, enrolling):
    page = client.get(reverse("assessment:entry-links", args=[enrolling.number]))
    assert (page.context["form"]["days"].initial, "2026年3月12日" in page.text) == (3, True)
    refused = ask(client, enrolling, "4")
    assert (refused.status_code, refused.context["form"].errors["days"]) == (
        422,
        ["报名到2026年3月12日为止，有效期最长 3 天（今天算第 1 天）。"],
    )
    assert (refused.context["form"]["label"].value(), EntryLink.objects.count()) == ("一车间", 0)
    ask(client, enrolling, "3")
    ask(client, enrolling, "1")
    ends = [localtime(link.expires_at) for link in EntryLink.objects.order_by("pk")]
    assert [f"{end:%d %H:%M}" for end in ends] == ["12 23:59", "11 10:00"]


def test_no_link_is_made_when_the_announced_time_is_over(client, agencies, enrolling):
    url = reverse("assessment:entry-links", args=[enrolling.number])
    with clock.travel(TUESDAY + timedelta(3)):
        client.force_login(agencies.clerk["lc"])
        shown, sent = client.get(url).text, ask(client, enrolling, "1")
    assert "公告的报名时间到2026年3月12日为止，已经过了，不能再做链接" in shown
    assert ("生成链接" in shown, sent.status_code, EntryLink.objects.count()) == (False, 422, 0)


def test_nobody_applies_after_the_enrolment_was_closed(client, agencies, plan, link, item):
    page = begin(client, link, item)
    clerk = agencies.clerk["lc"]
    an_entry(plan, item, 9, status="approved", decided_by=clerk, decided_at=clock.now())
    Entry.objects.filter(status="draft").update(status="refused", remark="缺照片")
    door.perform(plan, "close_enrolment", actor=clerk)
    for answer in (client.get(link), client.post(link, own(item))):
        assert (answer.status_code, "报名已经截止" in answer.text) == (410, True)
    for part in ("edit", "photo", "evidence", "submit"):
        answer = client.post(at(page, part), own(item))
        assert (answer.status_code, "报名已经截止" in answer.text) == (410, True)
    shown = client.get(page).text
    assert ("报名已经截止，需要补报的" in shown, "提交申报表" in shown) == (True, False)
    client.force_login(clerk)
    made = ask(client, plan, "3")
    assert (made.status_code, EntryLink.objects.count()) == (422, 1)
    assert ("不能再做报名链接" in made.text, "报名已截止</" in made.text) == (True, True)
