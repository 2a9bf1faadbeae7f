"""An invented world, to look things up among."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts import identity
from certificates import numbers
from certificates.management import invented
from certificates.models import Certificate, NumberCounter
from certificates.selectors import lookup
from filing.models import Agency

pytestmark = pytest.mark.django_db
COUNT = 640


@pytest.fixture
def built(capsys):
    call_command("make_world", certificates=COUNT)


@pytest.mark.usefixtures("built")
def test_everybody_in_it_is_found_by_number_and_by_person():
    assert Certificate.objects.count() == COUNT
    for at in (0, 1, 299, 300, COUNT - 1):
        holder, number = invented.holder_of(at, COUNT), invented.number_of(at)
        found = lookup.shown(lookup.find(holder.name, number))
        assert [(each.number, each.id_number) for each in found] == [(number, holder.id_number)]
        assert found[0].pk in lookup.find(holder.name, holder.id_number)
        assert (found[0].editions.count(), found[0].history.count()) == (1, 1)


@pytest.mark.usefixtures("built")
def test_its_numbers_and_people_are_well_formed_and_nobody():
    for each in Certificate.objects.all():
        number = numbers.parse(each.number)
        assert number.level.value == each.level
        assert f"20{number.year}" == str(each.issued_on.year)
        assert identity.birth_date(each.id_number)
        assert each.id_number[:4] == "0000"
    assert Certificate.objects.values("id_hash").distinct().count() == int(COUNT * 0.85)


@pytest.mark.usefixtures("built")
def test_issuing_goes_on_after_it():
    key = invented.number_of(0)[:16]
    taken = Certificate.objects.filter(number__startswith=key).count()
    assert NumberCounter.objects.get(key=key).last == taken == 3
    again = Certificate.objects.get(number=invented.number_of(0))
    again.pk, again.number = None, f"{key}{taken + 1:06}"
    again.save(force_insert=True)


def test_it_is_made_only_where_nothing_real_is(settings, built, capsys):
    with pytest.raises(CommandError, match="已经有虚构的证书"):
        call_command("make_world", certificates=1)
    settings.DEMO = False
    with pytest.raises(CommandError, match="不能混入虚构的证书"):
        call_command("make_world", certificates=1)
    with pytest.raises(CommandError, match="证书数应在"):
        call_command("make_world", certificates=0)


def test_an_empty_database_may_be_filled_without_a_demonstration(settings, capsys):
    settings.DEMO = False
    call_command("make_world", certificates=2)
    assert (Certificate.objects.count(), Agency.objects.count()) == (2, invented.AGENCIES)
