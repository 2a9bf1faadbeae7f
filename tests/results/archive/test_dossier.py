"""The dossier: everything of a plan, every digest right, nothing that harms, on record."""

import csv
import hashlib
import io
import json
import subprocess
import zipfile
from datetime import datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import Unmasking
from assessment.models import Entry, Seat
from casework.models import Event, Objection, StoredFile
from casework.services import door, files, jobs, timeline
from papers.models import Paper
from results.documents.dossier import cell, uncell
from results.models import Attendance, Dossier, Score, SubjectResult
from results.services import dossier_files, dossier_parts, dossiers
from tests.results.archive.world import a_final_day, a_paper, registered
from tests.results.world import AFTER

pytestmark = pytest.mark.django_db

HOSTILE = ("../../etc/passwd", "=cmd|' /C calc'!A0", '甲\n乙,"丙', "-1+1", "/root", "'引号")


def made(plan, actor) -> Dossier:
    dossier = dossiers.start(plan, actor=actor)
    jobs.work_off()
    dossier.refresh_from_db()
    return dossier


def opened(dossier) -> zipfile.ZipFile:
    return zipfile.ZipFile(dossier_files.whole(dossier.folder))


def table(pack: zipfile.ZipFile, path: str) -> list[dict[str, str]]:
    text = pack.read(path).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{key: uncell(value) for key, value in row.items()} for row in rows]


@pytest.fixture
def day(agencies):
    day = a_final_day(agencies, "lc")
    for at, entry in enumerate(day.entries):
        Entry.objects.filter(pk=entry.pk).update(employer=HOSTILE[at], post=HOSTILE[at + 3])
    return day


