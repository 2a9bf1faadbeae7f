"""`load_catalogue`: all or nothing, twice the same, changes of hand kept."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalogue import selectors
from catalogue.enums import Level
from catalogue.models import (
    ConditionSet,
    EntryCondition,
    Occupation,
    Standard,
    Subject,
)
from catalogue.services.loading import REASON, load

# FACTS 4.1 and 4.2, row by row: what the data asks for, in words.
CONDITIONS = {
    ("2023", 5): [
        "年满16周岁，拟从事本职业或相关职业",
        "年满16周岁，正在从事本职业或相关职业",
    ],
    ("2023", 4): [
        "累计工作满5年",
        "持五级/初级工证书，取证后工作满3年",
        "中等职业学校 / 技工院校中级工班 / 技工院校高级工班 / 技师学院预备技师班、技师班 / "
        "高等职业学校 / 普通高等学校专科 / 普通高等学校本科及以上已毕业或在读应届，"
        "本专业或相关专业",
    ],
    ("2023", 3): [
        "累计工作满10年",
        "持四级/中级工证书，取证后工作满4年",
        "初级职称，取得职称后工作满1年",
        "技工院校高级工班 / 技师学院预备技师班、技师班已毕业或在读应届，本专业或相关专业",
        "持四级/中级工证书，高等职业学校 / 普通高等学校专科 / 普通高等学校本科及以上"
        "已毕业或在读应届，本专业或相关专业",
        "经评估论证的高等职业学校 / 普通高等学校专科 / 普通高等学校本科及以上"
        "已毕业或在读应届，本专业或相关专业",
    ],
    ("2023", 2): [
        "持三级/高级工证书，取证后工作满5年",
        "持三级/高级工证书，取证后工作满1年，初级职称，取得职称后工作满5年",
        "中级职称，取得职称后工作满1年",
        "累计工作满2年，持三级/高级工证书，技工院校高级工班 / 技师学院预备技师班、技师班已毕业",
        "持三级/高级工证书，持证满2年，技师学院预备技师班、技师班在读",
    ],
    ("2023", 1): [
        "持二级/技师证书，取证后工作满5年",
        "持二级/技师证书，取证后工作满1年，中级职称，取得职称后工作满5年",
        "高级职称，取得职称后工作满1年",
    ],
    ("2018", 5): ["累计工作满1年", "学徒期满"],
    ("2018", 4): [
        "持五级/初级工证书，取证后工作满4年",
        "累计工作满6年",
        "中等职业学校 / 技工院校中级工班 / 技工院校高级工班 / 技师学院预备技师班、技师班已毕业，"
        "本专业或相关专业",
    ],
    ("2018", 3): [
        "持四级/中级工证书，取证后工作满5年",
        "持四级/中级工证书，技工院校高级工班 / 技师学院预备技师班、技师班 / 高等职业学校已毕业，"
        "本专业或相关专业",
        "持四级/中级工证书，取证后工作满2年，高等职业学校 / 普通高等学校专科 / "
        "普通高等学校本科及以上已毕业，本专业或相关专业",
    ],
    ("2018", 2): [
        "持三级/高级工证书，取证后工作满4年",
        "累计工作满3年，持三级/高级工证书，技工院校高级工班 / 技师学院预备技师班、技师班已毕业",
        "累计工作满2年，持预备技师证书，技师学院预备技师班、技师班已毕业",
    ],
    ("2018", 1): ["持二级/技师证书，取证后工作满4年"],
}


@pytest.mark.usefixtures("piece")
def test_conditions_are_data():
    known = {
        (group.code, level.value): [
            "，".join(row.demands) for row in selectors.entry_conditions(group, level)
        ]
        for group in ConditionSet.objects.all()
        for level in Level
    }
    assert known == CONDITIONS
    assert selectors.default_condition_set().code == "2023"


@pytest.mark.usefixtures("piece")
def test_figures_of_text_and_data_agree():
    for row in EntryCondition.objects.all():
        months = [row.work_months, row.prior_work_months, row.prior_held_months]
        months += [row.title_work_months, row.school_work_months]
        years = sorted(str(count // 12) for count in months if count)
        figures = "".join(char if char.isdigit() else " " for char in row.text).split()
        assert sorted(f for f in figures if f != "16") == years, row.text


@pytest.mark.usefixtures("piece")
def test_standards_follow_the_common_rules_and_say_so():
    standard = Standard.objects.get(occupation__code="6-31-01-03")
    assert (standard.checked, "须由管理员对照公布的国家职业标准核对" in standard.source) == (
        False,
        True,
    )
    assert standard.condition_set.code == "2023"
    subjects = [
        (s.standard_level.level, s.kind, s.full_mark, s.pass_mark, s.minutes, s.staffing)
        for s in Subject.objects.filter(standard_level__standard=standard, standard_level__level=1)
    ]
    assert subjects == [
        (1, "theory", 100, 60, 90, "监考人员与考生不低于1:15，不少于2人"),
        (1, "practice", 100, 60, None, "考评员与考生不低于1:5，不少于3人且为单数"),
        (1, "review", 100, 60, None, "评审委员不少于3人且为单数"),
    ]
    with_review = Subject.objects.filter(kind="review", standard_level__standard=standard)
    assert [s.standard_level.level for s in with_review] == [2, 1]


def rewrite(path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.usefixtures("piece")
def test_a_changed_file_updates_and_is_kept_in_the_history(copied):
    rewrite(copied / "occupations.csv", "6-31-01-03,电工,", "6-31-01-03,电气工,")
    tallies = {tally.label: tally for tally in load(copied)}
    assert (tallies["职业"].created, tallies["职业"].updated) == (0, 1)
    electrician = Occupation.objects.get(code="6-31-01-03")
    assert (electrician.name, electrician.pinyin, electrician.initials) == (
        "电气工",
        "dianqigong",
        "dqg",
    )
    records = electrician.history.order_by("history_id")
    assert [(r.name, r.history_type, r.history_change_reason) for r in records] == [
        ("电工", "+", REASON),
        ("电气工", "~", REASON),
    ]


@pytest.mark.usefixtures("piece")
def test_rows_changed_by_hand_stay_unless_told(copied):
    electrician = Occupation.objects.get(code="6-31-01-03")
    electrician.definition = "从事电气设备安装、检修的人员"
    electrician.skilled = False
    electrician.save()
    tally = next(tally for tally in load(copied) if tally.label == "职业")
    assert (tally.updated, tally.kept) == (0, 1)
    electrician.refresh_from_db()
    assert electrician.skilled is False
    tally = next(tally for tally in load(copied, overwrite=True) if tally.label == "职业")
    assert (tally.updated, tally.kept) == (1, 0)
    electrician.refresh_from_db()
    assert (electrician.skilled, electrician.definition) == (True, "从事电气设备安装、检修的人员")


BROKEN = [
    ("occupations.csv", "6-31-01,机械", "6-31-01,机\n械", "occupations.csv"),
    ("occupations.csv", "code,name", "code,title", "表头应为 code name parent_code level source"),
    ("occupations.csv", ",6-31-01,细类", ",6-31-09,细类", "找不到职业 6-31-09"),
    ("occupations.csv", "6-31-01-02,", "6-31-01-03,", "与occupations.csv 第"),
    ("occupations.csv", ",细类,", ",末类,", "“末类”的值应该是一个整型"),
    ("work_types.csv", ",4-04-05-05,", ",9-99,", "找不到职业 9-99"),
    ("regulated_occupations.csv", ",full,", ",whole,", "whole"),
    ("divisions.csv", "371502,", "37150,", "区划代码是6位数字"),
    ("conditions.toml", "work_months = 60", "work_moons = 60", "work_moons"),
    ("conditions.toml", "[[sets]]", "[[sets", "conditions.toml：无法读取"),
    ("edition.toml", "base_year", "year", "edition.toml：缺少 base_year"),
    ("ladders.toml", 'relation = "above", level = 1', 'relation = "above", level = 2', "必须对应"),
    ("standards.toml", '"6-31-01-03"', '"6-31-01-99"', "找不到职业 6-31-01-99"),
    ("standards.toml", 'kind = "theory"', 'kind = "quiz"', "quiz"),
]


@pytest.mark.parametrize(("name", "old", "new", "reason"), BROKEN)
def test_a_broken_file_is_told_and_nothing_is_written(db, copied, name, old, new, reason):
    rewrite(copied / name, old, new)
    with pytest.raises(CommandError) as caught:
        call_command("load_catalogue", folder=copied)
    assert reason in str(caught.value)
    assert not Occupation.objects.exists()
    assert not ConditionSet.objects.exists()


def test_the_command_reports_each_kind(db, piece_folder):
    out = StringIO()
    call_command("load_catalogue", folder=piece_folder, stdout=out)
    assert out.getvalue().splitlines()[:2] == [
        "职业：新增 28，更新 0，不变 0",
        "工种：新增 8，更新 0，不变 0",
    ]
