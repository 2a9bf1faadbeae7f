"""The papers of a case: what lies there, who may see it, and that nothing goes before its time."""

import os
import time
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.enums import Role
from casework.models import Case, Material, StoredFile
from casework.services import door, files, materials
from casework.services.materials import MaterialError
from catalogue.regulations.terms import Promise
from config import clock
from tests.casework.files import office, pdfs, pictures
from tests.casework.test_door import bring_to
from tests.pages import inline_parts

pytestmark = pytest.mark.django_db


def upload(name: str = "营业执照.pdf", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pictures.png() if data is None else data)


@pytest.fixture
def rule(petition):
    """A paper that the regulation wants and takes a promise for, and one that it takes none for."""
    papers = materials.rules_of(petition).values()
    return next(each for each in papers if each.required)


@pytest.fixture
def paper(petition, clerk, rule):
    return materials.add(petition, key=rule.key, upload=upload("执照.png"), actor=clerk)


@pytest.fixture
def at(petition):
    return lambda name, *args: reverse(f"casework:{name}", args=[petition.number, *args])


def test_a_paper_is_stored_under_its_id_alone(paper, stored_files):
    path = files.path_of(paper.file.pk)
    assert path.read_bytes() == pictures.png() == files.read(paper.file)
    assert [p for p in stored_files.rglob("*") if p.is_file()] == [path]
    assert (path.name, path.stat().st_mode & 0o777) == (paper.file.pk.hex, 0o600)
    assert (paper.file.name, paper.version, paper.title) == ("执照.png", 1, paper.title)


def test_a_case_takes_no_more_files_than_its_disk_bears(petition, clerk, rule, paper, monkeypatch):
    monkeypatch.setattr(materials, "MOST_FILES", 1)
    with pytest.raises(MaterialError, match="已有 1 份文件"):
        materials.add(petition, key=rule.key, upload=upload("又一份.png"), actor=clerk)
    assert [each.name for each in StoredFile.objects.all()] == ["执照.png"]


def test_a_replaced_version_is_kept_and_leads_to_the_new_one(client, at, paper, clerk):
    client.force_login(clerk)
    address = at("material-replace", paper.pk)
    assert client.post(address, {"upload": upload("新照.png")}).status_code == 302
    new = Material.objects.current().get()
    assert (new.version, new.replaces, new.key, new.title) == (
        2, paper, paper.key, paper.title,
    )  # fmt: skip
    again = client.post(address, {"upload": upload("又一份.png")})
    assert (again.status_code, "已有更新的版本" in again.content.decode()) == (422, True)
    assert [files.read(m.file) for m in Material.objects.all()] == [pictures.png()] * 2
    page = client.get(at("materials")).content.decode()
    assert "以前的版本（1）" in page
    assert reverse("casework:file", args=[paper.file.pk]) in page


def test_the_page_of_the_case_leads_to_the_papers_in_force(client, petition, paper, clerk):
    client.force_login(clerk)
    page = client.get(f"/cases/{petition.number}/").content.decode()
    link = f'<a href="/files/{paper.file.pk}/">{paper.title}</a>'
    assert (page.count(link), "还没有提交材料" in page) == (1, False)


def test_what_is_missing_is_counted_until_it_is_there(petition, clerk, rule):
    before = materials.missing(petition)
    materials.add(petition, key=rule.key, upload=upload("照.png"), actor=clerk)
    assert materials.missing(petition) == [each for each in before if each != rule]


