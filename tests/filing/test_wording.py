"""常用语: the texts an office keeps, and how a form takes them up, with scripts or without."""

import pytest

from accounts.enums import Role
from filing.enums import WordingUse
from filing.models import Wording
from tests.filing.answering import address, fresh, stamp

pytestmark = pytest.mark.django_db
REASON = "申报的职业属于准入类，不在评价范围内。"
REMEDY = "改报其他职业后可以重新申请。"


@pytest.fixture
def office(world):
    return world.offices["dcf"]


@pytest.fixture
def kept(office):
    """`kept(use, text)`: a text of the office."""

    def make(use: WordingUse, text: str, **columns) -> Wording:
        values = {"office": office, "title": f"{use.label}{Wording.objects.count()}"} | columns
        return Wording.objects.create(act=use, text=text, **values)

    return make


@pytest.fixture
def pages(office):
    return f"/desk/wordings/{office.pk}/"


def test_a_manager_keeps_changes_and_removes_the_offices_texts(client, world, pages, office):
    client.force_login(world.staff["dcf"])
    sent = {"act": "reason", "title": "准入类", "text": f" {REASON} "}
    assert client.post(f"{pages}new/", sent)["Location"] == pages
    wording = Wording.objects.get()
    assert (wording.office, wording.act, wording.title, wording.text) == (
        office,
        "reason",
        "准入类",
        REASON,
    )
    client.post(f"{pages}{wording.pk}/", sent | {"title": "准入类职业"})
    assert Wording.objects.get().title == "准入类职业"
    assert "准入类职业" in client.get(pages).text
    assert client.post(f"{pages}{wording.pk}/remove/").status_code == 302
    assert not Wording.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"title": "准入类"}, "已有同名的常用语。"),
        ({"title": ""}, "请填写名称。"),
        ({"text": "  "}, "请填写内容。"),
        ({"act": "evil"}, "选"),
    ],
)
def test_a_wrong_text_is_refused_and_kept_on_the_page(client, world, pages, kept, wrong, told):
    kept(WordingUse.REASON, REASON, title="准入类")
    client.force_login(world.staff["dcf"])
    sent = {"act": "reason", "title": "另一条", "text": REMEDY} | wrong
    answer = client.post(f"{pages}new/", sent)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert Wording.objects.count() == 1


def test_only_managers_of_the_office_keep_them(client, world, pages, kept):
    wording = kept(WordingUse.REASON, REASON)
    people = {
        "acceptor": world.member(world.offices["dcf"], Role.ACCEPTOR),
        "manager next door": world.staff["yg"],
        "applicant": world.hr,
    }
    answers = {}
    for name, user in people.items():
        client.force_login(user)
        answers[name] = [
            client.get(pages).status_code,
            client.post(f"{pages}new/", {}).status_code,
            client.post(f"{pages}{wording.pk}/remove/").status_code,
        ]
    assert answers == {name: [404, 404, 404] for name in people}
    own = f"/desk/wordings/{world.offices['yg'].pk}/{wording.pk}/"
    client.force_login(world.staff["yg"])
    assert (client.get(own).status_code, Wording.objects.count()) == (404, 1)


def test_an_enterprise_has_none(client, world):
    firm, manager = world.applicant("371502", "county")
    client.force_login(manager)
    assert client.get(f"/desk/wordings/{firm.pk}/").status_code == 404


def test_the_forms_offer_the_texts_of_their_own_office_for_their_own_use(client, world, kept):
    filing = world.filing("submitted")
    kept(WordingUse.REASON, REASON)
    kept(WordingUse.REMEDY, REMEDY)
    kept(WordingUse.ACCEPT, "请按期参加评估。")
    kept(WordingUse.REASON, "邻县的理由。", office=world.offices["yg"])
    client.force_login(world.staff["dcf"])
    page = client.get(address(filing, "refuse")).text
    offered = [f'data-text="{text}"' in page for text in (REASON, REMEDY)]
    assert offered == [True, True]
    assert [text in page for text in ("请按期参加评估。", "邻县的理由。")] == [False, False]
    assert 'data-fills="id_reason"' in page


def test_without_scripts_a_button_fills_the_field_and_sends_nothing(client, world, kept):
    filing = world.filing("submitted")
    wording = kept(WordingUse.REASON, REASON)
    client.force_login(world.staff["dcf"])
    sent = stamp(filing, reason="经查，", reason_wording=str(wording.pk), remedy="", _refresh="1")
    answer = client.post(address(filing, "refuse"), sent)
    assert (answer.status_code, fresh(filing).state) == (200, "submitted")
    assert f"经查，\n{REASON}</textarea>" in answer.text
    assert "请填写补救办法。" not in answer.text


def test_the_text_goes_into_the_act_not_which_it_began_with(client, world, kept):
    filing = world.filing("submitted")
    wording = kept(WordingUse.REASON, REASON)
    client.force_login(world.staff["dcf"])
    sent = stamp(filing, reason=REASON, reason_wording=str(wording.pk), remedy=REMEDY)
    wording.delete()  # meanwhile, by the manager
    assert client.post(address(filing, "refuse"), sent).status_code == 302
    assert fresh(filing).events.order_by("sequence").last().note.text == (
        f"{REASON}\n补救办法：{REMEDY}"
    )


def test_an_item_of_supplement_is_filled_in_its_own_section(client, world, kept):
    filing = world.filing("submitted")
    wording = kept(WordingUse.SUPPLEMENT, "缺考评员聘书。")
    client.force_login(world.staff["dcf"])
    sent = {"section": "people", "text_wording": str(wording.pk), "_refresh": "1"}
    page = client.post(f"/filing/{filing.number}/items/", sent)
    people = page.text.split('id="people"')[1].split("</section>")[0]
    assert (page.status_code, "缺考评员聘书。</textarea>" in people) == (200, True)
    assert filing.supplement_items.count() == 0
