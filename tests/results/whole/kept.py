"""What is kept: the archive's entries, and the dossier with its digests."""

import csv
import hashlib
import io
import json
import zipfile
from collections import defaultdict

from casework.services import jobs
from results.documents.dossier import uncell
from results.enums import SubjectOutcome
from results.models import ArchiveItem, Dossier
from tests.results.whole.walk import Walk

ITEMS = {
    "answers": ("paper", "理论答题卷", "档案室2号柜"),
    "sign_in": ("paper", "签到表", "档案室2号柜"),
    "scores": ("electronic", "评分数据", "服务器备份"),
    "video": ("video", "考场视频", "录像机1号"),
}


def register(walk: Walk) -> dict[str, ArchiveItem]:
    """Paper, files and videos, each with its term."""
    for keeping, (form, title, place) in ITEMS.items():
        address = f"{walk.at('results:archive-add')}?keeping={keeping}"
        given = {"keeping": keeping, "form": form, "title": title, "place": place}
        walk.send(walk.clerk, address, **given)
    page = walk.open(walk.clerk, walk.at("results:archive"))
    assert [title for _, title, _ in ITEMS.values() if title not in page.text] == []
    return {item.form: item for item in ArchiveItem.objects.filter(plan=walk.plan).order_by("pk")}


def refuse_to_strike(walk: Walk, item: ArchiveItem) -> None:
    """On a later day nothing is taken out before its term is over."""
    address = walk.at("results:archive-strike", item.pk)
    page = walk.open(walk.clerk, address).send(reason="不要了")
    assert (page.status, "到期之前不能销毁" in page.text) == (422, True)
    item.refresh_from_db()
    assert item.struck_at is None


def dossier(walk: Walk) -> zipfile.ZipFile:
    """Asked for, made, downloaded: every digest is right, of the whole and of each member."""
    page = walk.open(walk.clerk, walk.at("results:archive"))
    assert page.send(to="/dossiers/").status == 302
    jobs.work_off(seconds=300)
    page = walk.open(walk.clerk, walk.at("results:archive"))
    answer = walk.people.client.get(page.link("/dossiers/"))
    data = b"".join(answer.streaming_content)
    made = Dossier.objects.get(plan=walk.plan)
    assert (made.size, made.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    pack = zipfile.ZipFile(io.BytesIO(data))
    lines = pack.read("SHA256SUMS").decode().splitlines()
    sums = dict(reversed(line.split("  ", 1)) for line in lines)
    names = [name for name in pack.namelist() if name != "SHA256SUMS"]
    assert sums == {name: hashlib.sha256(pack.read(name)).hexdigest() for name in names}
    index = json.loads(pack.read("index.json"))
    assert {each["path"]: each["sha256"] for each in index["members"]} == {
        name: digest for name, digest in sums.items() if name not in ("index.json", "目录.html")
    }
    return pack


def table(pack: zipfile.ZipFile, path: str) -> list[dict[str, str]]:
    text = pack.read(path).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{key: uncell(value) for key, value in row.items()} for row in rows]


def outcomes(walk: Walk, pack: zipfile.ZipFile) -> dict[str, dict[str, str]]:
    """By ticket what the dossier says of each subject, of the results in force."""
    tickets = {entry.number: entry.ticket for entry in walk.entries.values()}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in table(pack, "07_结果/结果.csv"):
        found[tickets[row["报名编号"]]][row["科目"]] = row["科目结果"]
    return dict(found)


LABELS = {"theory": "理论知识考试", "practice": "技能考核"}


def in_words(expected: dict[str, tuple]) -> dict[str, dict[str, str]]:
    """What was expected, as the dossier says it."""
    return {
        ticket: {LABELS[kind]: SubjectOutcome(word).label for kind, (word, _) in subjects.items()}
        for ticket, (_, subjects) in expected.items()
    }
