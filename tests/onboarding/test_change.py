"""Renaming, merging and closing an organisation."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from accounts.selectors import organisations_of
from casework.models import Case, Material, Notice
from casework.selectors import cases_visible_to
from casework.services import door
from onboarding.enums import Change, ChangeState
from onboarding.models import OrganisationChange
from onboarding.services import change
from onboarding.services.change import Wish
from tests.onboarding.conftest import bring_to, code, established
from tests.onboarding.pictures import png

pytestmark = pytest.mark.django_db
RENAME = Wish(Change.RENAME, new_name="样例智能装备有限公司")
CLOSE = Wish(Change.CLOSING)
PAGE = "/organisation/change/"


def evidence() -> SimpleUploadedFile:
    return SimpleUploadedFile("通知书.png", png(), "image/png")


@pytest.fixture
def firm(bureaus, places):
    return established(places["371502"], 11)


@pytest.fixture
def other(bureaus, places):
    return established(places["371521"], 2)


@pytest.fixture
def boss(firm, member):
    return member(firm, Role.MANAGER)


@pytest.fixture
def renaming(firm, boss):
    return change.propose(firm, RENAME, evidence=evidence(), actor=boss, note="换发执照")


def merging(firm, boss, into) -> OrganisationChange:
    wish = Wish(Change.MERGER, into_code=into.code)
    return change.propose(firm, wish, evidence=evidence(), actor=boss)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def counts():
    return [model.objects.count() for model in (Case, Material, Notice)]


class TestProposing:
    def test_it_waits_at_the_bureau_with_its_evidence(self, renaming, firm, boss, bureaus):
        assert (renaming.state, renaming.office, renaming.pending_for) == (
            "submitted",
            bureaus["371502"],
            firm,
        )
        assert renaming.due_on is not None
        assert [paper.title for paper in renaming.materials.all()] == ["变更证明材料"]
        assert [event.act for event in renaming.events.order_by("sequence")] == ["open", "submit"]
        assert fresh(firm).name == firm.name

    def test_a_second_beside_it_is_refused(self, renaming, firm, boss):
        before = counts()
        with pytest.raises(ValidationError, match=f"变更 {renaming.number} 正在办理"):
            change.propose(firm, CLOSE, evidence=evidence(), actor=boss)
        assert counts() == before

    def test_the_database_itself_refuses_a_second(self, renaming, other, member):
        second = change.propose(
            other, CLOSE, evidence=evidence(), actor=member(other, Role.MANAGER)
        )
        second.pending_for = renaming.pending_for
        with pytest.raises(IntegrityError), transaction.atomic():
            second.save(update_fields=["pending_for"])

    def test_bad_evidence_leaves_nothing_behind(self, firm, boss):
        before = counts()
        forged = SimpleUploadedFile("通知书.pdf", b"MZ\x90\x00not a pdf", "application/pdf")
        with pytest.raises(ValidationError) as refused:
            change.propose(firm, RENAME, evidence=forged, actor=boss)
        assert list(refused.value.error_dict) == ["evidence"]
        assert counts() == before

    @pytest.mark.parametrize("role", [Role.CLERK, Role.ASSESSOR])
    def test_only_a_manager_may(self, firm, member, role):
        with pytest.raises(door.ForbiddenError):
            change.propose(firm, RENAME, evidence=evidence(), actor=member(firm, role))

    def test_nobody_may_for_another(self, firm, other, boss):
        with pytest.raises(door.ForbiddenError):
            change.propose(other, RENAME, evidence=evidence(), actor=boss)

    @pytest.mark.parametrize("wish", [CLOSE, Wish(Change.MERGER, into_code=code(2))])
    def test_open_cases_block_closing_and_merging(self, firm, other, boss, petition_of, wish):
        number = petition_of(firm, boss).number
        with pytest.raises(ValidationError, match=rf"还有 1 件事项没有办结（{number}）"):
            change.propose(firm, wish, evidence=evidence(), actor=boss)

    def test_open_cases_do_not_block_renaming(self, firm, boss, petition_of):
        petition_of(firm, boss)
        case = change.propose(firm, RENAME, evidence=evidence(), actor=boss)
        assert case.state == "submitted"

    @pytest.mark.parametrize(
        ("wish", "field"),
        [
            (Wish(Change.MERGER, into_code=code(77)), "into_code"),
            (Wish(Change.MERGER, into_code=code(11)), "into_code"),
            (Wish(Change.RENAME, new_name="成立第11有限公司"), "new_name"),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field(self, firm, boss, wish, field):
        with pytest.raises(ValidationError) as refused:
            change.propose(firm, wish, evidence=evidence(), actor=boss)
        assert list(refused.value.error_dict) == [field]


@pytest.fixture
def petition_of(places, bureaus):
    """Some other case that an organisation has under way."""
    from tests.casework.sample.acts import KIND

    def open_(owner, actor):
        return door.open_case(
            KIND,
            actor=actor,
            title="样例申请",
            division=places["371502"],
            owner=owner,
            office=bureaus["371502"],
            state="draft",
        )

    return open_


# Every role × every transition × every state.

HOLDERS = {
    "submit": {"manager"},
    "confirm": {"acceptor", "reviewer"},
    "send_back": {"acceptor", "reviewer"},
    "refuse": {"acceptor", "reviewer"},
    "resubmit": {"manager"},
    "withdraw": {"manager"},
}
DRAWN = {
    "draft": {"submit", "withdraw"},
    "submitted": {"confirm", "send_back", "refuse", "withdraw"},
    "returned": {"resubmit", "withdraw"},
}


@pytest.fixture
def people(member, boss, firm, other, bureaus):
    own = bureaus["371502"]
    return {
        "manager": boss,
        "clerk": member(firm, Role.CLERK),
        "acceptor": member(own, Role.ACCEPTOR),
        "reviewer": member(own, Role.REVIEWER),
        "signer": member(own, Role.SIGNER),
        "bureau manager": member(own, Role.MANAGER),
        "expert": member(own, Role.EXPERT),
        "city": member(bureaus["371500"], Role.ACCEPTOR),
        "other county": member(bureaus["371521"], Role.ACCEPTOR),
        "other manager": member(other, Role.MANAGER),
        "nobody": member(None),
    }


@pytest.mark.parametrize("state", ChangeState.values)
def test_the_machine_offers_each_role_its_acts(renaming, people, state):
    case = bring_to(renaming, state)
    offered = {
        name: {act.transition for act in door.available(case, user)}
        for name, user in people.items()
    }
    assert offered == {
        name: {act for act in DRAWN.get(state, ()) if name in HOLDERS[act]} for name in people
    }


@pytest.mark.parametrize("state", ChangeState.values)
@pytest.mark.parametrize("act", list(HOLDERS))
def test_a_refused_move_leaves_no_trace(renaming, people, state, act):
    bring_to(renaming, state)
    allowed = HOLDERS[act] if act in DRAWN.get(state, ()) else set()
    before = (fresh(renaming).version, renaming.events.count(), renaming.owner.name)
    for name, user in people.items():
        if name not in allowed:
            with pytest.raises((door.ForbiddenError, door.NotNowError)):
                door.perform(renaming, act, actor=user)
    assert (fresh(renaming).version, renaming.events.count(), fresh(renaming.owner).name) == before


class TestAnswer:
    def test_renamed_and_the_old_name_kept(self, renaming, firm, county):
        door.perform(renaming, "confirm", actor=county)
        assert fresh(firm).name == RENAME.new_name
        assert [row.name for row in firm.history.all()] == [RENAME.new_name, "成立第11有限公司"]
        assert firm.history.first().history_change_reason == renaming.number
        assert fresh(renaming).pending_for is None

    def test_merged_its_people_go_over_and_its_cases_are_seen(
        self, firm, other, boss, county, member
    ):
        clerk, theirs = member(firm, Role.CLERK), member(other, Role.MANAGER)
        case = merging(firm, boss, other)
        door.perform(case, "confirm", actor=county)
        merged = fresh(firm)
        assert (merged.status, merged.merged_into) == ("merged", other)
        held = Membership.objects.filter(organisation=other, until=None)
        assert sorted(held.values_list("user", "role")) == sorted(
            [(boss.pk, "clerk"), (clerk.pk, "clerk"), (theirs.pk, "manager")]
        )
        assert not Membership.objects.filter(organisation=firm, until=None).exists()
        theirs.__dict__.pop("_roles", None)
        assert cases_visible_to(theirs).get().number == case.number
        assert Notice.objects.filter(recipient=theirs, subject__contains="已并入").count() == 1

    def test_merged_on_its_earlier_cases_go_along(self, firm, boss, county, member, places):
        other, third = (established(places["371502"], number) for number in (96, 97))
        its_boss, last = member(other, Role.MANAGER), member(third, Role.MANAGER)
        for owner, into, person in ((firm, other, boss), (other, third, its_boss)):
            wish = Wish(Change.MERGER, into_code=into.code)
            case = change.propose(owner, wish, evidence=evidence(), actor=person)
            door.perform(case, "confirm", actor=county)
        seen = cases_visible_to(User.objects.get(pk=last.pk))
        assert {case.owner for case in seen} == {firm, other}

    def test_whoever_was_in_both_is_there_once(self, firm, other, boss, county):
        Membership.objects.create(
            user=boss, organisation=other, role=Role.CLERK, since=boss.memberships.get().since
        )
        door.perform(merging(firm, boss, other), "confirm", actor=county)
        assert Membership.objects.filter(organisation=other, user=boss).count() == 1

    def test_not_into_one_that_ended_meanwhile(self, firm, other, boss, county):
        case = merging(firm, boss, other)
        Organisation.objects.filter(pk=other.pk).update(status="closed")
        with pytest.raises(ValidationError, match="不能并入"):
            door.perform(case, "confirm", actor=county)
        assert (fresh(firm).status, fresh(case).state) == ("active", "submitted")

    def test_one_that_another_is_coming_into_does_not_close(self, firm, other, boss, member):
        merging(firm, boss, other)
        theirs = member(other, Role.MANAGER)
        with pytest.raises(ValidationError, match="有单位正在申请并入本单位"):
            change.propose(other, CLOSE, evidence=evidence(), actor=theirs)

    def test_closed_it_may_open_nothing(self, firm, boss, county, petition_of):
        door.perform(
            change.propose(firm, CLOSE, evidence=evidence(), actor=boss), "confirm", actor=county
        )
        assert fresh(firm).status == "closed"
        with pytest.raises(door.ForbiddenError, match="已注销"):
            petition_of(fresh(firm), boss)
        assert organisations_of(boss) == {firm.pk}  # what was, stays readable

    def test_a_case_opened_meanwhile_blocks_the_closing(self, firm, boss, county, petition_of):
        case = change.propose(firm, CLOSE, evidence=evidence(), actor=boss)
        petition_of(firm, boss)
        with pytest.raises(ValidationError, match="还有 1 件事项没有办结"):
            door.perform(case, "confirm", actor=county)
        assert fresh(firm).status == "active"

    @pytest.mark.parametrize("act", ["refuse", "withdraw"])
    def test_ended_otherwise_nothing_changes_and_another_may_follow(
        self, renaming, firm, boss, county, act
    ):
        door.perform(renaming, act, actor=county if act == "refuse" else boss)
        assert (fresh(firm).name, fresh(renaming).pending_for) == (firm.name, None)
        again = change.propose(firm, RENAME, evidence=evidence(), actor=boss)
        assert again.state == "submitted"

    def test_corrected_with_other_evidence(self, renaming, firm, other, boss, county):
        door.perform(renaming, "send_back", actor=county, note="材料不清")
        wish = Wish(Change.MERGER, into_code=other.code)
        door.perform(renaming, "resubmit", actor=boss, wish=wish, evidence=evidence())
        case = fresh(renaming)
        assert (case.state, case.change, case.into, case.new_name) == (
            "submitted",
            "merger",
            other,
            "",
        )
        assert [paper.version for paper in case.materials.order_by("version")] == [1, 2]


class TestPage:
    def send(self, client, firm, **changed):
        sent = {"owner": firm.pk, "change": "rename", "new_name": "新名称有限公司", "note": "换照"}
        return client.post(PAGE, {**sent, "evidence": evidence(), **changed})

    def test_a_manager_proposes(self, client, firm, boss):
        client.force_login(boss)
        response = self.send(client, firm)
        case = OrganisationChange.objects.get()
        assert response["Location"] == f"/cases/{case.number}/"
        assert case.new_name == "新名称有限公司"

    @pytest.mark.parametrize(
        ("changed", "wrong"),
        [
            ({"change": ""}, {"change": ["请选择变更事项。"]}),
            ({"new_name": ""}, {"new_name": ["请填写变更后名称。"]}),
            ({"change": "merger"}, {"into_code": ["请填写并入单位的统一社会信用代码。"]}),
            ({"change": "merger", "into_code": code(66)}, {"into_code": [change.NOT_HERE]}),
            ({"evidence": ""}, {"evidence": ["请选择证明材料。"]}),
            ({"note": ""}, {"note": ["请填写变更原因。"]}),
        ],
    )
    def test_wrong_input_is_named_and_kept(self, client, firm, boss, changed, wrong):
        client.force_login(boss)
        response = self.send(client, firm, **changed)
        assert response.status_code == 422
        found = response.context["form"].errors
        assert {name: list(messages) for name, messages in found.items()} == wrong
        if "note" not in changed:
            assert "换照" in response.content.decode()
        assert OrganisationChange.objects.count() == 0

    def test_only_managers_of_confirmed_organisations(self, client, firm, member, manager):
        for user in (member(firm, Role.CLERK), manager):
            client.force_login(user)
            assert client.get(PAGE).status_code == 403

    def test_not_for_anothers_organisation(self, client, firm, other, boss):
        client.force_login(boss)
        assert self.send(client, other).status_code == 422