@pytest.mark.clause("LC-20")
def test_a_promise_stands_in_only_where_the_regulation_says_so(client, at, petition, clerk):
    rules = materials.rules_of(petition).values()
    allowed = [r for r in rules if r.instead in (Promise.COMMITMENT, Promise.EITHER)]
    refused = [r for r in rules if r.instead not in (Promise.COMMITMENT, Promise.EITHER)]
    for each in allowed:
        made = materials.stand_in(
            petition, key=each.key, instead=Promise.COMMITMENT, note="承诺属实", actor=clerk
        )
        assert (made.file, made.instead, made.title) == (None, "commitment", each.name)
    for each in refused:
        with pytest.raises(MaterialError, match="不能以告知承诺代替"):
            materials.stand_in(
                petition, key=each.key, instead=Promise.COMMITMENT, note="承诺", actor=clerk
            )
    assert Material.objects.count() == len(allowed)


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("证明.pdf", pdfs.script_on_opening, "带有脚本"),
        ("证明.pdf", lambda: pdfs.plain()[:-60], "不完整或已损坏"),
        ("方案.docx", office.bomb, "解压后过大"),
        ("a.exe", lambda: b"MZ", "不接收exe 格式"),
        ("空.pdf", lambda: b"", "空"),
        ("大.png", lambda: b"\x89PNG" + b"x" * 11 * 1024 * 1024, "超过 10 MB"),
        ("../../x\u202e.png", lambda: b"no picture", "不是 PNG 图片"),
    ],
)
def test_a_refused_upload_leaves_nothing_and_keeps_what_was_typed(
    client, at, clerk, rule, stored_files, name, make, said
):
    client.force_login(clerk)
    sent = {"key": rule.key, "title": "打字不丢", "upload": upload(name, make())}
    response = client.post(at("material-add"), sent)
    page = response.content.decode()
    assert (response.status_code, said in page, "打字不丢" in page) == (422, True, True)
    assert inline_parts(page) == []
    assert (Material.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert list(stored_files.rglob("*")) == []


@pytest.mark.parametrize("name", ["㛃䶮𠮷·证.png", "葛" * 60 + ".png", "名 字 (1).PNG"])
def test_rare_names_are_taken_and_come_back_with_the_file(client, at, clerk, rule, name):
    client.force_login(clerk)
    sent = {"key": rule.key, "upload": upload(name)}
    assert client.post(at("material-add"), sent).status_code == 302
    file = StoredFile.objects.get()
    assert file.name == name
    response = client.get(reverse("casework:file", args=[file.pk]))
    assert response.status_code == 200
    assert response["Content-Disposition"].isascii()


def test_a_rolled_back_upload_is_reached_by_nobody_and_swept_away(petition, clerk, rule):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        lost = materials.add(petition, key=rule.key, upload=upload("丢.png"), actor=clerk)
        raise ZeroDivisionError
    kept = materials.add(petition, key=rule.key, upload=upload("留.png"), actor=clerk)
    unfinished = files.path_of(uuid4()).with_suffix(files.UNFINISHED)
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    unfinished.write_bytes(b"half")
    orphan = files.path_of(lost.file.pk)
    assert StoredFile.objects.get() == kept.file
    call_command("sweep_files")
    assert (orphan.exists(), unfinished.exists()) == (True, True)
    old = time.time() - files.DAY - 60
    for path in (orphan, unfinished, files.path_of(kept.file.pk)):
        os.utime(path, (old, old))
    call_command("sweep_files")
    left = [p.exists() for p in (orphan, unfinished, files.path_of(kept.file.pk))]
    assert left == [False, False, True]


LOCKED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors"
NOWHERE, HERE = (f"{LOCKED} 'none'; sandbox", "DENY"), (f"{LOCKED} 'self'", "SAMEORIGIN")


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("make", "kind", "shown", "policy"),
    [
        (pictures.png, "image/png", 'inline; filename="a.png"', NOWHERE),
        (pdfs.plain, "application/pdf", 'inline; filename="a.pdf"', HERE),
        (office.docx, WORD, 'attachment; filename="a.docx"', NOWHERE),
    ],
)
def test_a_file_is_served_locked_down(client, petition, clerk, rule, make, kind, shown, policy):
    name = shown.split('"')[1]
    data = make()
    material = materials.add(petition, key=rule.key, upload=upload(name, data), actor=clerk)
    client.force_login(clerk)
    address = reverse("casework:file", args=[material.file.pk])
    response = client.get(address)
    assert (response.content, response["Content-Type"]) == (data, kind)
    assert response["Content-Disposition"] == shown
    assert (response["Content-Security-Policy"], response["X-Frame-Options"]) == policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    saved = client.get(address, {"download": "1"})["Content-Disposition"]
    assert saved == f'attachment; filename="{name}"'


