"""Selection on merit: the number, the scope granted, those not selected told why (SD-07)."""

import json
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from casework.models import Letter, Notice
from casework.services import door
from filing.models import Filing
from filing.selectors import granted, windows
from filing.services import prefilling
from filing.services.selection import Choice
from tests.filing import agencies, selecting
from tests.filing.granting import text_of
from tests.filing.selecting import items, state
from tests.races import race

pytestmark = pytest.mark.django_db
REASON = "实训场地与申报的职业不相适应。"


def act_page(client, filing, act: str, **data):
    """Open the page of an act, and send its form with `data` over what it holds."""
    page = reverse("casework:act", args=[filing.number, act])
    form = client.get(page).context["form"]
    sent = {field.html_name: field.value() for field in form} | data
    return client.post(page, {name: value for name, value in sent.items() if value is not None})


def select(world, filing, **data):
    return door.perform(filing, "select", actor=world.staff["lc_centre"], **data)


@pytest.mark.clause("SD-07")
def test_the_centre_selects_and_narrows_the_scope(client, world):
    window = selecting.window(world)
    filing = selecting.passed(world, window)
    rows = items(filing)
    client.force_login(world.staff["lc_centre"])
    response = act_page(
        client,
        filing,
        "select",
        **{
            f"highest_{rows['电工'].pk}": "4",
            f"grant_{rows['焊工'].pk}": None,
            f"reason_{rows['焊工'].pk}": REASON,
            "note": "与同批申请相比，电工的场地较好。",
        },
    )
    assert (response.status_code, state(filing)) == (302, "selected")
    found = [
        (grant.occupation.name, [int(level) for level in grant.levels])
        for grant in granted.scope_of(filing)
    ]
    assert found == [("电工", [5, 4])]
    asked = items(filing)
    assert (asked["电工"].highest, asked["焊工"].not_granted) == (3, REASON)
    facts = json.loads(filing.events.get(act="select").facts)
    assert facts == {"granted": ["电工五级至四级"], "left_out": [rows["焊工"].pk]}
    told = Notice.objects.get(recipient=filing.created_by, subject__endswith="已入选")
    assert f"未入选的：焊工：{REASON}。" in told.body
    client.force_login(filing.created_by)
    shown = client.get(reverse("casework:case", args=[filing.number])).content.decode()
    assert [text in shown for text in ("电工五级至四级", REASON, str(window))] == [True] * 3


def test_the_next_application_begins_with_what_was_granted(world):
    filing = selecting.passed(world, selecting.window(world))
    rows = items(filing)
    choices = [
        Choice(rows["电工"].pk, lowest=5, highest=4),
        Choice(rows["焊工"].pk, reason=REASON),
    ]
    select(world, filing, choices=choices)
    agency = agencies.agency(world, organisation=filing.owner, regulation="shandong-social")
    Filing.objects.filter(pk=filing.pk).update(state="registered", agency=agency)
    draft = selecting.passed(world, state="draft")
    draft.scope.all().delete()
    prefilling.fill(draft, agency, actor=draft.created_by)
    found = draft.scope.values_list("occupation__name", "lowest", "highest", "highest_granted")
    assert list(found) == [("电工", 5, 4, None)]


def test_everything_is_granted_where_nothing_is_left_out(client, world):
    filing = selecting.passed(world, selecting.window(world))
    client.force_login(world.staff["lc_centre"])
    assert act_page(client, filing, "select").status_code == 302
    found = [(row.lowest_granted, row.highest_granted) for row in filing.scope.all()]
    assert found == [(None, None), (None, None)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"grant_电工": None}, "请写明电工未入选的理由"),
        ({"highest_电工": "5", "lowest_电工": "3"}, "最高等级不能低于最低等级"),
        ({"highest_电工": "1"}, "有效"),
        (
            {"grant_电工": None, "reason_电工": "无", "grant_焊工": None, "reason_焊工": "无"},
            "至少确定一个职业",
        ),
    ],
)
def test_what_cannot_be_granted_is_refused(client, world, changes, said):
    filing = selecting.passed(world, selecting.window(world))
    rows = items(filing)
    named = {
        f"{key.partition('_')[0]}_{rows[key.partition('_')[2]].pk}": value
        for key, value in changes.items()
    }
    client.force_login(world.staff["lc_centre"])
    response = act_page(client, filing, "select", **named)
    assert (response.status_code, said in response.content.decode()) == (422, True)
    assert (state(filing), filing.events.filter(act="select").count()) == ("passed", 0)


