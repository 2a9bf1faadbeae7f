"""The demonstration: repeatable, one password, never over real accounts, never in production."""

import stat
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.checks import Tags, run_checks
from django.core.management import CommandError, call_command

from accounts.models import Membership, Organisation
from casework.models import LetterHead
from catalogue.models import Division, Occupation
from filing.models import Expert
from portal import demo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def divisions(db):
    """Those in which the demo world lies; and the 大类 that its experts know."""
    for code in demo.SKILLED:
        Occupation.objects.create(code=code, name=code, tier=1, announced=2022, source="测试")
    made = {}
    for code in sorted({place.division for place in {**demo.OFFICES, **demo.FIRMS}.values()}):
        above = {"00": code[:2] + "0000"}.get(code[4:], code[:4] + "00")
        if above not in made and above != code:
            made[above] = Division.objects.create(code=above, name=above, tier=1)
        made[code] = Division.objects.create(
            code=code,
            name=code,
            tier=1 if code.endswith("0000") else 2 if code.endswith("00") else 3,
            parent=None if code.endswith("0000") else made[above],
        )
    return made


def sign_in(client, username):
    return client.login(username=username, password=demo.password())


def test_the_printed_password_opens_every_account_and_stays_the_same(client, divisions):
    demo.create_accounts()
    password = demo.password()
    demo.create_accounts()
    assert [sign_in(client, account.username) for account in demo.ACCOUNTS] == [True] * 15
    assert (demo.password(), len(password)) == (password, 12)


def test_the_people_stand_in_their_organisations(divisions):
    demo.create_accounts()
    demo.create_accounts()
    held = {
        (m.user.username, m.organisation.name, m.role)
        for m in Membership.objects.select_related("user", "organisation")
    }
    places = {**demo.OFFICES, **demo.FIRMS}
    assert held == {
        (account.username, places[key].name, role)
        for account in demo.ACCOUNTS
        for key, role in account.posts
    }
    assert Organisation.objects.count() == len(places)


def test_its_offices_write_letters_and_its_experts_can_be_drawn(divisions):
    demo.create_accounts()
    demo.create_accounts()
    heads = {head.office.name: head.prefix for head in LetterHead.objects.select_related("office")}
    assert heads == {office.name: office.letters for office in demo.OFFICES.values()}
    pool = Expert.objects.filter(office__name=demo.OFFICES["city"].name)
    assert [expert.user.username for expert in pool.order_by("user__username")] == [
        f"expert{n}" for n in range(1, 6)
    ]


def test_the_password_is_for_this_user_of_the_machine_alone(tmp_path):
    demo.password()
    assert stat.S_IMODE((tmp_path / "demo-password").stat().st_mode) == 0o600


def test_a_changed_demo_account_is_mended(client, divisions):
    demo.create_accounts()
    admin = demo.accounts().get(username="admin")
    admin.is_superuser = admin.is_active = False
    admin.set_password("something else")
    admin.save()
    demo.create_accounts()
    admin.refresh_from_db()
    assert (sign_in(client, "admin"), admin.is_superuser, admin.is_staff) == (True, True, True)


def test_a_real_account_of_the_same_name_is_left_alone():
    real = get_user_model().objects.create_superuser("admin", "li@example.org", "own password")
    with pytest.raises(demo.RealAccountError, match="已有正式账号 admin，不能用作演示"):
        demo.create_accounts()
    real.refresh_from_db()
    assert (real.email, real.check_password("own password")) == ("li@example.org", True)


def test_without_demo_the_command_refuses(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="只能建在演示环境里"):
        call_command("demo")
    assert get_user_model().objects.count() == 0


def test_it_prepares_a_usable_site_twice_over(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    output = StringIO()
    call_command("demo", "--prepare-only", "--accounts-only", stdout=output)
    call_command("demo", "--prepare-only", "--accounts-only", stdout=output)
    text = output.getvalue()
    assert text.count(demo.password()) == 2
    assert [demo.accounts().count(), (tmp_path / "static" / "css").is_dir()] == [15, True]


def problems(settings, *, demo_is_on):
    settings.DEMO = demo_is_on
    return [
        issue.msg
        for issue in run_checks(tags=[Tags.database], databases=["default"])
        if issue.id == "portal.E001"
    ]


def test_a_check_fails_where_production_has_demo_accounts(settings, divisions):
    get_user_model().objects.create_user("real", "real@example.org", "p")
    assert problems(settings, demo_is_on=False) == []
    demo.create_accounts()
    assert problems(settings, demo_is_on=False) == [
        "正式环境中有演示账号："
        + "、".join(sorted(account.username for account in demo.ACCOUNTS))
        + "。"
    ]
    assert problems(settings, demo_is_on=True) == []
