"""A parent's filing recognised at the place of its subsidiary (JS-10)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from casework.models import Case, Material, Notice
from casework.services import door
from config import clock
from filing.enums import AgencyStatus
from filing.models import Agency, Recognition
from filing.selectors import register as reads
from filing.services import recognition, register
from tests.casework.files import pictures
from tests.filing.granting import issued, on
from tests.filing.test_selection import act_page
from tests.races import race

pytestmark = pytest.mark.django_db
PAGE = "filing:recognition-start"


@pytest.fixture
def agency(world) -> Agency:
    """Of a parent in Liaocheng, in force and published."""
    agency = issued(world, "liaocheng-enterprise").agency
    agency.published_on = clock.today()
    agency.save()
    return agency


@pytest.fixture
def subsidiary(world):
    """In Suzhou, with its manager."""
    return world.applicant("320500", "city")


def evidence(name: str = "章程.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pictures.png(), "image/png")


def ask(client, owner, actor, of, **other):
    client.logout()  # a session of another day is over
    client.force_login(actor)
    sent = {
        "owner": owner.pk,
        "agency": of.code,
        "relation": "母公司持有本单位 100% 股权。",
        "evidence": evidence(),
    }
    return client.post(reverse(PAGE), {k: v for k, v in (sent | other).items() if v is not None})


def asked(client, subsidiary, agency) -> Recognition:
    assert ask(client, *subsidiary, agency).status_code == 302
    return Recognition.objects.latest("pk")


def recognised(client, world, subsidiary, agency) -> Recognition:
    case = asked(client, subsidiary, agency)
    door.perform(case, "recognise", actor=world.staff["sz"])
    return Recognition.objects.get(pk=case.pk)


def on_page(agency, day) -> list:
    return [each.owner for each in reads.recognised_on(agency, day)]


@pytest.mark.clause("JS-10")
def test_the_place_of_the_subsidiary_recognises_the_parent(client, world, subsidiary, agency):
    case = asked(client, subsidiary, agency)
    assert (case.state, case.office, case.since) == ("submitted", world.offices["sz"], None)
    deadline = case.deadlines.get()
    assert (deadline.amount, deadline.basis) == (10, "本系统默认")
    assert on_page(agency, clock.today()) == []
    client.force_login(world.staff["sz"])
    shown = client.get(reverse("casework:case", args=[case.number])).content.decode()
    parts = (agency.code, "山东省聊城市", "100% 股权", "人社厅发〔2020〕104号 九")
    assert [part in shown for part in parts] == [True] * 4
    assert act_page(client, case, "recognise").status_code == 302
    case.refresh_from_db()
    today = clock.today()
    assert (case.state, case.since, case.until, case.is_open) == ("recognised", today, None, False)
    assert on_page(agency, today) == [subsidiary[0]]
    assert on_page(agency, today - timedelta(days=1)) == []
    client.logout()
    public = client.get(reverse("filing:agency", args=[agency.code])).content.decode()
    assert subsidiary[0].name in public
    assert Notice.objects.filter(recipient=subsidiary[1], subject__endswith="已认可").exists()


@pytest.mark.clause("JS-10")
def test_it_ends_when_the_agency_is_struck_off(client, world, subsidiary, agency):
    case = recognised(client, world, subsidiary, agency)
    later = clock.today() + timedelta(days=30)
    with on(later):
        register.set_status(
            agency,
            AgencyStatus.STRUCK_OFF,
            reason="不再具备条件",
            case=None,
            day=later,
            actor=None,
        )
        case.refresh_from_db()
        assert case.until == later
        assert on_page(agency, later) == []
        assert on_page(agency, later - timedelta(days=1)) == [subsidiary[0]]
        refused = ask(client, *subsidiary, agency)
    assert list(refused.context["form"].errors) == ["agency"]


def test_an_agency_that_expired_keeps_what_was_recognised(client, world, subsidiary, agency):
    case = recognised(client, world, subsidiary, agency)
    register.set_status(
        agency, AgencyStatus.EXPIRED, reason="到期", case=None, day=clock.today(), actor=None
    )
    case.refresh_from_db()
    assert case.until is None


@pytest.mark.parametrize("who", ["office", "subsidiary"])
def test_either_side_ends_it_with_a_reason(client, world, subsidiary, agency, who):
    case = recognised(client, world, subsidiary, agency)
    client.logout()
    client.force_login(world.staff["sz"] if who == "office" else subsidiary[1])
    assert act_page(client, case, "end").status_code == 422
    assert act_page(client, case, "end", note="股权已转让。").status_code == 302
    case.refresh_from_db()
    assert (case.state, case.until) == ("ended", clock.today())
    assert on_page(agency, clock.today()) == []
    assert ask(client, *subsidiary, agency).status_code == 302


def test_what_was_returned_is_corrected(client, world, subsidiary, agency):
    case = asked(client, subsidiary, agency)
    door.perform(case, "send_back", actor=world.staff["sz"], note="请补充股权证明。")
    response = act_page(
        client, case, "resubmit", relation="全资子公司", evidence=evidence("新.png")
    )
    assert response.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.relation) == ("submitted", "全资子公司")
    papers = Material.objects.filter(case_id=case.pk).order_by("pk")
    assert list(papers.values_list("version", flat=True)) == [1, 2]


@pytest.mark.parametrize("act", ["refuse", "withdraw"])
def test_it_may_come_to_nothing(client, world, subsidiary, agency, act):
    case = asked(client, subsidiary, agency)
    actor = world.staff["sz"] if act == "refuse" else subsidiary[1]
    door.perform(case, act, actor=actor, note="关系不明。")
    case.refresh_from_db()
    assert (case.since, case.is_open) == (None, False)
    assert ask(client, *subsidiary, agency).status_code == 302


def test_an_agency_struck_off_meanwhile_is_not_recognised(client, world, subsidiary, agency):
    case = asked(client, subsidiary, agency)
    register.set_status(
        agency, AgencyStatus.STRUCK_OFF, reason="违规", case=None, day=clock.today(), actor=None
    )
    client.force_login(world.staff["sz"])
    assert act_page(client, case, "recognise").status_code == 422
    case.refresh_from_db()
    assert (case.state, case.since) == ("submitted", None)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"agency": None}, "agency"),
        ({"agency": "没有"}, "agency"),
        ({"relation": ""}, "relation"),
        ({"evidence": None}, "evidence"),
        ({"evidence": SimpleUploadedFile("x.exe", b"MZ")}, "evidence"),
    ],
)
def test_what_is_missing_is_asked_for_at_its_field(client, subsidiary, agency, wrong, field):
    before = Case.objects.count()
    response = ask(client, *subsidiary, agency, **wrong)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Case.objects.count() == before


def test_neither_twice_nor_for_oneself(client, world, subsidiary, agency):
    case = asked(client, subsidiary, agency)
    assert list(ask(client, *subsidiary, agency).context["form"].errors) == ["agency"]
    door.perform(case, "recognise", actor=world.staff["sz"])
    assert list(ask(client, *subsidiary, agency).context["form"].errors) == ["agency"]
    own = (agency.organisation, world.member(agency.organisation, Role.CLERK))
    assert list(ask(client, *own, agency).context["form"].errors) == ["agency"]


@pytest.mark.parametrize("by", ["name", "code", "credit_code"])
def test_the_parent_is_found_by_its_name_and_its_codes(client, world, subsidiary, agency, by):
    issued(world, "shandong-social")  # an association is nobody's parent
    client.force_login(subsidiary[1])
    sent = {
        "_refresh": "1",
        "search": getattr(agency, by)[-8:] if by == "name" else getattr(agency, by),
    }
    form = client.post(reverse(PAGE), sent).context["form"]
    assert [code for code, _ in form.fields["agency"].choices] == [agency.code]
    assert form.errors == {}


@pytest.mark.parametrize(
    ("who", "status"), [("js", 403), ("sz_centre", 404), ("lc", 404), ("other", 404)]
)
def test_others_do_not_recognise(client, world, subsidiary, agency, who, status):
    case = asked(client, subsidiary, agency)
    client.force_login(world.hr if who == "other" else world.staff[who])
    page = reverse("casework:act", args=[case.number, "recognise"])
    assert client.get(page).status_code == status


@pytest.mark.parametrize("who", ["officer", "association", "assessor"])
def test_who_cannot_ask(client, world, subsidiary, agency, who):
    users = {
        "officer": world.staff["sz"],
        "association": world.applicant("320500", "city", "association")[1],
        "assessor": world.member(subsidiary[0], Role.ASSESSOR),
    }
    client.force_login(users[who])
    assert client.get(reverse(PAGE)).status_code == 403


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_of_its_people_at_once_make_one_request(world, subsidiary, agency):
    owner, boss = subsidiary
    clerk = world.member(owner, Role.CLERK)

    def request(actor):
        case = recognition.ask(
            owner, agency, relation="全资子公司", evidence=evidence(), actor=actor
        )
        return case.state

    outcomes = race(lambda: request(boss), lambda: request(clerk))
    assert outcomes == ["refused", "submitted"]