def test_the_service_refuses_what_the_form_would(world):
    filing = selecting.passed(world, selecting.window(world))
    rows = items(filing)
    wrong = [
        [Choice(rows["电工"].pk, lowest=5, highest=2)],
        [Choice(row.pk, reason="无") for row in rows.values()],
        [Choice(0, reason="无")],
    ]
    for choices in wrong:
        with pytest.raises(ValidationError):
            select(world, filing, choices=choices)
    kept = filing.scope.values_list("not_granted", "lowest_granted", "highest_granted")
    assert (set(kept), state(filing)) == ({("", None, None)}, "passed")


@pytest.mark.clause("SD-07")
def test_no_more_are_selected_than_announced(client, world):
    window = selecting.window(world, at_most=2)
    filings = [selecting.passed(world, window) for _ in range(3)]
    for filing in filings[:2]:
        select(world, filing)
    client.force_login(world.staff["lc_centre"])
    refused = act_page(client, filings[2], "select")
    assert refused.status_code == 422
    assert "至多选定 2 家，已选定 2 家，不能再选定" in refused.content.decode()
    assert state(filings[2]) == "passed"
    other = selecting.passed(world, selecting.window(world, title="第二批"))
    select(world, other)
    assert windows.tally(window).is_full


def test_who_came_further_still_counts(world):
    window = selecting.window(world, at_most=2)
    for step in ("publicity", "registered"):
        selecting.passed(world, window, state=step)
    with pytest.raises(ValidationError, match="已选定 2 家"):
        select(world, selecting.passed(world, window))


@pytest.mark.clause("SD-07")
def test_who_is_not_selected_is_told_why_in_a_letter(client, world):
    window = selecting.window(world)
    filing = selecting.passed(world, window)
    client.force_login(world.staff["lc_centre"])
    empty = act_page(client, filing, "decline")
    assert (empty.status_code, Letter.objects.count()) == (422, 0)
    assert "择优标准" in empty.content.decode()
    assert act_page(client, filing, "decline", note=REASON).status_code == 302
    letter = Letter.objects.get(case_id=filing.pk)
    assert (letter.kind, letter.title, letter.office) == (
        "unselected",
        "未入选告知书",
        world.offices["lc_centre"],
    )
    text = text_of(letter.file)
    assert [part in text for part in (REASON, str(window), filing.owner.name)] == [True] * 3
    assert Notice.objects.filter(recipient=filing.created_by, subject__endswith="未入选").exists()
    ended = Filing.objects.get(pk=filing.pk)
    assert (ended.state, ended.is_open) == ("unselected", False)


@pytest.mark.parametrize(("who", "status"), [("dcf", 403), ("yg", 404), ("lc", 403), ("own", 403)])
@pytest.mark.parametrize("act", ["select", "decline"])
def test_others_do_not_select(client, world, act, who, status):
    filing = selecting.passed(world, selecting.window(world))
    client.force_login(filing.created_by if who == "own" else world.staff[who])
    page = reverse("casework:act", args=[filing.number, act])
    assert client.get(page).status_code == status
    assert state(filing) == "passed"


def test_the_page_warns_while_applications_may_still_come(client, world):
    filing = selecting.passed(world, selecting.window(world))
    client.force_login(world.staff["lc_centre"])
    page = reverse("casework:act", args=[filing.number, "select"])
    assert "征集还没有截止" in client.get(page).content.decode()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("SD-07")
def test_officers_at_once_never_select_one_too_many(world):
    window = selecting.window(world, at_most=2)
    filings = [selecting.passed(world, window) for _ in range(5)]
    outcomes = race(*(partial(select, world, filing) for filing in filings))
    assert outcomes.count("refused") == 3
    assert windows.tally(window).selected == 2
