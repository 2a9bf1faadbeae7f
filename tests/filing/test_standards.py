"""An enterprise's own 评价规范: proposed, approved, replaced, sent up (JS-02, SD-14)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from casework.models import Case, Letter, Material, Notice
from casework.services import door
from casework.services.materials import overview
from catalogue.enums import StandardKind
from catalogue.models import ConditionSet, RegulatedOccupation, Standard, Subject
from config import clock
from filing.checks import basis
from filing.documents import dossier
from filing.models import ScopeItem, StandardCase
from filing.selectors import bases
from filing.services import standards
from tests.casework.files import pdfs
from tests.filing.granting import on, text_of
from tests.filing.test_selection import act_page

pytestmark = pytest.mark.django_db
PAGE = "filing:standard-start"
CODE = "6-18-01-02"  # 铣工


@pytest.fixture(autouse=True)
def conditions(db) -> ConditionSet:
    return ConditionSet.objects.create(code="2023", name="默认", source="测试", is_default=True)


@pytest.fixture
def firm(world):
    """A Suzhou enterprise and its manager."""
    return world.applicant("320500", "city")


def document(name: str = "规范.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdfs.plain(), "application/pdf")


def typed(**other) -> dict:
    return {
        "occupation": CODE,
        "name": "铣工（五轴）评价规范",
        "edition": "2026年版",
        "lowest": "5",
        "highest": "3",
        "not_below": "on",
        "document": document(),
        "note": "与铣工相近，参照编制。",
    } | other


def propose(client, owner, actor, **other):
    client.force_login(actor)
    form = client.get(reverse(PAGE)).context["form"]
    hidden = {"owner": owner.pk, "regulation": form.fields["regulation"].initial}
    sent = {name: value for name, value in (hidden | typed(**other)).items() if value is not None}
    return client.post(reverse(PAGE), sent)


def proposed(client, firm, **other) -> StandardCase:
    assert propose(client, *firm, **other).status_code == 302
    return StandardCase.objects.latest("pk")


def approve(world, case, key: str = "sz_centre") -> StandardCase:
    door.perform(case, "approve", actor=world.staff[key], note="同意备案。")
    return StandardCase.objects.get(pk=case.pk)


def national(world, code: str = CODE) -> Standard:
    return Standard.objects.create(
        code=f"national-{code}",
        occupation=world.occupations[code],
        kind=StandardKind.NATIONAL,
        version="2020年版",
        condition_set=ConditionSet.objects.get(),
        source="测试",
    )


@pytest.mark.clause("JS-02")
def test_the_city_centre_approves_and_it_becomes_a_basis(client, world, firm):
    case = proposed(client, firm)
    assert (case.state, case.office, case.regulation_id) == (
        "submitted",
        world.offices["sz_centre"],
        "jiangsu-enterprise",
    )
    assert [(slot.name, len(slot.papers)) for slot in overview(case)] == [("企业评价规范文本", 1)]
    client.force_login(world.staff["sz_centre"])
    assert act_page(client, case, "approve", note="同意备案。").status_code == 302
    case.refresh_from_db()
    standard = case.standard
    assert (case.state, case.is_open) == ("approved", False)
    assert (standard.kind, standard.owner_code, standard.version, standard.checked) == (
        "enterprise",
        firm[0].code,
        "2026年版",
        False,
    )
    assert standard.effective_from == clock.today()
    assert [row.level for row in standard.levels.all()] == [5, 4, 3]
    subjects = Subject.objects.filter(standard_level__standard=standard, standard_level__level=5)
    assert sorted(subjects.values_list("kind", flat=True)) == ["practice", "theory"]
    assert list(bases.offered(case.occupation, firm[0])) == [standard]
    other, _ = world.applicant("320500", "city")
    assert list(bases.offered(case.occupation, other)) == []


@pytest.mark.clause("JS-02")
def test_the_owner_gets_a_letter(client, world, firm):
    case = approve(world, proposed(client, firm))
    letter = Letter.objects.get(case_id=case.pk)
    assert (letter.title, letter.office) == (
        "企业评价规范审定备案通知书",
        world.offices["sz_centre"],
    )
    text = text_of(letter.file)
    parts = ("铣工（五轴）评价规范", "2026年版", "三级/高级工", "同意备案。", firm[0].name)
    assert [part in text for part in parts] == [True] * 5
    assert Notice.objects.filter(recipient=firm[1], subject__endswith="已审定备案").exists()


@pytest.mark.clause("SD-14")
def test_a_social_agency_rests_on_a_filed_standard_and_not_on_its_own(client, world):
    owner, actor = world.applicant("371502", "city", "association")
    draft = world.filing(
        "draft", regulation="shandong-social", owner=owner, actor=actor, receiver="lc_centre"
    )
    item = ScopeItem.objects.create(
        filing=draft,
        occupation=world.occupations[CODE],
        lowest=5,
        highest=3,
        named_kind="enterprise",
        named="本单位评价规范",
    )
    [refused] = list(basis.check(dossier.load(draft)))
    assert refused.refuses
    case = proposed(client, (owner, actor), not_below=None)
    assert case.office == world.offices["lc_centre"]
    item.named = item.named_kind = ""
    item.standard = approve(world, case, "lc_centre").standard
    item.save()
    assert [issue.code for issue in basis.check(dossier.load(draft)) if issue.refuses] == []


@pytest.mark.clause("JS-02")
def test_a_mature_one_goes_up_to_the_province_and_on(client, world, firm):
    case = approve(world, proposed(client, firm))
    door.perform(case, "submit_province", actor=world.staff["sz_centre"], note="应用面广。")
    case.refresh_from_db()
    assert (case.state, case.office, case.is_open) == (
        "province_submitted",
        world.offices["js_centre"],
        True,
    )
    door.perform(case, "send_back", actor=world.staff["js_centre"], note="再完善。")
    case.refresh_from_db()
    assert (case.state, case.office, case.is_open) == (
        "approved",
        world.offices["sz_centre"],
        False,
    )
    door.perform(case, "submit_province", actor=world.second["sz_centre"])
    door.perform(case, "approve_province", actor=world.staff["js_centre"])
    case.refresh_from_db()
    assert (case.state, case.is_open) == ("province_approved", False)
    door.perform(case, "propose", actor=world.staff["js_centre"])
    case.refresh_from_db()
    assert (case.state, case.is_open) == ("proposed", False)
    offices = Letter.objects.filter(case_id=case.pk).order_by("pk")
    assert [letter.office for letter in offices] == [
        world.offices["sz_centre"],
        world.offices["js_centre"],
    ]
    assert case.standard.effective_until is None


def test_nobody_waits_for_a_city_to_send_it_up(client, world, firm):
    approve(world, proposed(client, firm))
    client.force_login(world.staff["sz_centre"])
    assert client.get(reverse("portal:desk")).context["tasks"] == []


def test_what_was_returned_is_corrected_and_sent_again(client, world, firm):
    case = proposed(client, firm)
    door.perform(case, "send_back", actor=world.staff["sz_centre"], note="等级过宽。")
    client.force_login(firm[1])
    response = act_page(client, case, "submit", highest="4", document=document("修订.pdf"))
    assert response.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.highest) == ("submitted", 4)
    papers = Material.objects.filter(case_id=case.pk).order_by("pk")
    assert list(papers.values_list("version", flat=True)) == [1, 2]


def test_a_new_version_takes_the_place_of_the_old(client, world, firm):
    day = clock.today()
    with on(day - timedelta(days=40)):
        old = approve(world, proposed(client, firm)).standard
    client.logout()
    new = approve(world, proposed(client, firm, edition="2027年版")).standard
    old.refresh_from_db()
    assert (old.effective_until, new.effective_until) == (day, None)
    assert list(bases.offered(new.occupation, firm[0])) == [new]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"occupation": "4-07-03-03", "regulated": True}, "occupation"),
        ({"occupation": "9-99-99-99"}, "occupation"),
        ({"occupation": None}, "occupation"),
        ({"lowest": "3", "highest": "5"}, "highest"),
        ({"not_below": None}, "not_below"),
        ({"national": True}, "reason"),
        ({"document": None}, "document"),
        ({"document": SimpleUploadedFile("x.exe", b"MZ")}, "document"),
        ({"name": ""}, "name"),
    ],
)
def test_what_cannot_be_approved_is_refused_at_its_field(client, world, firm, wrong, field):
    wrong = dict(wrong)
    if wrong.pop("regulated", False):
        RegulatedOccupation.objects.create(
            occupation=world.occupations["4-07-03-03"],
            item=1,
            group="测试",
            qualification="测试资格",
            block="full",
            certainty="verified",
            source="测试",
        )
    if wrong.pop("national", False):
        national(world)
    response = propose(client, *firm, **wrong)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Case.objects.count() == 0


def test_a_reason_lets_it_stand_beside_a_national_standard(client, world, firm):
    national(world)
    case = proposed(client, firm, reason="国家职业标准不含五轴加工。")
    client.force_login(world.staff["sz_centre"])
    shown = client.get(reverse("casework:case", args=[case.number])).content.decode()
    assert "国家职业标准不含五轴加工。" in shown


def test_levels_that_the_regulation_does_not_open_are_refused(client, world):
    firm = world.applicant("371502", "city", "association")
    response = propose(client, *firm, highest="2")
    assert list(response.context["form"].errors) == ["highest"]


def test_a_second_case_and_a_second_same_version_are_refused(client, world, firm):
    case = proposed(client, firm)
    assert list(propose(client, *firm).context["form"].errors) == ["occupation"]
    approve(world, case)
    assert list(propose(client, *firm).context["form"].errors) == ["edition"]
    other = propose(client, *firm, edition="2027年版", work_type="五轴")
    assert list(other.context["form"].errors) == ["work_type"]
    with on(clock.today() + timedelta(days=1)):
        client.logout()
        assert propose(client, *firm, edition="2027年版").status_code == 302


def test_the_search_offers_occupations_and_keeps_what_was_typed(client, world, firm):
    client.force_login(firm[1])
    found = client.post(reverse(PAGE), {"_refresh": "1", "search": "铣工", "name": "规范一"})
    form = found.context["form"]
    assert (found.status_code, [code for code, _ in form.fields["occupation"].choices]) == (
        200,
        [CODE],
    )
    assert form["name"].value() == "规范一"
    assert form.errors == {}
    named = client.get(reverse(PAGE), {"occupation": CODE}).context["form"]
    assert [code for code, _ in named.fields["occupation"].choices] == [CODE]


@pytest.mark.parametrize("who", ["elsewhere", "assessor", "officer"])
def test_who_cannot_propose(client, world, firm, who):
    users = {
        "elsewhere": world.applicant("210300", "city")[1],  # Liaoning knows no such case
        "assessor": world.member(firm[0], Role.ASSESSOR),
        "officer": world.staff["sz_centre"],
    }
    client.force_login(users[who])
    assert client.get(reverse(PAGE)).status_code == 403
    regulation = standards.regulations_for(firm[0])[0]
    with pytest.raises(door.ForbiddenError):
        standards.propose(
            firm[0],
            standards.Wish(world.occupations[CODE], "规范", "2026年版", 5, 3, not_below=True),
            regulation=regulation,
            document=document(),
            actor=users[who],
        )


@pytest.mark.parametrize(("who", "status"), [("sz", 403), ("js_centre", 403), ("lc_centre", 404)])
def test_others_do_not_approve(client, world, firm, who, status):
    case = proposed(client, firm)
    client.force_login(world.staff[who])
    page = reverse("casework:act", args=[case.number, "approve"])
    assert client.get(page).status_code == status
    assert Standard.objects.count() == 0