def test_only_who_sees_the_case_sees_its_files(client, petition, paper, clerk, acceptor, member):
    address = reverse("casework:file", args=[paper.file.pk])
    assert client.get(address).status_code == 302
    other = member(type(petition.owner).objects.create(
        name="邻县公司", kind="enterprise", code="91371500MA3C000025",
        division=petition.division, affiliation="city", status="active",
    ), Role.MANAGER)  # fmt: skip

    def answers() -> list[int]:
        found = []
        for user in (clerk, acceptor, other):
            client.force_login(user)
            found.append(client.get(address).status_code)
        return found

    assert answers() == [200, 404, 404]  # a draft is the applicant's own
    door.perform(petition, "submit", actor=clerk)
    assert answers() == [200, 200, 404]


def test_bytes_that_are_no_longer_the_same_are_not_served(client, paper, clerk):
    client.force_login(clerk)
    address = reverse("casework:file", args=[paper.file.pk])
    path = files.path_of(paper.file.pk)
    path.write_bytes(path.read_bytes()[:-1])
    changed = client.get(address)
    assert (changed.status_code, "与入库时不一致" in changed.content.decode()) == (503, True)
    path.unlink()
    assert client.get(address).status_code == 503


@pytest.mark.parametrize(
    ("state", "applicant", "officer"),
    [("draft", 200, 404), ("submitted", 403, 200), ("supplement", 200, 200)],
)
def test_the_applicant_adds_papers_while_the_case_waits_for_them(
    client, at, petition, clerk, acceptor, state, applicant, officer
):
    bring_to(petition, state)
    found = []
    for user in (clerk, acceptor):
        client.force_login(user)
        found.append(client.get(at("material-add")).status_code)
    assert found == [applicant, officer]


def test_a_paper_of_another_case_is_not_replaced(petition, paper, clerk, liaocheng):
    other = door.open_case(
        door.kinds.kind_of(petition), actor=clerk, title="另一件", division=liaocheng,
        owner=petition.owner, office=petition.office, receiver=petition.receiver,
        regulation=petition.regulation, state="draft",
    )  # fmt: skip
    with pytest.raises(MaterialError, match="不属于这件事项"):
        materials.add(other, key="x", upload=upload("a.png"), actor=clerk, replaces=paper)
    assert StoredFile.objects.get() == paper.file


# --- Retention ---------------------------------------------------------------------------------


@pytest.fixture
def manager(member, bureau):
    return member(bureau, Role.MANAGER)


@pytest.fixture
def closed(petition, paper):
    """The case of `paper`, closed on 29 February 2028, past the door."""
    bring_to(petition, "refused")
    Case.objects.filter(pk=petition.pk).update(closed_at=datetime(2028, 2, 29, 4, tzinfo=UTC))
    return petition


def years_later(years: int, *, days: int = 0):
    return clock.travel(datetime(2028 + years, 2, 28, 4, tzinfo=UTC) + timedelta(days))


@pytest.mark.clause("LC-16")
def test_nothing_is_destroyed_before_its_time(paper, closed, manager, petition):
    assert materials.start_retention() == 1
    assert materials.start_retention() == 0
    paper.refresh_from_db()
    assert paper.keep_until == date(2033, 2, 28)
    with years_later(5), pytest.raises(MaterialError, match="须保存至2033年2月28日"):
        materials.destroy(paper, actor=manager, under=petition)
    assert files.read(paper.file) == pictures.png()


