"""The outcome of evaluation and selection made public, with the clock at its edges (SD-06)."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from casework.models import Notice, Publication
from casework.services import door, publications
from filing.documents import outcome
from filing.models import Filing
from filing.services.selection import Choice
from tests.filing import selecting
from tests.filing.granting import on
from tests.filing.selecting import items, state
from tests.filing.test_selection import act_page

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
LAST = date(2026, 3, 9)  # five working days: Tuesday to the next Monday


@pytest.fixture
def filing(world) -> Filing:
    """Selected on a Monday, for 电工 alone."""
    with on(MONDAY):
        made = selecting.passed(world, selecting.window(world))
        left_out = [Choice(items(made)["焊工"].pk, reason="场地不足。")]
        door.perform(made, "select", actor=world.staff["lc_centre"], choices=left_out)
    return made


def publicise(world, filing) -> Publication:
    door.perform(filing, "publicise", actor=world.staff["lc_centre"])
    return outcome.latest(filing)


def object_to(publication) -> None:
    publications.object_to(publication, text="该单位没有实训场地。", token=uuid.uuid4())


def answer(world, publication, *, upheld: bool) -> None:
    objection = publication.objections.get()
    centre = world.staff["lc_centre"]
    publications.answer(objection, upheld=upheld, text="已经核实。", actor=centre)


def events(filing) -> list[tuple]:
    return list(filing.events.order_by("sequence").values_list("act", "target"))


@pytest.mark.clause("SD-06")
def test_the_outcome_is_public_for_five_working_days(client, world, filing):
    with on(MONDAY):
        client.force_login(world.staff["lc_centre"])
        page = reverse("casework:act", args=[filing.number, "publicise"])
        shown = client.get(page).content.decode()
        assert [text in shown for text in ("2026年3月9日", "本系统默认", "电工")] == [True] * 3
        assert act_page(client, filing, "publicise").status_code == 302
    publication = outcome.latest(filing)
    assert (publication.kind, publication.closes_on, publication.office) == (
        "publicity",
        LAST,
        world.offices["lc_centre"],
    )
    assert publication.title == f"{filing.owner}评估遴选结果公示"
    assert "拟评价的职业（工种）和等级：电工五级至三级" in publication.body
    assert "焊工" not in publication.body
    client.logout()
    public = client.get(reverse("casework:public-notice", args=[publication.pk]))
    assert filing.owner.code in public.content.decode()


@pytest.mark.clause("SD-06")
def test_it_is_cleared_on_the_first_day_after_and_not_before(world, filing):
    with on(MONDAY):
        publicise(world, filing)
    with on(LAST):
        assert publications.close_due() == []
        with pytest.raises(ValidationError, match="尚未期满"):
            door.perform(filing, "clear", actor=door.SYSTEM)
    assert state(filing) == "publicity"
    with on(LAST + timedelta(days=1)):
        assert len(publications.close_due()) == 1
        assert publications.close_due() == []
    assert state(filing) == "publicised"
    assert events(filing)[-2:] == [("publicise", "publicity"), ("clear", "publicised")]
    assert filing.events.get(act="clear").actor is None
    told = Notice.objects.filter(subject__endswith="公示期满无异议")
    assert {filing.created_by_id, world.staff["lc_centre"].pk} <= set(
        told.values_list("recipient", flat=True)
    )


def test_an_objection_of_the_last_day_holds_it_until_answered(world, filing):
    with on(MONDAY):
        publication = publicise(world, filing)
    with on(LAST):
        object_to(publication)
    with on(LAST + timedelta(days=1)):
        with pytest.raises(ValidationError, match="不再接收异议"):
            object_to(publication)
        assert publications.close_due() == []
        answer(world, publication, upheld=False)
        assert len(publications.close_due()) == 1
    assert state(filing) == "publicised"


@pytest.mark.clause("SD-06")
def test_an_upheld_objection_has_it_evaluated_anew(client, world, filing):
    with on(MONDAY):
        publication = publicise(world, filing)
        object_to(publication)
        client.force_login(world.staff["lc_centre"])
        early = act_page(client, filing, "reopen", note="异议成立。")
        assert (early.status_code, "还没有成立的异议" in early.content.decode()) == (422, True)
        answer(world, publication, upheld=True)
    with on(LAST + timedelta(days=3)):
        assert publications.close_due() == []
        client.logout()  # the session of that Monday is long over
        client.force_login(world.staff["lc_centre"])
        assert act_page(client, filing, "reopen").status_code == 422
        assert act_page(client, filing, "reopen", note="场地经查不属实。").status_code == 302
    publication.refresh_from_db()
    assert (publication.status, publication.end_reason) == ("withdrawn", "场地经查不属实。")
    assert state(filing) == "evaluation"
    assert set(filing.scope.values_list("not_granted", flat=True)) == {""}
    body = Notice.objects.get(recipient=filing.created_by, subject__endswith="重新评估").body
    assert "场地经查不属实。" in body


def test_a_correction_begins_the_window_anew_and_still_clears(world, filing):
    centre = world.staff["lc_centre"]
    with on(MONDAY):
        publication = publicise(world, filing)
    with on(MONDAY + timedelta(days=3)):
        publications.correct(
            publication, title="更正公示", body="更正后的内容", reason="名称有误。", actor=centre
        )
    with on(LAST + timedelta(days=1)):
        assert publications.close_due() == []
    with on(date(2026, 3, 13)):
        assert len(publications.close_due()) == 1
    assert state(filing) == "publicised"


def test_who_took_the_publicity_back_may_evaluate_anew(world, filing):
    centre = world.staff["lc_centre"]
    with on(MONDAY):
        publications.withdraw(publicise(world, filing), reason="发布有误。", actor=centre)
        assert publications.close_due() == []
        door.perform(filing, "reopen", actor=centre, note="公示已撤下，重新评估。")
    assert state(filing) == "evaluation"


def test_an_old_objection_does_not_reopen_a_second_publicity(world, filing):
    centre = world.staff["lc_centre"]
    with on(MONDAY):
        publication = publicise(world, filing)
        object_to(publication)
        answer(world, publication, upheld=True)
        door.perform(filing, "reopen", actor=centre, note="异议成立。")
        _through_again(world, filing)
        with pytest.raises(ValidationError, match="还没有成立的异议"):
            door.perform(filing, "reopen", actor=centre, note="再评估一次。")
    assert state(filing) == "publicity"


def _through_again(world, filing) -> None:
    """Evaluated, selected and made public once more."""
    Filing.objects.filter(pk=filing.pk).update(state="passed")
    door.perform(filing, "select", actor=world.staff["lc_centre"])
    publicise(world, filing)


@pytest.mark.parametrize(("who", "status"), [("yg", 404), ("lc", 403), ("own", 403)])
@pytest.mark.parametrize("act", ["publicise", "reopen"])
def test_others_neither_publish_nor_reopen(client, world, filing, act, who, status):
    client.force_login(filing.created_by if who == "own" else world.staff[who])
    page = reverse("casework:act", args=[filing.number, act])
    expected = 409 if (act, status) == ("reopen", 403) else status
    assert client.get(page).status_code == expected


def test_nobody_clears_by_hand(client, world, filing):
    with on(MONDAY):
        publicise(world, filing)
    client.force_login(world.staff["lc_centre"])
    page = reverse("casework:act", args=[filing.number, "clear"])
    assert client.get(page).status_code == 403
