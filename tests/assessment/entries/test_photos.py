"""Many photographs at once: each goes to whom its name names, and to nobody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from assessment.enums import EntryStatus
from assessment.models import Entry
from assessment.services import entry_photos
from tests.assessment import entering
from tests.assessment.entering import a_plan, an_entry


@pytest.fixture
def lc(agencies, client):
    """An open plan with three people, two of one name, its clerk signed in."""
    entering.conditions()
    plan = a_plan(agencies, "lc", ["own_staff"])
    item = agencies.item(plan)
    people = [
        an_entry(plan, item, serial, name=name)
        for serial, name in enumerate(["王一", "李二", "李二"], start=1)
    ]
    client.force_login(agencies.clerk["lc"])
    return plan, people


def sent(client, plan, *named, content=None):
    files = [SimpleUploadedFile(name, content or entering.portrait()) for name in named]
    return client.post(reverse("assessment:entry-photos", args=[plan.number]), {"photos": files})


def said(response) -> list[tuple[str, str]]:
    return [(each.file, each.refused) for each in response.context["refused"]]


def with_photo(plan) -> list[int]:
    return sorted(plan.entries.exclude(photo=None).values_list("pk", flat=True))


def test_each_goes_to_whom_its_name_names(client, lc):
    plan, (one, two, three) = lc
    response = sent(client, plan, "王一.png", f"李二_{two.id_number}.png", f"{three.number}.png")
    assert (response.status_code, said(response)) == (200, [])
    assert [each.entry for each in response.context["kept"]] == [one, two, three]
    assert with_photo(plan) == [one.pk, two.pk, three.pk]
    assert response.context["lacking_count"] == 0


def test_one_that_cannot_be_kept_says_why_and_keeps_no_other_back(client, lc):
    plan, (one, _, _) = lc
    response = sent(client, plan, "李二.png", "赵六.png", "王一.png", "王一 (1).png", "王一.heic")
    assert said(response) == [
        ("李二.png", entry_photos.SEVERAL),
        ("赵六.png", entry_photos.NOBODY),
        ("王一 (1).png", entry_photos.TWICE),
        ("王一.heic", entry_photos.TWICE),
    ]
    assert with_photo(plan) == [one.pk]
    page = response.content.decode()
    assert "已保存 1 张照片" in page
    assert "4 张没有保存" in page


def test_a_photograph_that_is_none_is_refused_with_its_reason(client, lc):
    plan, _ = lc
    response = sent(client, plan, "王一.png", content=entering.portrait(ground=(60, 120, 200)))
    ((file, why),) = said(response)
    assert (file, "背景不是白色" in why, with_photo(plan)) == ("王一.png", True, [])


def test_nobody_of_another_plan_is_found(client, agencies, lc):
    plan, _ = lc
    other = a_plan(agencies, "lc", ["own_staff"])
    stranger = an_entry(other, agencies.item(other), 9, name="外人")
    names = ["外人.png", f"{stranger.id_number}.png", f"{stranger.number}.png"]
    response = sent(client, plan, *names)
    assert said(response) == [(name, entry_photos.NOBODY) for name in names]
    assert not Entry.objects.exclude(photo=None).exists()


@pytest.mark.parametrize(("count", "message"), [(0, "请选择照片文件。"), (31, "一次最多 30 张")])
def test_none_or_too_many_are_told(client, lc, count, message):
    plan, _ = lc
    response = sent(client, plan, *["王一.png"] * count, content=b"x")
    assert response.status_code == 422
    ((said,),) = response.context["form"].errors.values()
    assert said.startswith(message)
    assert with_photo(plan) == []


def test_who_only_reads_and_strangers_do_not(client, agencies, lc):
    plan, _ = lc
    reader = agencies.world.member(plan.owner, Role.ASSESSOR)
    for user, status in ((reader, 403), (agencies.clerk["ln"], 404)):
        client.force_login(user)
        assert sent(client, plan, "王一.png").status_code == status
    assert with_photo(plan) == []


def test_the_page_names_who_lacks_one_and_asks_as_often_for_thirty(client, agencies, lc):
    plan, (one, *_) = lc
    Entry.objects.filter(pk=one.pk).update(status=EntryStatus.WITHDRAWN)
    address = reverse("assessment:entry-photos", args=[plan.number])
    assert [row.name for row in client.get(address).context["lacking"]] == ["李二", "李二"]
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for serial in range(10, 40):
        an_entry(plan, one.item, serial)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(address).context["lacking"]) == 32
    assert len(many) == len(few)
    plan.entries.update(status=EntryStatus.WITHDRAWN)
    assert "还没有人报名" in client.get(address).content.decode()