@pytest.mark.clause("LC-16", "LN-12", "HB-08")
@pytest.mark.parametrize(
    ("regulation", "kind", "months"),
    [
        ("liaocheng-enterprise", "paper", 36),
        ("liaocheng-enterprise", "video", 6),
        ("liaoning-enterprise", "electronic", 60),
        ("hebei-commissioned", "electronic", 60),
        ("", "paper", 36),
    ],
)
def test_how_long_follows_from_the_regulation(petition, regulation, kind, months):
    petition.regulation_id = regulation
    petition.regulation_version = 1 if regulation else None
    assert materials.term(petition, kind) == months


def test_when_its_time_is_over_the_bytes_go_and_the_row_stays(
    client, paper, closed, manager, petition, django_capture_on_commit_callbacks
):
    materials.start_retention()
    with years_later(5, days=1), django_capture_on_commit_callbacks(execute=True):
        materials.destroy(paper, actor=manager, under=petition)
    paper.refresh_from_db()
    assert (paper.destroyed_on, paper.destroyed_by) == (date(2033, 3, 1), manager)
    assert paper.file.destroyed.under.pk == petition.pk
    assert files.path_of(paper.file.pk).exists() is False
    client.force_login(manager)
    assert client.get(reverse("casework:file", args=[paper.file.pk])).status_code == 410
    event = closed.events.last()
    assert (event.act, event.actor) == ("destroy_material", manager)
    with pytest.raises(MaterialError, match="已经销毁"):
        materials.destroy(paper, actor=manager, under=petition)


def test_what_a_crash_left_of_a_destroyed_file_is_swept_away(paper, closed, manager, petition):
    materials.start_retention()
    with years_later(5, days=1):
        materials.destroy(paper, actor=manager, under=petition)  # never committed: the bytes stay
    assert files.path_of(paper.file.pk).exists()
    assert files.sweep(older_than=-1) == [files.path_of(paper.file.pk)]


def test_a_hold_outlasts_the_term(client, at, paper, closed, acceptor, manager):
    client.force_login(acceptor)
    assert client.post(at("material-hold", paper.pk), {"reason": ""}).status_code == 422
    assert client.post(at("material-hold", paper.pk), {"reason": "诉讼"}).status_code == 302
    materials.start_retention()
    paper.refresh_from_db()
    with years_later(9), pytest.raises(MaterialError, match="因“诉讼”留存"):
        materials.destroy(paper, actor=manager, under=closed)
    assert client.post(at("material-release", paper.pk), {"reason": "结案"}).status_code == 302
    assert [e.act for e in closed.events.all()][-2:] == ["hold_material", "release_material"]


def test_the_applicant_neither_holds_nor_destroys(client, at, paper, clerk):
    client.force_login(clerk)
    answers = [
        client.post(at(f"material-{name}", paper.pk), {"reason": "x"}).status_code
        for name in ("hold", "release")
    ]
    assert answers == [403, 403]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "别的"},
        {"file": None, "instead": "commitment", "note": "x"},
        {"destroyed_on": date(2033, 2, 28)},
        {"keep_until": date(2030, 1, 1)},
        {"keep_until": None},
        {"hold_reason": "没有人"},
    ],
)
def test_the_database_itself_keeps_papers(paper, closed, change):
    materials.start_retention()
    with pytest.raises(DatabaseError), transaction.atomic():
        Material.objects.update(**change)


def test_the_database_lets_no_row_go(paper):
    for rows in (Material.objects.all(), StoredFile.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete("default")
    with pytest.raises(DatabaseError), transaction.atomic():
        StoredFile.objects.update(sha256="0" * 64)


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_as_often_for_many_papers_as_for_one(
    client, at, petition, clerk, count, django_assert_num_queries
):
    for n in range(count):
        materials.add(petition, key=f"k{n}", title=f"材料{n}", upload=upload("a.png"), actor=clerk)
    client.force_login(clerk)
    client.get(at("materials"))
    with django_assert_num_queries(9):
        page = client.get(at("materials")).content.decode()
    assert page.count('class="paper"') == count
    assert inline_parts(page) == []
