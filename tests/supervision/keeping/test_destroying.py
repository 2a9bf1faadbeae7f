"""Records over their time: listed, proposed, approved by another, destroyed with a certificate."""

import json
import uuid
from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import Role
from assessment.models import Entry
from casework.models import DestroyedFile, EventNote, StoredFile
from casework.services import door, files, integrity
from config import clock
from results.models import ArchiveItem
from results.services import archiving
from supervision.models import DueRecord
from supervision.services.keeping import due
from tests.supervision.complaints.world import a_complaint, said
from tests.supervision.keeping.world import NOW, WISH, fresh, item

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def years_later():
    with clock.travel(NOW):
        yield


@pytest.fixture
def on_disk(over):
    """The files of the plan by name, with bytes in the folder of this test."""
    found = {row.name: row for row in StoredFile.objects.filter(case=over.plan)}
    for row in found.values():
        path = files.path_of(row.pk)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(row.name.encode())
    return found


def messages(do) -> str:
    with pytest.raises(ValidationError) as found:
        do()
    return "".join(found.value.messages)


def titles(rows) -> list[str]:
    return sorted(row.title for row in rows)


@pytest.mark.clause("LC-16", "LN-12", "HB-08")
def test_what_is_due_is_listed_once_and_nothing_else(over):
    assert due.find() == 0
    assert {
        (row.title, row.form, row.keeper_id == over.plan.owner_id) for row in over.records()
    } == {
        ("理论答题卷", "paper", True),
        ("评分表扫描件", "electronic", True),
        ("考场视频", "video", True),
        (f"系统保存的报名资料和过程文件（{over.plan.number}）", "electronic", True),
        ("人员名册（第 1 版）", "electronic", False),
    }
    early = ArchiveItem.objects.get(title="未到期的卷宗")
    with pytest.raises(IntegrityError), transaction.atomic():
        ArchiveItem.objects.filter(pk=early.pk).update(
            destroyed_on=clock.today(), destruction=over.proposed()
        )
    assert "到期之前不能销毁" in messages(
        lambda: archiving.destroy(early, actor=over.clerk, under=over.plan)
    )


@pytest.mark.clause("LC-16", "LN-12", "HB-08")
def test_it_takes_two_to_approve_and_to_destroy(over):
    case = over.proposed()
    for person in (over.clerk, over.officer):  # who proposed it, and an office that only watches
        with pytest.raises(door.ForbiddenError):
            over.act(case, "approve", person)
    case = over.act(case, "approve", over.manager)
    with pytest.raises(door.ForbiddenError):
        over.act(case, "destroy", over.manager, **WISH)
    assert "请写明实际的销毁方式" in messages(
        lambda: over.act(case, "destroy", over.other, **WISH | {"method": "system"})
    )


