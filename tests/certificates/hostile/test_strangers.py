"""What somebody sends to the interfaces who means them harm."""

import base64
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError

from accounts.enums import Role
from certificates.documents import bulk_sheet
from certificates.models import BulkCheck
from certificates.services import bulk_checks, tokens
from config import clock
from printing import sheets
from tests.assessment.entering import id_number
from tests.certificates.world import PREFIX
from ui.parsers import MOST_BYTES

pytestmark = pytest.mark.django_db
LOOKUP = "/api/v1/certificates/lookup/"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize(
    ("body", "status"),
    [("[" * 20_000, 400), ('{"a":' * 10_000, 400), ('{"name": "' + "甲" * MOST_BYTES + '"}', 413)],
)
def test_json_too_deep_or_too_long_is_refused(client, body, status):
    answer = client.generic("POST", LOOKUP, body, content_type="application/json")
    assert answer.status_code == status
    assert "detail" in answer.json()


def test_a_cursor_that_was_made_up_is_nowhere(client, agencies):
    office = agencies.world.offices["lc"]
    manager = agencies.world.member(office, Role.MANAGER)
    given = {"scopes": ["read:certificates"], "valid_until": clock.today()}
    _, secret = tokens.create(office, name="省平台", actor=manager, **given)
    for text in (b"p=abc", b"p=1%00", b"p=1%20or%201"):
        answer = client.get(
            "/api/v1/regional/certificates/",
            {"cursor": base64.b64encode(text).decode()},
            headers={"Authorization": f"Bearer {secret}"},
        )
        assert answer.status_code == 404


def sent(agencies, rows) -> BulkCheck:
    organisation, clerk = agencies.agency["lc"].organisation, agencies.clerk["lc"]
    table = sheets.write(bulk_sheet.HEADS, rows)
    return bulk_checks.upload(organisation, table, "名单.xlsx", actor=clerk)


def under(serials, name: str = "考生1") -> list[tuple[str, str, str]]:
    return [(name, f"{PREFIX}263{serial:06}", "") for serial in serials]


def test_a_name_does_not_walk_through_the_numbers(agencies):
    most = bulk_checks.NUMBERS_OF_A_NAME
    with pytest.raises(ValidationError, match="同一姓名"):
        sent(agencies, under(range(1, most + 2)))
    sent(agencies, under(range(1, most + 1)))
    # Nor in pieces, nor with the name in another spelling; the next day is another.
    with pytest.raises(ValidationError, match="同一姓名"):
        sent(agencies, under([most + 1], "考生１ "))
    assert BulkCheck.objects.count() == 1
    with clock.travel(clock.now() + timedelta(days=1)):
        sent(agencies, under([most + 1]))


def test_a_number_is_not_tried_with_many_names(agencies):
    most = bulk_checks.NAMES_OF_A_NUMBER
    rows = [(f"考生{n}", "", id_number(1)) for n in range(1, most + 2)]
    with pytest.raises(ValidationError, match="同一号码"):
        sent(agencies, rows)
    sent(agencies, rows[:most])
    with pytest.raises(ValidationError, match="同一号码"):
        sent(agencies, rows[most:])