@pytest.mark.clause("LC-16")
def test_every_digest_is_right_and_the_content_is_that_of_the_database(agencies, day, tmp_path):
    registered(day.plan, actor=agencies.clerk["lc"])
    files.keep(b"y", case=day.plan, name="../坏 名\n字.pdf", kind="pdf", by=None)
    dossier = made(day.plan, agencies.clerk["lc"])
    data = dossier_files.whole(dossier.folder).read_bytes()
    assert (dossier.size, dossier.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    pack = opened(dossier)
    sums = dict(
        reversed(line.split("  ", 1)) for line in pack.read("SHA256SUMS").decode().splitlines()
    )
    assert sums == {
        name: hashlib.sha256(pack.read(name)).hexdigest()
        for name in pack.namelist()
        if name != "SHA256SUMS"
    }
    pack.extractall(tmp_path / "open")
    run = subprocess.run(
        ["/usr/bin/sha256sum", "-c", "--quiet", "SHA256SUMS"],
        cwd=tmp_path / "open",
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (0, b"")
    index = json.loads(pack.read("index.json"))
    assert {each["path"]: each["sha256"] for each in index["members"]} == {
        name: digest for name, digest in sums.items() if name not in ("index.json", "目录.html")
    }


@pytest.mark.clause("LC-16")
def test_its_tables_are_what_the_database_holds(agencies, day):
    pack = opened(made(day.plan, agencies.clerk["lc"]))
    entries = table(pack, "02_报名/名册.csv")
    names = ("number", "ticket", "name", "id_number", "employer", "post")
    heads = ("报名编号", "准考证号", "姓名", "证件号码", "工作单位", "部门和岗位")
    assert [[row[head] for head in heads] for row in entries] == [
        [getattr(entry, name) for name in names]
        for entry in Entry.objects.filter(plan=day.plan).order_by("number")
    ]
    scores = table(pack, "06_成绩/录入.csv")
    rows = Score.objects.order_by("round__sheet", "round__position", "entry__number")
    assert [(row["准考证号"], row["成绩"]) for row in scores] == [
        (row.entry.ticket, f"{row.mark:f}") for row in rows
    ]
    results = table(pack, "07_结果/结果.csv")
    assert [(row["报名编号"], row["科目结果"]) for row in results] == [
        (row.result.entry.number, row.get_outcome_display())
        for row in SubjectResult.objects.order_by("result__entry__number", "pk")
    ]
    counted = (Seat, "03_考务/座位.csv"), (Attendance, "04_实施/到考.csv")
    for model, path in counted:
        assert len(table(pack, path)) == model.objects.count()
    kept = table(pack, "12_文件/文件.csv")
    assert {row["文件号"] for row in kept} == {
        str(pk) for pk in StoredFile.objects.values_list("pk", flat=True)
    }
    assert all(
        hashlib.sha256(pack.read(row["档案内位置"])).hexdigest() == row["SHA-256"] for row in kept
    )


def test_hostile_names_lie_nowhere_and_run_nothing(agencies, day):
    file = files.keep(b"y", case=day.plan, name="../../x\n=1.pdf", kind="pdf", by=None)
    pack = opened(made(day.plan, agencies.clerk["lc"]))
    names = pack.namelist()
    assert f"12_文件/{file.pk}.pdf" in names
    assert [name for name in names if ".." in name or "\n" in name or name.startswith("/")] == []
    started = pack.read("02_报名/名册.csv").decode("utf-8-sig")
    cells = [value for row in csv.reader(io.StringIO(started, newline="")) for value in row]
    assert [value for value in cells if value.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert all(uncell(cell(text)) == text for text in HOSTILE)


def test_the_timeline_can_be_proved_from_the_file(agencies, day):
    centre = agencies.world.staff["lc_centre"]
    clerk = agencies.clerk["lc"]
    registered(day.plan, actor=clerk)
    door.record(
        day.plan,
        "comment",
        actor=centre,
        may=lambda user, plan: True,
        change=lambda plan: {},
        note="内部：怀疑替考",
    )
    pack = opened(made(day.plan, clerk))
    text = pack.read("11_办理记录/timeline.jsonl").decode()
    lines = [json.loads(line) for line in text.splitlines()]
    before = ""
    for at, line in enumerate(lines, 1):
        event = SimpleNamespace(
            **{**line, "at": datetime.fromisoformat(line["at"]), "case_id": line["case"]},
            actor_id=line["actor"],
            actor_office_id=line["actor_office"],
        )
        assert (line["sequence"], line["previous"]) == (at, before)
        before = timeline.digest_of(event)
        assert line["digest"] == before
    index = json.loads(pack.read("index.json"))
    assert (index["timeline"]["digest"], index["timeline"]["length"]) == (before, len(lines))
    # What officers say among themselves, and who they are, stays with them.
    assert "怀疑替考" not in text
    assert str(centre) not in text
    assert lines[-1]["note_digest"] != ""


def test_sealed_papers_and_objectors_stay_protected(agencies, day):
    sealed = a_paper(day, agencies, "B", opened=False)
    publication = day.plan.publications.get()
    Objection.objects.create(
        publication=publication,
        number="YY2026000001",
        secret_hash="x",
        token="00000000-0000-0000-0000-000000000001",
        name="匿名举报人",
        contact="0635-0000000",
        text="某人替考",
        submitted_at=AFTER,
        upheld=False,
        answer="经核查不成立。",
        answered_at=AFTER,
    )
    pack = opened(made(day.plan, agencies.clerk["lc"]))
    [member] = [
        name for name in pack.namelist() if name.startswith("05_试卷/") and name.endswith(".json")
    ]
    paper = Paper.objects.get(form="A")
    assert hashlib.sha256(pack.read(member)).hexdigest() == paper.digest
    listed = table(pack, "05_试卷/试卷.csv")
    assert [row["内容摘要"] for row in listed] == [paper.digest, sealed.digest]
    [objection] = table(pack, "08_公示/异议.csv")
    assert (objection["回执编号"], objection["答复"]) == ("YY2026000001", "经核查不成立。")
    everything = b"".join(pack.read(name) for name in pack.namelist()).decode(errors="ignore")
    assert [word for word in ("匿名举报人", "0635-0000000", "某人替考") if word in everything] == []


def test_the_same_plan_gives_the_same_bytes(day, tmp_path):
    moment = AFTER
    for name in (*dossier_parts.SINGLE, *dossier_parts.SHEETS):
        for at in range(2):
            dossier_parts.write(day.plan, {"section": name}, moment, tmp_path / str(at))
        assert (tmp_path / "0").read_bytes() == (tmp_path / "1").read_bytes()


def test_a_plan_that_moves_on_meanwhile_gives_no_dossier(agencies, day):
    dossier = dossiers.start(day.plan, actor=agencies.clerk["lc"])
    registered(day.plan, actor=agencies.clerk["lc"])
    jobs.work_off()
    dossier.refresh_from_db()
    assert (dossier.done_at, dossier_files.whole(dossier.folder).exists()) == (None, False)
    shown = dossiers.shown(day.plan, agencies.clerk["lc"])
    assert shown["failure"] == "生成期间计划有新的办理记录，没有生成档案包。请重新生成。"


def test_a_damaged_file_is_said_and_not_packed(agencies, day):
    file = StoredFile.objects.first()
    files.path_of(file.pk).write_bytes(b"other")
    dossier = made(day.plan, agencies.clerk["lc"])
    assert dossier.done_at is None
    assert "文件与入库时不一致" in dossiers.shown(day.plan, agencies.clerk["lc"])["failure"]


def test_the_newest_takes_the_place_of_the_earlier_and_both_are_on_record(
    agencies, day, django_capture_on_commit_callbacks
):
    clerk = agencies.clerk["lc"]
    with django_capture_on_commit_callbacks(execute=True):
        first = made(day.plan, clerk)
    with django_capture_on_commit_callbacks(execute=True):
        second = made(day.plan, clerk)
    assert [dossier_files.is_whole(each) for each in (first, second)] == [False, True]
    left = [path.name for path in dossier_files.folder(second.folder).iterdir()]
    assert left == [dossier_files.WHOLE]
    events = Event.objects.filter(case=day.plan, act="make_dossier").order_by("sequence")
    assert [json.loads(each.facts)["sha256"] for each in events] == [first.sha256, second.sha256]


def test_asking_twice_is_one_dossier(agencies, day):
    clerk = agencies.clerk["lc"]
    assert dossiers.start(day.plan, actor=clerk) == dossiers.start(day.plan, actor=clerk)


def test_who_has_it_made_and_downloads_it_on_record(client, agencies, day):
    world = agencies.world
    users = {
        "clerk": agencies.clerk["lc"],
        "centre": world.staff["lc_centre"],
        "scorer": day.clerks[0],
        "elsewhere": world.staff["as"],
    }
    dossier = made(day.plan, users["clerk"])
    number = day.plan.number
    link = reverse("results:dossier-file", args=[number, dossier.pk])
    found = {}
    for role, user in users.items():
        client.force_login(user)
        answer = client.get(link)
        if answer.streaming:
            assert b"".join(answer.streaming_content)[:2] == b"PK"
        found[role] = answer.status_code
    assert found == {"clerk": 200, "centre": 200, "scorer": 403, "elsewhere": 404}
    looks = Unmasking.objects.order_by("pk").values_list("user", "label", "reason")
    label = f"评价计划 {number} 的档案包"
    assert list(looks) == [(users[role].pk, label, "下载档案包") for role in ("clerk", "centre")]


def test_nothing_is_made_before_results_are_final(agencies):
    day = a_final_day(agencies, "lc", state="scored")
    with pytest.raises(door.NotNowError):
        dossiers.start(day.plan, actor=agencies.clerk["lc"])


def test_a_client_does_not_get_the_agencys_papers(agencies):
    day = a_final_day(agencies, "hb", people=1)
    with pytest.raises(door.ForbiddenError):
        dossiers.start(day.plan, actor=agencies.client_hr)


def test_what_was_never_finished_is_swept_away(agencies, day):
    kept = made(day.plan, agencies.clerk["lc"])
    running = dossiers.start(day.plan, actor=agencies.clerk["lc"])
    broken = Dossier.objects.create(
        plan=day.plan, folder=uuid4(), made_by=agencies.clerk["lc"], made_at=AFTER
    )
    for each in (running.folder, broken.folder, nobodys := uuid4()):
        dossier_files.folder(each).mkdir(parents=True)
    dossier_files.sweep(older_than=-60)
    there = {path.name for path in dossier_files.root().iterdir()}
    assert there == {kept.folder.hex, running.folder.hex}
    assert nobodys.hex not in there
