"""What is refused on the way, at the page where somebody tries it; and what is late."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest

from casework import tasks
from casework.models import DeadlineMark, Letter, Notice
from casework.services import lots
from filing.models import Agency, AgencyScope, Standing, Submission
from tests.filing import filled, panels, selecting
from tests.filing.agencies import agency, close_off
from tests.filing.granting import again, issued, on, signer
from tests.filing.rows import ELECTRICIAN, MILLER, TURNER, WELDER, scope_row
from tests.filing.whole.steps import MONDAY, Way
from tests.filing.world import credit_code

pytestmark = pytest.mark.django_db
SD, LC, LN = "shandong-social", "liaocheng-enterprise", "liaoning-enterprise"
CENTRE = "lc_centre"
DETAILS = {"methods": ["exam"], "headcount": "60", "experience": "2019年起"}


@pytest.fixture
def social(way, world) -> Way:
    """An association's application, whole, for the electrician alone; a window is open."""
    selecting.window(world)
    walk = way(SD, "371502", "city", "association")
    walk.start()
    member = {"unit": "样例会员有限公司", "unit_code": credit_code(77)}
    Standing.objects.create(
        filing=walk.filing, occupation=world.occupations[ELECTRICIAN], name="电气服务", **member
    )
    filled.fill_in(world, walk.filing, walk.applicant)
    return walk


def stays_a_draft(walk: Way) -> bool:
    return (walk.state, Submission.objects.count()) == ("draft", 0)


# --- What may be applied for --------------------------------------------------------------------


@pytest.mark.clause("SD-03")
def test_a_fourth_occupation_in_shandong(social):
    for code in (WELDER, TURNER):
        scope_row(social.filing, code)
    page = social.open(social.applicant, social.section(f"scope/add/{MILLER}/"))
    answer = page.send(**DETAILS, lowest="5", highest="4")
    assert (answer.status, answer.errors, social.filing.scope.count()) == (
        422,
        [
            "每个评价机构不超过 3 个职业（工种）（鲁人社字〔2020〕50号 二），"
            "已有 3 个。先移去一个，再添加。"
        ],
        3,
    )


@pytest.mark.clause("SD-03")
def test_level_two_in_shandong(social):
    """No page offers it, and sent all the same it is not kept."""
    page = social.open(social.applicant, social.section(f"scope/add/{WELDER}/"))
    offered = page.main.xpath(".//select[@name='highest']/option/@value")
    assert offered == ["", "5", "4", "3"]
    answer = page.send(**DETAILS, lowest="5", highest="2")
    assert (answer.status, list(answer.response.context["form"].errors)) == (422, ["highest"])
    assert social.filing.scope.count() == 1


@pytest.mark.clause("LC-04")
def test_an_occupation_of_a_permit(way, world):
    """准入类: refused with the reason before anything is typed; become one later, not sent."""
    walk = way(LC, "371502", "county")
    walk.start()
    filled.fill_in(world, walk.filing, walk.applicant)
    close_off(world.occupations[WELDER])
    page = walk.open(walk.applicant, walk.section(f"scope/add/{WELDER}/"))
    assert ("焊工资格" in page.text, page.main.xpath(".//select")) == (True, [])
    sent = DETAILS | {"lowest": "5", "highest": "4"}
    assert walk.people.post(walk.section(f"scope/add/{WELDER}/"), sent).status == 422
    assert walk.filing.scope.count() == 1
    close_off(world.occupations[ELECTRICIAN])
    refused = walk.try_to_submit()
    assert (refused.status, stays_a_draft(walk)) == (422, True)
    assert [text for text in refused.errors if "电工不能申报" in text] != []


@pytest.mark.clause("SD-02")
def test_an_occupation_outside_the_enterprises_own_filing(way, world):
    """First there is no own filing at all, then one for other levels."""
    selecting.window(world)
    walk = way(SD, "371502", "city", "enterprise")
    walk.start()
    filled.fill_in(world, walk.filing, walk.applicant)
    refused = walk.try_to_submit()
    assert (refused.status, stays_a_draft(walk)) == (422, True)
    assert [text for text in refused.errors if "没有在有效期内的自主评价备案" in text] != []
    own = agency(world, organisation=walk.owner, scope={ELECTRICIAN: (5, 4)})
    refused = walk.try_to_submit()
    assert (refused.status, stays_a_draft(walk)) == (422, True)
    beyond = "电工的三级不在本单位自主评价备案范围之内。"
    assert [text for text in refused.errors if text == beyond] == [beyond]
    AgencyScope.objects.create(
        agency=own, occupation=world.occupations[ELECTRICIAN], level=3, since=own.filed_on
    )
    assert walk.submit() == "submitted"


@pytest.mark.clause("SD-14")
def test_a_standard_of_ones_own_that_nobody_filed(social, world):
    """It cannot be named as a basis."""
    item = social.filing.scope.get()
    page = social.open(social.applicant, social.section(f"standards/{item.pk}/"))
    assert page.main.xpath(".//select[@name='named_kind']/option/@value") == [
        "", "national", "industry",
    ]  # fmt: skip
    answer = page.send(named_kind="enterprise", named="本单位评价规范")
    assert (answer.status, list(answer.response.context["form"].errors)) == (422, ["named_kind"])


@pytest.mark.clause("SD-07")
def test_a_closed_window(social):
    """The draft stays; with the next window it can be sent."""
    with on(MONDAY + timedelta(days=21)):
        social.people.sign_in(None)
        refused = social.try_to_submit()
        assert (refused.status, stays_a_draft(social)) == (422, True)
        assert "征集窗口已关闭" in "".join(refused.errors)
        selecting.window(social.world)
        assert social.submit() == "submitted"


