"""Results are published, one is objected to and corrected by two, and the city reviews."""

from datetime import timedelta

from django.urls import reverse

from casework.models import Publication
from casework.services import publications
from results.models import Correction
from tests.assessment.whole.arranging import THEORY
from tests.browser.walk.exam import SHORT, entries, scorers
from tests.browser.walk.planning import at, plan
from tests.browser.walk.registering import hr
from tests.browser.walk.stage import Screen, Stage
from tests.casework.files.pdfs import plain


def newest() -> Publication:
    return Publication.objects.filter(case_id=plan().pk, act="clear").latest("pk")


def results_are_published(stage: Stage) -> None:
    stage.desk(hr()).go("/desk/").act(plan(), "publicise", {"working_days": "5"})
    somebody_objects(stage.phone())


def somebody_objects(anybody: Screen) -> None:
    ticket = entries()[SHORT].ticket
    anybody.go(reverse("casework:public-notice", args=[newest().pk])).follow("查看公示名单")
    anybody.picture("publicity-360").follow("提出异议").press("提交异议").refuses("请填写")
    anybody.fill({"异议内容": f"准考证号 {ticket} 的理论成绩漏加 2 分。"}).press("提交异议")
    anybody.says("查询码")


def an_objection_is_answered(stage: Stage) -> None:
    """Upheld by one, the mark corrected by two, and published anew."""
    first = newest()
    objection = first.objections.get()
    clerk, manager = hr(), scorers()[-1]
    screen = stage.desk(clerk).go(reverse("casework:publication", args=[first.pk]))
    screen.go(reverse("casework:objection-answer", args=[first.pk, objection.pk]))
    screen.send({"upheld": "yes", "answer": "经核对答卷，漏加 2 分。"})
    screen.go(at("results:correction-propose"))
    screen.send(
        {
            "ticket": entries()[SHORT].ticket,
            "subject": THEORY,
            "becomes": "mark",
            "mark": "61",
            "cause": "objection",
            "objection": objection.pk,
            "reason": "第三大题漏加 2 分，已重新核对答卷。",
            "evidence": ("答卷.pdf", plain()),
        }
    )
    made = Correction.objects.get()
    screen = stage.desk(manager).go(at("results:corrections"))
    screen.go(at("results:correction-agree", made.pk)).send({})
    screen = stage.desk(clerk).act(plan(), "correct", {"note": "一件异议成立，更正成绩。"})
    screen.go(at("results:corrections"))


def results_are_reviewed(stage: Stage) -> None:
    stage.turn_to(newest().closes_on + timedelta(days=1))
    publications.close_due()
    assert plan().state == "publicised"
    stage.desk(hr()).go("/desk/").act(plan(), "submit_results")
    stage.work_off()
    city = stage.desk(stage.world.staff["as"]).go("/desk/")
    city.go(at("results:results")).act(plan(), "review", {"note": "材料齐全。"})
    assert plan().state == "confirmed"
