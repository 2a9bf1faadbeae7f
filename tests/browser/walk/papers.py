"""A bank is filled and approved by another; papers are drawn from it and sealed by another."""

from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from assessment.models import PlanItem
from filing.models import Agency
from papers.models import Bank, Blueprint, Paper
from tests.browser.walk.planning import at, colleague, plan
from tests.browser.walk.stage import Screen, Stage
from tests.results.whole.papers import BLUEPRINTS, POINTS, workbook

WRITERS = ("命题甲", "命题乙")


def writers() -> list[User]:
    agency = Agency.objects.get()
    return [colleague(agency, Role.WRITER, name) for name in WRITERS]


def papers_are_drawn_and_sealed(stage: Stage) -> None:
    writer, second = writers()
    screen, item = stage.desk(writer), plan().items.get()
    bank_is_filled(screen, item)
    bank = Bank.objects.get()
    everything_is_approved(stage.desk(second), bank)
    screen = stage.desk(writer)
    for subject, sections in BLUEPRINTS.items():
        head = {"name": f"{subject}方案", "subject": subject, "minutes": "90", "full_mark": "100"}
        screen.go(reverse("papers:blueprint-add", args=[bank.pk])).send({**head, **sections})
        screen.go(at("papers:papers")).go(at("papers:paper-draw", item.pk, subject))
        screen.send({"blueprint": Blueprint.objects.get(subject=subject).pk})
    screen = stage.desk(second)
    for paper in Paper.objects.order_by("pk"):
        screen.go(at("papers:paper", paper.pk)).send({"checked": True})
    assert set(Paper.objects.values_list("form", "status")) == {("A", "sealed"), ("B", "sealed")}


def bank_is_filled(writer: Screen, item: PlanItem) -> None:
    agency = plan().agency
    writer.go("/banks/").go(reverse("papers:bank-open", args=[agency.code]))
    place = writer.main.locator("[name=place] option", has_text=item.national.printed)
    writer.send({"place": place.first.get_attribute("value"), "source": "本机构命题"})
    bank = Bank.objects.get()
    for code, name, weight in POINTS:
        writer.go(reverse("papers:point-add", args=[bank.pk]))
        writer.send({"code": code, "name": name, "weight": weight})
    writer.go(reverse("papers:bank-import", args=[bank.pk]))
    writer.send({"file": ("试题.xlsx", workbook())}).press("确认导入")


def everything_is_approved(second: Screen, bank: Bank) -> None:
    while bank.questions.filter(status="draft").exists():
        second.go(f"{reverse('papers:questions', args=[bank.pk])}?status=draft")
        second.fill({"全选本页": True}).press("审定")
