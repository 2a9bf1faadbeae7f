"""From the answers on paper to results: two clerks, a third, a panel."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile

from assessment.models import PlanItem, PlanSubject
from papers.models import Opening
from printing.sheets import read
from results.models import Arbitration, ScoreRound
from results.selectors.results import current
from results.sheets import HEADS
from tests.printing.files import xlsx
from tests.results.whole.cast import DIFFERING, PRACTICE, THEORY, marks
from tests.results.whole.walk import Walk

MISREAD = "70"


def settle(walk: Walk, *, panel: bool = False, from_file: bool = False) -> None:
    """Every sheet entered twice, practice by a panel where there is one; one difference decided.
    `from_file`: the second clerk hands in files."""
    for subject in PlanSubject.objects.filter(item__plan=walk.plan, waived=False).order_by("pk"):
        if panel and subject.kind == PRACTICE:
            mark_by_panel(walk, subject.item)
        else:
            enter_twice(walk, subject.item, subject.kind, from_file=from_file)
    decide(walk)
    assert walk.act(walk.clerk, "score") == "scored"


def sheet(walk: Walk, name: str, item: PlanItem, subject: str, *more) -> str:
    return walk.at(f"results:{name}", item.pk, subject, *more)


def enter_twice(walk: Walk, item: PlanItem, subject: str, *, from_file: bool) -> None:
    """By two people, the first of whom misreads one mark."""
    for position, clerk in enumerate(walk.scorers, 1):
        page = walk.open(clerk, sheet(walk, "sheet", item, subject))
        assert page.send(to=f"/take/{position}/").status == 302
        if from_file and position == 2:
            bring_in(walk, clerk, item, subject)
        else:
            fill(walk, clerk, item, subject, misread=position == 1)
        hand_in = sheet(walk, "round-hand-in", item, subject)
        walk.send(clerk, hand_in)
    rows = ScoreRound.objects.filter(sheet__item=item, sheet__subject=subject)
    assert [row.frozen_at is not None for row in rows] == [True, True]


def fill(walk: Walk, clerk, item: PlanItem, subject: str, *, misread: bool) -> None:
    address = sheet(walk, "round", item, subject)
    numbers = {entry.pk: number for number, entry in walk.entries.items()}
    page = walk.open(clerk, address)
    typed = {}
    for name in page.main.xpath(".//input[starts-with(@name, 'mark-')]/@name"):
        number = numbers[int(name.removeprefix("mark-"))]
        mark = marks(number)[subject]
        typed[name] = "缺考" if mark is None else str(mark)
        if misread and number == DIFFERING and subject == THEORY:
            typed[name] = MISREAD
    assert page.send(**typed).status == 302


def bring_in(walk: Walk, clerk, item: PlanItem, subject: str) -> None:
    """The same from a file: those of the template, each with his or her mark."""
    template = walk.people.open(clerk, sheet(walk, "round-template", item, subject)).response
    numbers = {entry.ticket: number for number, entry in walk.entries.items()}
    file = io.BytesIO(template.content)
    file.name = "模板.xlsx"
    tickets = [row.cells[0] for row in read(file).rows]
    known = [(ticket, marks(numbers[ticket])[subject]) for ticket in tickets]
    rows = [(ticket, mark, "是" if mark is None else "") for ticket, mark in known]
    file = SimpleUploadedFile("成绩.xlsx", xlsx(HEADS, *rows))
    walk.send(clerk, sheet(walk, "round-file", item, subject), file=file)


def mark_by_panel(walk: Walk, item: PlanItem) -> None:
    """Three members, each for himself, by the lines of form B, which was given out unopened here
    as the printed copies were; the average is what it is."""
    page = walk.open(walk.clerk, sheet(walk, "sheet", item, PRACTICE))
    assert page.send(to="/way/", press="yes").status == 302
    session = walk.sessions(PRACTICE)[0]
    given = {f"forms-{session.rooms.get().pk}-{item.pk}": "B"}
    walk.send(walk.clerk, walk.at("results:papers-given", session.pk), **given)
    for offset, judge in zip((-1, 0, 1), walk.judges, strict=True):
        duty = session.duties.get(examiner__user=judge)
        for number, entry in walk.entries.items():
            mark = marks(number)[PRACTICE]
            given = {"absent": "on"}
            if mark is not None:
                first = mark * 6 // 10
                given = {"line-0": str(first), "line-1": str(mark - first + offset)}
            address = f"/marking/{duty.pk}/{entry.pk}/"
            answer = walk.open(judge, address).send(press="1", **given)
            assert answer.status == 302, answer.errors
    seen = Opening.objects.filter(paper__item=item, paper__subject=PRACTICE, cause="scoring")
    assert sorted(seen.values_list("paper__form", "opened_by")) == sorted(
        ("B", judge.pk) for judge in walk.judges
    )


def decide(walk: Walk) -> None:
    """Neither clerk decides what differs; the manager does, with a reason."""
    entry = walk.entries[DIFFERING]
    address = sheet(walk, "decide", entry.item, THEORY, entry.pk)
    refused = walk.try_to(walk.clerk, "score")
    assert (refused.status, walk.state) == (422, "held")
    assert any("待裁定" in text and entry.ticket in text for text in refused.errors)
    assert walk.people.open(walk.scorers[1], address).status == 403
    walk.send(walk.manager, address, mark="71", reason="一录漏看背面第 3 题")
    row = Arbitration.objects.get(sheet__plan=walk.plan)
    assert (row.mark, row.decided_by) == (71, walk.manager)


def outcomes(walk: Walk) -> dict[str, tuple]:
    """By ticket how everybody came out."""
    return {
        row.entry.ticket: (
            row.outcome,
            {
                each.subject: (each.outcome, each.mark and int(each.mark))
                for each in row.subjects.all()
            },
        )
        for row in current(walk.plan)
    }
