"""From results to confirmed results: publicity, objection, correction, recheck, reviews."""

from datetime import date, timedelta

from django.test import Client
from django.urls import reverse

from casework.models import Material, Objection, Publication
from casework.services import files, jobs, publications
from results.models import Correction, Recheck
from tests.assessment.commissioning.steps import scan
from tests.assessment.entering import id_number
from tests.assessment.whole.steps import said
from tests.filing.granting import text_of
from tests.filing.whole.pages import Page, People
from tests.results.whole.cast import ASKING, PRACTICE, SHORT_BY_ONE, THEORY
from tests.results.whole.walk import Walk


def newest(walk: Walk) -> Publication:
    return Publication.objects.filter(case_id=walk.plan.pk, act="clear").latest("pk")


def publicise(walk: Walk, *, days: int = 5) -> Publication:
    """A window that is too short is refused."""
    short = walk.try_to(walk.clerk, "publicise", working_days=str(days - 1))
    assert (short.status, walk.state) == (422, "scored")
    assert short.errors[0].startswith(f"公示不能少于 {days} 个工作日")
    assert walk.act(walk.clerk, "publicise", working_days=str(days)) == "publicity"
    return newest(walk)


def object_to(walk: Walk, publication: Publication) -> Objection:
    """A stranger, with the form that everybody has."""
    notice = walk.open(None, reverse("casework:public-notice", args=[publication.pk]))
    page = walk.open(None, notice.link("/object/"))
    ticket = walk.entries[SHORT_BY_ONE].ticket
    answer = page.send(text=f"准考证号 {ticket} 的理论成绩漏加 2 分。")
    assert (answer.status, "查询码" in answer.text) == (200, True)
    return publication.objections.latest("pk")


def is_not_cleared(walk: Walk, publication: Publication) -> None:
    """The window is over, an objection is open."""
    walk.turn_to(publication.closes_on + timedelta(days=1))
    assert publications.close_due() == []
    assert walk.state == "publicity"


def uphold(walk: Walk, objection: Objection) -> None:
    address = reverse("casework:objection-answer", args=[objection.publication_id, objection.pk])
    walk.send(walk.clerk, address, upheld="yes", answer="经核对答卷，漏加 2 分。")
    objection.refresh_from_db()
    assert (objection.upheld, publications.close_due()) == (True, [])


def correct(walk: Walk, objection: Objection | None = None) -> None:
    """Proposed by one, agreed to by another."""
    entry = walk.entries[SHORT_BY_ONE]
    given = {"ticket": entry.ticket, "subject": THEORY, "becomes": "mark", "mark": "61"}
    given |= {"reason": "第三大题漏加 2 分，已重新核对答卷。", "evidence": scan()}
    given |= (
        {"cause": "objection", "objection": str(objection.pk)} if objection else {"cause": "own"}
    )
    walk.send(walk.scorers[1], walk.at("results:correction-propose"), **given)
    made = Correction.objects.get(plan=walk.plan)
    agree = walk.at("results:correction-agree", made.pk)
    assert walk.people.open(walk.scorers[1], agree).status == 403
    walk.send(walk.manager, agree)
    made.refresh_from_db()
    assert (made.status, made.proposed_by, made.decided_by) == (
        "agreed",
        walk.scorers[1],
        walk.manager,
    )


def publish_again(walk: Walk, first: Publication) -> Publication:
    assert walk.act(walk.clerk, "correct", note="一件异议成立，更正成绩。") == "publicity"
    second = newest(walk)
    first.refresh_from_db()
    assert (first.status, second.corrects) == ("corrected", first)
    return second


def is_cleared(walk: Walk, publication: Publication) -> None:
    """By the clock alone, on the first day after the window, not on its last."""
    walk.turn_to(publication.closes_on)
    assert publications.close_due() == []
    walk.turn_to(publication.closes_on + timedelta(days=1))
    assert [each.pk for each in publications.close_due()] == [publication.pk]
    assert walk.state == "publicised"


def objected_and_corrected(walk: Walk, day: date) -> Publication:
    """Published on a day, objected to, corrected, public again, cleared."""
    walk.turn_to(day)
    first = publicise(walk)
    objection = object_to(walk, first)
    is_not_cleared(walk, first)
    uphold(walk, objection)
    refused = walk.try_to(walk.clerk, "correct", note="异议成立")
    assert (refused.status, walk.state) == (422, "publicity")
    correct(walk, objection)
    second = publish_again(walk, first)
    is_cleared(walk, second)
    return second


def is_read_in_public(walk: Walk, publication: Publication, expected: dict[str, tuple]) -> None:
    """Everybody who qualified, nobody else, and no number of a person."""
    address, found = reverse("results:public-list", args=[publication.pk]), set()
    page = walk.open(None, address)
    for number in range(1, page.response.context["table"].page.paginator.num_pages + 1):
        page = walk.open(None, f"{address}?page={number}")
        found |= {row.entry.ticket for row in page.response.context["table"].page}
        assert [n for n in walk.entries if id_number(n) in page.text] == []
    assert found == {ticket for ticket, (word, _) in expected.items() if word == "qualified"}


# --- The candidate -------------------------------------------------------------------------------


def candidate(walk: Walk, number: int) -> Page:
    """A candidate's own page, on a phone of his own."""
    phone, entry = People(Client()), walk.entries[number]
    typed = {"name": entry.name, "id_number": id_number(number), "number": entry.number}
    answer = phone.open(None, reverse("results:candidates")).send(**typed)
    assert answer.status == 302, said(answer)
    return phone.open(None, answer.response.url)


def ask_recheck(walk: Walk) -> Recheck:
    """One who failed practice asks."""
    own = candidate(walk, ASKING)
    page = own.people.open(None, own.link("/recheck/"))
    answer = page.send(subject=PRACTICE, text="第二项得分偏低。")
    assert answer.status == 302, said(answer)
    return Recheck.objects.get(entry=walk.entries[ASKING])


def answer_recheck(walk: Walk, recheck: Recheck) -> None:
    address = walk.at("results:recheck", recheck.pk)
    walk.send(walk.manager, address, upheld="no", answer="经核对评分表，成绩无误。")
    assert "成绩无误" in candidate(walk, ASKING).text


# --- The reviews ---------------------------------------------------------------------------------


def submit(walk: Walk) -> None:
    """With both forms, which a job prints; nobody reviews before they are there."""
    assert walk.act(walk.clerk, "submit_results") == "review"
    jobs.work_off(seconds=300)
    keys = Material.objects.current().filter(case_id=walk.plan.pk).values_list("key", flat=True)
    assert {"result_summary", "result_list"} <= set(keys)


def form_of(walk: Walk, key: str) -> str:
    """What stands in one of the printed forms."""
    paper = Material.objects.current().get(case_id=walk.plan.pk, key=key)
    assert files.read(paper.file)[:5] == b"%PDF-"
    return text_of(paper.file)


def pass_review(walk: Walk, office: str) -> str:
    return walk.act(walk.officer(office), "review", note="材料齐全")
