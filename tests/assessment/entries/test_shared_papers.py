"""One paper for many registrations: for whom, who lacks it then, who reads it, taking it back."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from assessment.models import Entry, Evidence, Plan
from assessment.services import entry_links
from casework.models import StoredFile
from casework.services import files
from catalogue.models import EntryCondition
from config import clock
from tests.assessment import entering
from tests.assessment.entering import a_plan, an_entry, commissioned, proof
from tests.casework.files import pdfs
from tests.casework.test_views import count_queries
from tests.filing.conftest import stored_files

__all__ = ["stored_files"]
pytestmark = pytest.mark.django_db


def url(plan: Plan) -> str:
    return reverse("assessment:entry-papers", args=[plan.number])


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("社保明细.pdf", pdfs.plain(), "application/pdf")


def by_years() -> EntryCondition:
    return EntryCondition.objects.filter(level=4, work_months__gt=0).first()


def share(client, plan: Plan, **values):
    """Look at the page for these values, then send the paper as it asks."""
    page = client.post(url(plan), values) if "entry" in values else client.get(url(plan), values)
    seen = page.context["found"].seen
    return client.post(url(plan), {"seen": seen, "file": scan(), "share": "1", **values})


def having() -> list[str]:
    return list(Evidence.objects.order_by("entry").values_list("entry__name", flat=True))


def names(rows) -> list[str]:
    return [row.name for row in rows]


@pytest.fixture
def plan(agencies, client) -> Plan:
    """A commissioned plan of Hebei: three apply by years of work, one does not, one is approved."""
    entering.conditions()
    plan = commissioned(agencies)
    item, years = agencies.item(plan), {"audience": "commissioned", "condition": by_years()}
    for number, status in ((1, "draft"), (2, "applied"), (3, "refused")):
        an_entry(plan, item, number, status=status, **years)
    an_entry(plan, item, 4, audience="commissioned")
    decided = {"decided_by": agencies.clerk["hb"], "decided_at": clock.now()}
    an_entry(plan, item, 5, status="approved", **decided, **years)
    an_entry(plan, item, 6, status="withdrawn", **years)
    client.force_login(agencies.client_hr)
    return plan


@pytest.mark.clause("HB-03")
def test_one_list_of_social_security_serves_all_who_apply_by_years(client, plan):
    page = client.get(url(plan))
    found = page.context["found"]
    assert (names(found.taken), names(found.still)) == (["考生1", "考生2", "考生3"], ["考生5"])
    assert [(row.name, why) for row, why in found.left] == [("考生5", "是“已核准”，须先退回")]
    text = page.content.decode()
    assert "将用于 <b>3</b> 份报名；之后本计划还缺这类材料的有 <b>1</b> 人" in text
    assert Evidence.objects.count() == 0
    assert share(client, plan).status_code == 302
    assert having() == ["考生1", "考生2", "考生3"]
    paper = StoredFile.objects.get()
    assert set(Evidence.objects.values_list("file", "kind")) == {(paper.pk, "social_security")}
    facts = json.loads(plan.events.get(act="share_paper").facts)
    numbers = list(Entry.objects.filter(evidence__file=paper).values_list("number", flat=True))
    assert (facts["sha256"], sorted(facts["entries"])) == (paper.sha256, sorted(numbers))


def test_for_all_who_are_filtered_or_ticked(client, plan):
    share(client, plan, who="all", kind="other", search="考生4")
    assert having() == ["考生4"]
    Evidence.objects.all().delete()
    one, four, five = Entry.objects.filter(name__in=["考生1", "考生4", "考生5"]).order_by("pk")
    ticks = [f"{row.pk}-{row.version}" for row in (one, four, five)]
    page = client.post(url(plan), {"entry": ticks})
    assert page.context["asked"]["who"] == "ticked"
    assert (names(page.context["found"].taken), Evidence.objects.count()) == (["考生1", "考生4"], 0)
    share(client, plan, who="ticked", kind="social_security", entry=ticks)
    assert having() == ["考生1", "考生4"]
    assert names(client.get(url(plan)).context["found"].taken) == ["考生2", "考生3"]


def test_the_same_page_sent_twice_and_one_out_of_date_write_nothing(client, agencies, plan):
    seen = client.get(url(plan), {"who": "all", "kind": "other"}).context["found"].seen
    sent = {"who": "all", "kind": "other", "seen": seen, "share": "1"}
    assert client.post(url(plan), {**sent, "file": scan()}).status_code == 302
    again = client.post(url(plan), {**sent, "file": scan(), "note": "三月"})
    said = again.context["form"].non_field_errors()
    assert (again.status_code, StoredFile.objects.count()) == (422, 1)
    assert said == [
        "打开页面之后，人员或者材料已有变化，现在将用于 4 份报名。请核对后重新选择文件并确认。"
    ]
    assert again.context["form"]["note"].value() == "三月"
    fresh = again.context["form"]["seen"].value()
    assert client.post(url(plan), {**sent, "seen": fresh, "file": scan()}).status_code == 302


@pytest.mark.parametrize(
    "values",
    [{"kind": "x", "who": "x", "entry": "x"}, {"status": "x", "item": "9" * 30}, {"search": "\0"}],
)
def test_what_makes_no_sense_breaks_nothing(client, plan, values):
    assert client.get(url(plan), values).status_code == 200
    page = client.post(url(plan), {**values, "share": "1"})
    assert (page.status_code, Evidence.objects.count()) == (422, 0)


def test_a_file_that_is_none_is_refused_and_nobody_to_cover_is_said(client, plan):
    seen = client.get(url(plan)).context["found"].seen
    wrong = SimpleUploadedFile("社保.pdf", b"not a pdf")
    page = client.post(url(plan), {"seen": seen, "share": "1", "file": wrong})
    assert (page.status_code, StoredFile.objects.count()) == (422, 0)
    Entry.objects.update(status="withdrawn")
    page = client.get(url(plan))
    assert "没有可以使用这份材料的报名" in page.content.decode()
    page = client.post(url(plan), {"seen": seen, "share": "1", "file": scan()})
    assert (page.status_code, StoredFile.objects.count()) == (422, 0)


def test_taken_from_one_the_others_keep_it_and_the_bytes_stay(client, plan):
    share(client, plan)
    paper = Evidence.objects.filter(entry__name="考生1").get()
    remove = reverse(
        "assessment:entry-evidence-remove", args=[plan.number, paper.entry_id, paper.pk]
    )
    client.post(remove)
    assert having() == ["考生2", "考生3"]
    Entry.objects.filter(name="考生2").update(
        status="approved", decided_by=plan.created_by, decided_at=clock.now()
    )
    (shared,) = client.get(url(plan)).context["shared"]
    assert (shared.count, shared.free) == (2, 1)
    client.post(reverse("assessment:entry-papers-withdraw", args=[plan.number, shared.file]))
    assert having() == ["考生2"]
    client.post(reverse("assessment:entry-papers-withdraw", args=[plan.number, shared.file]))
    assert plan.events.filter(act="withdraw_paper").count() == 1
    assert files.sweep(older_than=-1) == []
    assert files.read(StoredFile.objects.get()).startswith(b"%PDF")
    assert client.get(reverse("casework:file", args=[shared.file])).status_code == 200


def test_a_plan_with_its_people_goes_and_the_paper_bars_nothing(client, plan):
    share(client, plan)
    Entry.objects.filter(plan=plan).delete()
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (0, 1)


def test_who_hands_in_and_who_reads(client, agencies, plan):
    share(client, plan)
    paper, world = StoredFile.objects.get(), agencies.world
    people = {
        "client": agencies.client_hr,
        "client manager": world.member(agencies.client, Role.MANAGER),
        "agency": agencies.clerk["hb"],
        "expert": world.member(plan.owner, Role.EXPERT),
        "centre": world.staff["sjz_centre"],
        "other agency": agencies.clerk["lc"],
        "other firm": world.hr,
        "other centre": world.staff["lc_centre"],
    }
    found = {}
    for name, user in people.items():
        client.force_login(user)
        reads = client.get(reverse("casework:file", args=[paper.pk])).status_code
        opens = client.get(url(plan)).status_code
        takes = reverse("assessment:entry-papers-withdraw", args=[plan.number, paper.pk])
        sends = client.post(url(plan), {"share": "1", "seen": "", "file": scan()}).status_code
        back = client.post(takes).status_code if reads != 200 or name == "centre" else None
        found[name] = (reads, opens, sends, back)
    assert found == {
        "client": (200, 200, 422, None),
        "client manager": (200, 200, 422, None),
        "agency": (200, 200, 422, None),
        "expert": (403, 403, 403, 403),
        "centre": (200, 403, 403, 403),
        "other agency": (404, 404, 404, 404),
        "other firm": (404, 404, 404, 404),
        "other centre": (404, 404, 404, 404),
    }
    client.logout()
    assert client.get(reverse("casework:file", args=[paper.pk])).status_code == 302
    assert having() == ["考生1", "考生2", "考生3"]


def test_a_paper_of_another_plan_is_left_alone(client, agencies, plan):
    share(client, plan)
    other = a_plan(agencies, "hb", ["public"])
    client.force_login(agencies.clerk["hb"])
    paper = StoredFile.objects.get().pk
    client.post(reverse("assessment:entry-papers-withdraw", args=[other.number, paper]))
    foreign = Entry.objects.filter(plan=plan).first()
    client.post(url(other), {"entry": f"{foreign.pk}-0", "share": "1", "file": scan()})
    assert having() == ["考生1", "考生2", "考生3"]


def test_the_applicant_sees_that_it_is_there_and_neither_its_name_nor_takes_it_out(
    client, agencies, plan
):
    entry = Entry.objects.get(name="考生1")
    clerk = agencies.clerk["hb"]
    entry.link, _ = entry_links.make(plan, label="车间", employer="", days=3, actor=clerk)
    entry.save()
    share(client, plan)
    own = proof(entry, "work")
    client.logout()
    secret = entry_links.give_address(entry)
    text = client.get(entry_links.own_address(secret)).content.decode()
    assert ("社会保险缴费信息" in text, "由单位提交" in text, "社保明细" in text) == (
        True,
        True,
        False,
    )
    for paper in entry.evidence.all():
        address = reverse("assessment:own-evidence-remove", args=[paper.pk])
        client.post(f"{address}?key={secret}")
    assert list(entry.evidence.values_list("kind", flat=True)) == ["social_security"]
    assert Evidence.objects.filter(pk=own.pk).exists() is False


def test_after_enrolment_nothing_is_handed_in(client, plan):
    share(client, plan)
    Plan.objects.filter(pk=plan.pk).update(state="roster_filed")
    assert client.get(url(plan)).status_code == 403
    paper = StoredFile.objects.get().pk
    takes = reverse("assessment:entry-papers-withdraw", args=[plan.number, paper])
    assert (client.post(takes).status_code, len(having())) == (403, 3)


def test_the_page_costs_the_same_for_three_and_for_thirty(client, agencies, plan):
    share(client, plan)
    client.get(url(plan))
    for_three = count_queries(client, url(plan))
    item, years = plan.items.get(), by_years()
    file = StoredFile.objects.get()
    for number in range(10, 40):
        entry = an_entry(plan, item, number, condition=years)
        if number % 2:
            Evidence.objects.create(
                entry=entry, kind="social_security", file=file, added_at=clock.now()
            )
    assert count_queries(client, url(plan)) == for_three <= 15


def test_handing_in_costs_the_same_for_three_and_for_thirty(
    client, plan, django_assert_max_num_queries
):
    item, years = plan.items.get(), by_years()
    for number in range(10, 40):
        an_entry(plan, item, number, condition=years)
    with django_assert_max_num_queries(70):
        assert share(client, plan).status_code == 302
    assert len(having()) == 33


def test_the_list_leads_there_with_what_is_ticked(client, agencies, plan):
    page = client.get(reverse("assessment:entries", args=[plan.number])).content.decode()
    assert (f'href="{url(plan)}"' in page, f'formaction="{url(plan)}"' in page) == (True, True)
    client.force_login(agencies.world.staff["sjz_centre"])
    page = client.get(reverse("assessment:entries", args=[plan.number])).content.decode()
    assert (url(plan) in page, 'type="checkbox"' in page) == (False, False)
