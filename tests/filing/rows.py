"""Rows of applications, for tests."""

from stdnum.cn import ric

from catalogue.models import ConditionSet, Occupation, Standard, StandardLevel
from filing.models import Facility, Filing, Person, ScopeItem

ELECTRICIAN, WELDER, TURNER, MILLER = "6-31-01-03", "6-18-02-04", "6-18-01-01", "6-18-01-02"
EVERYBODY = ("staff", "expert", "assessor", "invigilator", "supervisor")
EVERY_ROOM = ("theory", "practice", "equipment", "surveillance")


def id_number(number: int) -> str:
    """A well-formed ID number of nobody's: no place has the code 000000."""
    base = f"00000019900101{number:03}"
    return base + ric.calc_check_digit(f"{base}0")


def standard(code: str = ELECTRICIAN, *, levels=(5, 4, 3, 2, 1), **columns) -> Standard:
    """A national standard in force, unless `columns` say otherwise."""
    conditions, _ = ConditionSet.objects.get_or_create(
        code="2023", defaults={"name": "2023年版", "source": "测试"}
    )
    number = Standard.objects.count() + 1
    values = {"kind": "national", "version": "2020年版", "checked": True} | columns
    made = Standard.objects.create(
        code=f"standard-{number}",
        occupation=Occupation.objects.get(code=code),
        condition_set=conditions,
        source="测试",
        **values,
    )
    for level in levels:
        StandardLevel.objects.create(standard=made, level=level)
    return made


def scope_row(filing: Filing, code: str = ELECTRICIAN, **columns) -> ScopeItem:
    """An occupation applied for, 五级 to 三级, with everything but a basis."""
    values = {
        "lowest": 5,
        "highest": 3,
        "methods": [filing.regulation.methods[0].method.value],
        "headcount": 40,
        "experience": "2019年起评价，已评价200人",
    }
    occupation = Occupation.objects.get(code=code)
    return ScopeItem.objects.create(filing=filing, occupation=occupation, **(values | columns))


def people(filing: Filing, *roles: str) -> None:
    """One person a role, certified and full-time."""
    for number, role in enumerate(roles or EVERYBODY):
        Person.objects.create(
            filing=filing, role=role, name=f"人员{number}", certificate="KP-1", full_time=True
        )


def rooms(filing: Filing, *kinds: str) -> None:
    """One room or installation a kind."""
    for kind in kinds or EVERY_ROOM:
        Facility.objects.create(filing=filing, kind=kind, name=f"场地{kind}")


def fill_rows(filing: Filing) -> None:
    """Everything that the rows of an application must hold, with nothing to object to."""
    scope_row(filing, standard=standard())
    people(filing)
    rooms(filing)