@pytest.mark.clause("LC-16", "LN-12", "HB-08")
def test_what_is_destroyed_is_gone_and_the_timeline_stands(
    over, on_disk, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        case = over.act(over.approved(), "destroy", over.other, **WISH)
    assert (case.state, case.is_open) == ("destroyed", False)
    gone = {name for name, row in on_disk.items() if not files.path_of(row.pk).exists()}
    assert gone == {"社保证明.pdf", "扫描件.pdf"}  # the office keeps the third
    assert {each.file.name for each in DestroyedFile.objects.filter(under=case)} == gone
    for entry in Entry.objects.filter(plan=over.plan):
        assert (entry.id_number, entry.phone, entry.details) == ("", "", "{}")
        assert entry.name and entry.id_hash
    texts = "".join(EventNote.objects.values_list("text", flat=True))
    assert "柳园路" not in texts and case.number in texts
    assert list(integrity.verify(over.plan)) == []
    assert list(integrity.verify(case)) == []


@pytest.mark.clause("LC-16")
def test_it_leaves_its_certificate_for_good(over, on_disk):
    case = over.act(over.approved(), "destroy", over.other, **WISH)
    told = json.loads(case.outcome)["records"]
    [registration] = [each for each in told if each["source"] == "registration"]
    proof = on_disk["社保证明.pdf"]
    assert registration["manifest"]["files"] == [
        {"file": str(proof.pk), "size": 5, "sha256": proof.sha256}
    ]
    facts = json.loads(case.events.last().facts)
    assert facts["certificate_sha256"] == case.certificate.sha256
    printed = PdfReader(BytesIO(files.read(case.certificate)))
    text = "".join(page.extract_text() for page in printed.pages)
    for word in (case.number, "理论答题卷", "监销甲", "保密销毁中心"):
        assert word in text
    for undo in (
        lambda: type(case).objects.filter(pk=case.pk).update(outcome="{}"),
        lambda: DueRecord.objects.filter(destruction=case).delete(),
        lambda: DestroyedFile.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            undo()


@pytest.mark.clause("LC-16")
def test_a_hold_placed_after_the_approval_keeps_everything_of_the_plan(over):
    case = over.approved()
    archiving.place_hold(over.plan, reason="诉讼", actor=fresh(over.officer), token=uuid.uuid4())
    said_ = messages(lambda: over.act(case, "destroy", over.other, **WISH))
    assert "没有销毁任何档案" in said_ and "诉讼" in said_
    assert not DueRecord.objects.exclude(destroyed_on=None).exists()
    item = ArchiveItem.objects.get(title="理论答题卷")
    with pytest.raises(IntegrityError), transaction.atomic():  # the database itself refuses
        ArchiveItem.objects.filter(pk=item.pk).update(destroyed_on=clock.today(), destruction=case)


@pytest.mark.clause("LC-16", "LC-22")
def test_an_open_complaint_keeps_what_it_is_about_and_is_betrayed_to_nobody(over, client):
    case = over.approved()
    complaint = a_complaint(said(None, target="plan", plan=over.plan))
    told = messages(lambda: over.act(case, "destroy", over.other, **WISH))
    assert "有关机关要求暂缓销毁" in told and complaint.number not in told
    page = reverse("casework:case", args=[case.number])
    shown = {}
    for who in (over.clerk, over.officer):
        client.force_login(fresh(who))
        shown[who] = client.get(page).text
    assert complaint.number not in shown[over.clerk]
    assert complaint.number in shown[over.officer]


def test_what_is_not_agreed_to_is_due_as_before(over):
    case = over.act(over.proposed(), "refuse", over.manager, note="还要用。")
    assert case.state == "refused"
    again = over.proposed(*over.own()[:1])
    assert "已经列入销毁清册" in messages(lambda: over.proposed(*over.own()[:1]))
    over.act(again, "withdraw", over.clerk, note="不办了。")
    assert not DueRecord.objects.exclude(destruction=None).exists()


def test_the_office_destroys_its_own_papers(
    over, agencies, on_disk, django_capture_on_commit_callbacks
):
    [paper] = [row for row in over.records() if row.source == "material"]
    over.clerk, signer = (
        agencies.world.member(paper.keeper, role) for role in (Role.ACCEPTOR, Role.SIGNER)
    )
    case = over.act(over.proposed(paper), "approve", signer)
    with django_capture_on_commit_callbacks(execute=True):
        over.act(case, "destroy", over.clerk, **WISH | {"method": "system"})
    paper.material.refresh_from_db()
    assert paper.material.destroyed_on == date(2032, 3, 1)
    assert not files.path_of(paper.material.file_id).exists()


def test_the_pages(over, client, django_assert_num_queries):
    client.force_login(fresh(over.clerk))
    page = client.get(reverse("supervision:due"))
    assert titles(row["record"] for row in page.context["rows"]) == titles(over.own())
    answer = client.post(reverse("supervision:due"), {"opinion": "期满"})
    assert (answer.status_code, "请勾选" in answer.text) == (422, True)
    keys = [row.pk for row in over.own()[:2]]
    answer = client.post(reverse("supervision:due"), {"opinion": "期满", "record": keys})
    number = answer.url.strip("/").split("/")[-1]
    assert "理论答题卷" in client.get(answer.url).text
    assert number in client.get(reverse("supervision:destructions")).text
    assert client.get(reverse("supervision:destruction-list", args=[number])).status_code == 404
    client.force_login(fresh(over.officer))
    assert len(client.get(reverse("supervision:due")).context["rows"]) == 5


def test_strangers_see_nothing(over, agencies, client):
    case = over.proposed()
    client.force_login(agencies.clerk["ln"])
    assert list(client.get(reverse("supervision:due")).context["rows"]) == []
    assert client.get(reverse("casework:case", args=[case.number])).status_code == 404
    keys = [row.pk for row in over.own()]
    answer = client.post(reverse("supervision:due"), {"opinion": "期满", "record": keys})
    assert answer.status_code == 422


def test_the_list_asks_the_same_of_one_record_and_of_thirty(over, client):
    client.force_login(fresh(over.officer))
    page, counts = reverse("supervision:due"), []
    a_complaint(said(None, target="plan", plan=over.plan))
    one = over.records()[0]
    DueRecord.objects.exclude(pk=one.pk).update(kept_until=clock.today())
    for many in (False, True):
        if many:
            for number in range(30):
                item(over.plan, f"卷宗 {number}", "paper", date(2030, 1, 1))
            due.find()
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            shown = client.get(page).context["rows"]
        counts.append((len(shown), len(asked)))
    assert counts[0][0] == 1
    assert counts[1] == (len(over.records()), counts[0][1])
