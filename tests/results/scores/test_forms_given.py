"""Which form of a paper was given out is recorded, and panels mark by the lines of that form."""

import uuid

import pytest

from config import clock
from papers.models import Opening, Paper
from papers.selectors.papers import criteria_in
from results.models import Marking, PaperGiven
from results.services import marking
from tests.papers.papers.world import DRAWN, a_bench
from tests.results.held.doing import url
from tests.results.scores.world import panel, who
from tests.results.world import BEFORE, EXAM

pytestmark = pytest.mark.django_db
AT_WORK = EXAM.replace(day=4, hour=14)  # ten minutes into practice
UNSAID = "还没有登记这个考场用的是A卷还是B卷，请先登记发卷，再评分。"


@pytest.fixture
def day(agencies):
    """Ten minutes into practice, which a panel marks; both forms are sealed."""
    with clock.travel(DRAWN):
        bench = a_bench(agencies)
        bench.sealed("practice")
    panel(bench.day)
    with clock.travel(AT_WORK):
        yield bench.day


def paper(form: str) -> Paper:
    return Paper.objects.get(form=form, subject="practice")


def name(day) -> str:
    return f"forms-{day.practice.rooms.get().pk}-{day.item.pk}"


def say(client, day, forms: str, user=None):
    who(user or day.assessors[0].examiner.user, client)
    sent = {"token": str(uuid.uuid4()), name(day): forms}
    return client.post(url(day.practice, "papers-given"), sent)


def page(day, at: int = 0, member: int = 0) -> str:
    return f"/marking/{day.assessors[member].pk}/{day.entries[at].pk}/"


def lines(client, day, at: int = 0, member: int = 0) -> list[tuple[str, str]]:
    """What a member of the panel is asked, of the candidate on the seat after `at`."""
    who(day.assessors[member].examiner.user, client)
    sheet = client.get(page(day, at, member)).context["sheet"]
    return [(line["text"], line["marks"]) for line in sheet.lines]


def of(form: str) -> list[tuple[str, str]]:
    return [(line["text"], line["marks"]) for line in criteria_in(paper(form))]


def mark(client, day, submit: bool = True, shown: dict | None = None):
    """Four lines with five each, on the page as it was `shown`."""
    who(day.assessors[0].examiner.user, client)
    given = {f"line-{at}": "5" for at in range(4)}
    button = {"submit": "1"} if submit else {}
    return client.post(page(day), {**given, **button, **(shown or {})})


def shown(client, day) -> dict[str, str]:
    form = client.get(page(day)).context["form"]
    return {name: form[name].value() for name in ("seen", "asked")}


def test_nobody_marks_before_it_is_said_which_form_was_given_out(client, day):
    assert of("A") != of("B")
    who(day.assessors[0].examiner.user, client)
    answer = client.get(page(day), follow=True)
    assert [str(each) for each in answer.context["messages"]] == [UNSAID]
    assert (answer.context["unsaid"], answer.context["gives"]) == (True, True)
    assert f'href="{url(day.practice, "papers-given")}"' in answer.content.decode()
    assert mark(client, day).status_code == 302
    assert (Marking.objects.count(), Opening.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("forms", "expected"), [("A", ["A", "A", "A"]), ("B", ["B", "B", "B"]), ("AB", ["A", "B", "A"])]
)
def test_the_sheet_follows_the_form(client, day, forms, expected):
    assert say(client, day, forms).status_code == 302
    assert [lines(client, day, at) for at in range(3)] == [of(each) for each in expected]
    assert not client.get(f"/marking/{day.assessors[0].pk}/").context["unsaid"]


def test_whoever_sees_the_lines_of_a_sealed_paper_is_on_record_once(client, day):
    say(client, day, "B")
    lines(client, day, 0)
    lines(client, day, 1)
    lines(client, day, 0, member=1)
    rows = Opening.objects.order_by("pk")
    assert [(each.paper.form, each.opened_by, each.session) for each in rows] == [
        ("B", day.assessors[0].examiner.user, day.practice),
        ("B", day.assessors[1].examiner.user, day.practice),
    ]
    assert {(each.cause, each.with_key, each.note) for each in rows} == {
        ("scoring", True, "评分时查看评分项")
    }
    assert (paper("A").status, paper("B").status) == ("sealed", "opened")
    assert day.plan.events.filter(act="open_paper").count() == 2


def test_where_there_is_one_form_nothing_has_to_be_said(client, day):
    Paper.objects.filter(pk=paper("A").pk).update(
        status="spoiled", spoiled_at=AT_WORK, spoiled_for="排版有误"
    )
    assert lines(client, day) == of("B")
    assert say(client, day, "A").status_code == 422
    assert PaperGiven.objects.count() == 0


def test_another_form_is_another_sheet_until_marks_are_submitted(client, day):
    say(client, day, "A")
    mark(client, day, submit=False)
    assert [line["text"] for line in Marking.objects.get().lines] == [text for text, _ in of("A")]
    before = shown(client, day)
    assert say(client, day, "B").status_code == 302
    refused = mark(client, day, shown=before)
    told = refused.context["form"].non_field_errors()
    assert (refused.status_code, told) == (422, [marking.OTHER_LINES])
    assert lines(client, day) == of("B")
    assert mark(client, day, shown=shown(client, day)).status_code == 302
    assert [line["text"] for line in Marking.objects.get().lines] == [text for text, _ in of("B")]
    late = say(client, day, "A")
    told = "已有提交的评分，不能再改卷别。评分有误的，按成绩更正办理。"
    assert (late.status_code, told in late.content.decode()) == (422, True)
    assert PaperGiven.objects.get().forms == "B"
    events = day.plan.events.filter(act="give_papers").order_by("sequence")
    assert [each.actor for each in events] == [day.assessors[0].examiner.user] * 2


def test_the_same_again_is_no_event(client, day):
    for _ in range(2):
        assert say(client, day, "A").status_code == 302
    assert day.plan.events.filter(act="give_papers").count() == 1


def test_what_there_is_not_is_refused_and_nothing_is_kept(client, day):
    for wrong in ("C", "BA", "A\0"):
        assert say(client, day, wrong).status_code == 422
    assert PaperGiven.objects.count() == 0


def test_who_may_say_it(client, agencies, day):
    serving = [day.assessors[0].examiner.user, agencies.clerk["lc"], day.arbiter]
    others = [day.watch.examiner.user, agencies.world.staff["lc_centre"], agencies.clerk["sd"]]
    address = url(day.practice, "papers-given")
    found = [who(user, client).get(address).status_code for user in (*serving, *others)]
    assert found == [200, 200, 200, 403, 403, 404]
    with clock.travel(BEFORE):
        assert who(day.arbiter, client).get(address).status_code == 403
        assert say(client, day, "A", day.arbiter).status_code == 403
    assert PaperGiven.objects.count() == 0