# --- Who may judge, see and sign ----------------------------------------------------------------


@pytest.mark.clause("LC-11")
@pytest.mark.clause("SD-06")
def test_an_expert_with_a_conflict(way, world):
    """Nobody who declared a tie is drawn; one who declares it afterwards says nothing more."""
    walk, officer = way(LC, "371502", "county"), world.staff["dcf"]
    walk.send_filled()
    walk.act(officer, "accept")
    tied = panels.expert(world)
    declare(walk, tied.user)
    assert walk.convene(officer, "文件审核", pool=5) == "evaluation"
    lot = walk.filing.panels.get().lot
    kept_out = {ticket.id: ticket.excluded for ticket in lots.tickets(lot) if ticket.excluded}
    assert kept_out == {str(tied.pk): "本人申报的利害关系"}
    seats = panels.seats(walk.filing)
    assert tied not in [seat.expert for seat in seats]
    late = seats[0].user
    declare(walk, late)
    page = walk.open(late, walk.section("opinion/"))
    typed = {field: "meets" if "verdict" in field else "理由" for field in fields_of(page)}
    refused = page.send(**typed)
    assert (refused.status, "须回避的关系" in refused.text) == (422, True)
    assert walk.filing.events.filter(act="speak").count() == 0


def declare(walk: Way, expert) -> None:
    page = walk.open(expert, "/experts/me/ties/new/")
    answer = page.send(cause="relation", name=walk.owner.name, code=walk.owner.code)
    assert answer.status == 302, answer.errors


def fields_of(page) -> list[str]:
    """What an opinion asks for."""
    names = dict.fromkeys(page.main.xpath(".//form//*[self::input or self::textarea]/@name"))
    return [name for name in names if name != "csrfmiddlewaretoken"]


@pytest.mark.clause("LC-09")
def test_a_foreign_county(way, world):
    """It finds nothing of another county's filing, at no address, and can do nothing."""
    walk, stranger = way(LC, "371502", "county"), world.staff["yg"]
    walk.send_filled()
    read = [f"/cases/{walk.number}/", f"/cases/{walk.number}/materials/", walk.page_of("accept")]
    read += [walk.section(part) for part in ("", "read/", "review/", "panel/", "opinion/")]
    file = walk.filing.materials.exclude(file=None).first().file
    read.append(f"/files/{file.pk}/")
    assert {address: walk.people.open(stranger, address).status for address in read} == (
        dict.fromkeys(read, 404)
    )
    stamp = {"version": walk.filing.version, "token": uuid4()}
    assert walk.people.post(walk.page_of("accept"), stamp).status == 404
    assert walk.number not in walk.open(stranger, "/cases/").text
    assert (walk.state, Letter.objects.count()) == ("submitted", 0)


@pytest.mark.clause("LN-06")
def test_an_expired_receipt(way, world):
    """A change that was under way when the term ended gets no receipt, nor can one be begun; the
    public reads that the agency has expired."""
    first = issued(world, LN)
    change = again(world, first, "scope", (ELECTRICIAN, "", 5, 3), (WELDER, "", 5, 5))
    agency = first.agency
    Agency.objects.update(published_on=MONDAY)
    walk = way(LN, owner=first.owner, applicant=first.created_by)
    walk.number = change.number
    with on(agency.valid_until + timedelta(days=1)):
        refused = walk.try_to(signer(world), "issue_receipt")
        assert (refused.status, refused.errors) == (
            422,
            [f"{agency}的备案已于 2029年3月2日 到期，请先办理延续备案。"],
        )
        assert walk.state == "rechecked"
        tasks.sweep_deadlines()
        page = walk.open(None, f"/agencies/{agency.code}/").text
        assert "该机构的备案已到期" in page
        assert walk.open(None, "/agencies/").rows() == []
    assert AgencyScope.objects.filter(agency=agency).count() == 3
    assert Letter.objects.count() == 1


# --- Late ---------------------------------------------------------------------------------------


@pytest.mark.clause("LC-10")
def test_day_11_without_an_answer(way, world):
    """Late, told to the office above, still answerable, and kept as late. Silence means nothing."""
    walk, officer = way(LC, "371502", "county"), world.staff["dcf"]
    walk.send_filled()
    with on(date(2026, 3, 16)):
        tasks.sweep_deadlines()
        assert not Notice.objects.filter(recipient=world.staff["lc"]).exists()
    with on(date(2026, 3, 17)):
        walk.people.sign_in(None)
        tasks.sweep_deadlines()
        tasks.sweep_deadlines()
        assert walk.state == "submitted"
        told = Notice.objects.get(recipient=world.staff["lc"])
        assert told.subject == f"东昌府区人社局：{walk.number}“通知是否受理”已逾期 1 个工作日"
        marks = DeadlineMark.objects.order_by("pk").values_list("mark", flat=True)
        assert list(marks) == ["due", "overdue", "escalated"]
        assert "已逾期 1 个工作日" in walk.open(officer, "/cases/?due=overdue").text
        assert walk.act(officer, "accept") == "accepted"
        assert "逾期 1 个工作日办理" in walk.open(officer, f"/cases/{walk.number}/").text
    facts = json.loads(walk.filing.events.get(act="accept").facts)
    assert facts["late_by"] == 1
    assert walk.filing.deadlines.get(key="acceptance").late_by == 1
