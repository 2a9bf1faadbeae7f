"""People who enter for a plan, as forms send them, and pictures of nobody."""

import io
import tomllib
from datetime import date
from pathlib import Path

from PIL import Image, ImageDraw
from stdnum.cn import ric

from assessment.models import Entry, Evidence, Plan, PlanItem, WorkPeriod
from casework import kinds
from casework.services import door, files
from catalogue import regulations
from catalogue.models import ConditionSet, EntryCondition
from catalogue.regulations.terms import CommissionStep, PlanStep
from config import clock

CONDITIONS = Path(__file__).parents[2] / "fixtures" / "catalogue" / "conditions.toml"


def conditions() -> ConditionSet:
    """The default entry conditions, in the database."""
    found = tomllib.loads(CONDITIONS.read_text(encoding="utf-8"))["sets"][0]
    rows = found.pop("conditions")
    made = ConditionSet.objects.create(**found)
    ordinals: dict[int, int] = {}
    for row in rows:
        ordinals[row["level"]] = ordinals.get(row["level"], 0) + 1
        EntryCondition.objects.create(condition_set=made, ordinal=ordinals[row["level"]], **row)
    return made


def id_number(number: int) -> str:
    """A well-formed ID number of nobody's: no place has the code 000000. Odd ones are men's."""
    base = f"00000019900101{number:03}"
    return base + ric.calc_check_digit(base + "0")


def phone(number: int) -> str:
    """A phone number that nobody has."""
    return f"0635{number:07}"


def a_plan(agencies, key: str, audiences: list[str], state=PlanStep.ENROLMENT, **columns) -> Plan:
    """A plan of an agency that takes entries of those audiences."""
    return agencies.plan(key, state, audiences=audiences, method="exam", **columns)


def commissioned(agencies, **columns) -> Plan:
    """A plan for the client, by the agency of Hebei."""
    commission = door.open_case(
        kinds.by_code("commission"),
        actor=agencies.client_hr,
        state=CommissionStep.GRANTED,
        owner=agencies.client,
        regulation=regulations.get("hebei-commissioned"),
        title="委托评价",
        division=agencies.client.division,
        receiver=agencies.receiver["hb"],
        office=agencies.receiver["hb"],
        agency=agencies.agency["hb"],
    )
    return a_plan(agencies, "hb", ["commissioned"], for_commission=commission, **columns)


def filled(item: PlanItem, number: int = 1, **fields) -> dict[str, str]:
    """A form with everything that a worker of six years needs for 四级."""
    return {
        "version": "0",
        "name": "张三丰",
        "document": "id_card",
        "id_number": id_number(number),
        "phone": phone(number),
        "item": str(item.pk),
        "audience": "own_staff",
        "employer": "第一机械厂",
        "post": "维修电工",
        "department": "一车间",
        "post_since": "2020-01-01",
        "education": "高中",
        "employer_address": "建设路1号",
        "hr_phone": "0635-8000000",
        "ground": "condition",
        **work(("2019-01-01", "", "第一机械厂", "电工")),
        **fields,
    }


def work(*rows: tuple[str, str, str, str], lines: int = 3) -> dict[str, str]:
    """The lines of the work history as the form sends them."""
    values = {"work-TOTAL_FORMS": str(lines), "work-INITIAL_FORMS": "0"}
    for at, (since, until, employer, occupation) in enumerate(rows):
        names = {"since": since, "until": until, "employer": employer, "occupation": occupation}
        values |= {f"work-{at}-{name}": value for name, value in names.items()}
        values[f"work-{at}-related"] = "on"
    return values


def an_entry(plan: Plan, item: PlanItem, number: int = 1, **columns) -> Entry:
    """A row, as if it had been entered."""
    return Entry.objects.create(
        **{
            "plan": plan,
            "item": item,
            "number": f"{plan.number}-T{number:05}",
            "name": f"考生{number}",
            "audience": "own_staff",
            "id_number": id_number(number),
            "sex": "男",
            "born_on": date(1990, 1, 1),
            "employer": "第一机械厂",
            **columns,
        }
    )


def portrait(size=(320, 448), ground="white", skin=(200, 150, 120), kind: str = "PNG") -> bytes:
    """A head before a ground, such as a machine draws it."""
    picture = Image.new("RGB", size, ground)
    pen = ImageDraw.Draw(picture)
    width, height = size
    pen.ellipse((width * 0.3, height * 0.2, width * 0.7, height * 0.65), fill=skin)
    pen.rectangle((width * 0.15, height * 0.7, width * 0.85, height), fill=(40, 60, 110))
    target = io.BytesIO()
    picture.save(target, kind)
    return target.getvalue()


def proof(entry: Entry, kind: str) -> Evidence:
    """A paper of a registration."""
    file = files.keep(b"x", case=entry.plan, name="证明.pdf", kind="pdf", by=None)
    return Evidence.objects.create(entry=entry, kind=kind, file=file, added_at=clock.now())


def six_years(entry: Entry) -> Entry:
    """Give somebody six years of work, which opens 四级."""
    WorkPeriod.objects.create(
        entry=entry, since=date(2019, 1, 1), employer="第一机械厂", occupation="电工"
    )
    return entry
