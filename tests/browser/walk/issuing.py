"""Certificates are issued by a job, and looked up by strangers."""

from django.urls import reverse

from assessment.models import Entry
from casework.services import files
from certificates import tags
from certificates.models import Certificate
from tests.browser.walk.planning import at, plan
from tests.browser.walk.registering import hr
from tests.browser.walk.stage import Stage
from tests.certificates.lookup.files import content_of, drawn


def first() -> Certificate:
    return Certificate.objects.order_by("number").first()


def certificates_are_issued(stage: Stage) -> None:
    clerk = stage.desk(hr()).go("/desk/").go(f"/cases/{plan().number}/")
    clerk.follow("核对并核发").press("开始核发")
    stage.work_off()
    clerk.go(at("certificates:issue")).picture("issue")
    qualified = Entry.objects.filter(results__superseded_at=None, results__outcome="qualified")
    assert Certificate.objects.count() == qualified.distinct().count()
    clerk.go("/certificates/").go(reverse("certificates:certificate", args=[first().number]))


def a_stranger_looks_one_up(stage: Stage) -> None:
    """By name and number, then by the code on the paper, then by the file itself and a forgery."""
    found = first()
    stranger = stage.phone()
    stranger.go("/lookup/").fill({"姓名": "无此人", "证书编号或证件号码": found.number})
    stranger.press("查询").says("没有查到").look("nothing")
    stranger.fill({"姓名": found.name, "证书编号或证件号码": found.number}).press("查询")
    stranger.says("有效", found.name).look("found")
    stranger.go(f"/verify/{found.number}/?t={tags.tag_of(found.number)}").says(found.name)
    stranger.picture("verify-360").go(f"/verify/{found.number}/").look("untagged")
    desk = stage.desk()
    original = files.read(found.editions.exclude(file=None).get().file)
    forged = drawn(content_of(found, level="一级/高级技师"))
    for data, said in ((original, "与签发文件一致"), (forged, "伪造或被改动")):
        desk.go("/verify/file/").fill({"证书文件": ("证书.pdf", data)}).press("核验")
        desk.says(said).look(said)
