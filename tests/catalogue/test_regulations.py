"""Regulations: every file whole, every rule with its basis, broken files named."""

import shutil
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import regulations
from catalogue.enums import Level
from catalogue.regulations.basis import Rule
from catalogue.regulations.loader import FOLDER, read
from catalogue.regulations.system_check import REQUIRED, problems
from catalogue.regulations.terms import (
    Actor,
    Affiliation,
    ApplicantKind,
    Audience,
    Authority,
    FilingAct,
    FilingStep,
    Method,
    Tier,
)

ALL = [regulations.get(regulation_id) for regulation_id in REQUIRED]


def rules_of(value):
    """Every rule anywhere inside a regulation."""
    if isinstance(value, Rule):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from rules_of(item)
    elif hasattr(value, "model_fields_set"):
        for name in type(value).model_fields:
            yield from rules_of(getattr(value, name))


def test_the_six_promised_regimes_are_there_and_whole():
    assert {r.id for r in regulations.current()} == set(REQUIRED)
    assert problems() == []


def test_an_unknown_regulation_or_version_is_a_key_error():
    with pytest.raises(KeyError):
        regulations.get("mars-enterprise")
    with pytest.raises(KeyError):
        regulations.get("liaocheng-enterprise", 99)


def test_a_case_finds_the_version_under_which_it_began():
    assert regulations.get("liaocheng-enterprise", 1).version == 1


@pytest.mark.parametrize("regulation", ALL, ids=lambda r: r.id)
def test_every_rule_cites_a_document_or_says_it_is_our_default(regulation):
    rules = list(rules_of(regulation))
    assert len(rules) > 60
    assert [r for r in rules if bool(r.cite) == r.default] == []
    assert all(r.binding is not r.default for r in rules)


@pytest.mark.parametrize(
    ("regulation_id", "prefixes"),
    [
        ("liaocheng-enterprise", {"LC"}),
        ("liaoning-enterprise", {"LN"}),
        ("jiangsu-enterprise", {"JS"}),
        ("national-enterprise", {"JS"}),  # its 104号 is forwarded by the Jiangsu document
        ("hebei-commissioned", {"HB"}),
        ("shandong-social", {"SD"}),
    ],
)
def test_a_regime_cites_only_its_own_document(regulation_id, prefixes):
    clauses = [c for r in rules_of(regulations.get(regulation_id)) for c in r.clauses]
    assert {c.split("-")[0] for c in clauses} == prefixes


@pytest.mark.parametrize("regulation", ALL, ids=lambda r: r.id)
def test_a_case_that_goes_well_can_walk_the_main_line(regulation):
    for name in type(regulation.processes).model_fields:
        process = getattr(regulation.processes, name)
        if process is None:
            continue
        line = [step.key for step in process.main_line]
        gaps = [
            (a, b)
            for a, b in pairwise(line)
            if not any(arrow.target == b for arrow in process.arrows_from(a))
        ]
        assert gaps == []
        assert process.initial == line[0]
        assert line[-1] in process.finals or name == "standard"


@pytest.mark.parametrize("regulation", ALL, ids=lambda r: r.id)
def test_no_step_is_a_trap(regulation):
    """From every step some final step can be reached."""
    for name in type(regulation.processes).model_fields:
        process = getattr(regulation.processes, name)
        if process is None:
            continue
        reaches_end = set(process.finals)
        for _ in process.steps:
            reaches_end |= {a.source for a in process.arrows if a.target in reaches_end}
        assert {s.key for s in process.steps} == reaches_end


# What the clauses say, read back from the files.


def test_liaocheng_routes_by_affiliation():
    liaocheng = regulations.get("liaocheng-enterprise")
    receivers = {
        a: [str(r) for r in liaocheng.route(a, ApplicantKind.ENTERPRISE).receivers]
        for a in Affiliation
    }
    assert receivers == {
        Affiliation.CITY: ["市级人力资源社会保障部门"],
        Affiliation.COUNTY: ["县级人力资源社会保障部门"],
        Affiliation.PROVINCE: ["省级人力资源社会保障部门", "市级人力资源社会保障部门"],
        Affiliation.CENTRAL: ["市级人力资源社会保障部门"],
    }
    assert liaocheng.route(Affiliation.CENTRAL, ApplicantKind.ENTERPRISE).binding is False


def test_acceptance_takes_ten_working_days_and_restarts_after_a_supplement():
    deadline = regulations.get("liaocheng-enterprise").deadline("acceptance")
    assert (deadline.amount, deadline.text, deadline.holder) == (
        10,
        "10 个工作日内",
        Actor.RECEIVER,
    )
    assert (deadline.on_supplement, deadline.clauses) == ("restart", ("LC-10",))


def test_reporting_comes_before_the_receipt_except_for_social_organisations():
    order = {
        rid: [s.key for s in regulations.get(rid).processes.filing.main_line]
        for rid in ("liaocheng-enterprise", "liaoning-enterprise", "shandong-social")
    }
    before = {
        rid: line.index(FilingStep.REPORTED) < line.index(FilingStep.RECEIPTED)
        for rid, line in order.items()
    }
    assert before == {
        "liaocheng-enterprise": True,
        "liaoning-enterprise": True,
        "shandong-social": False,
    }
    assert FilingStep.COMMITTED in order["liaoning-enterprise"]
    assert FilingStep.RECHECKED in order["liaoning-enterprise"]
    assert FilingStep.SELECTED in order["shandong-social"]


def test_audiences_differ_on_purpose():
    assert {r.id: r.audiences for r in ALL} == {
        "liaocheng-enterprise": {
            Audience.OWN_STAFF,
            Audience.DISPATCHED,
            Audience.OUTSOURCED,
            Audience.STUDENTS,
            Audience.COMMISSIONED,
        },
        "liaoning-enterprise": {Audience.OWN_STAFF, Audience.DISPATCHED},
        "jiangsu-enterprise": {
            Audience.OWN_STAFF,
            Audience.DISPATCHED,
            Audience.OUTSOURCED,
            Audience.STUDENTS,
            Audience.COMMISSIONED,
        },
        "national-enterprise": {
            Audience.OWN_STAFF,
            Audience.DISPATCHED,
            Audience.OUTSOURCED,
            Audience.STUDENTS,
        },
        "hebei-commissioned": {Audience.COMMISSIONED},
        "shandong-social": {Audience.PUBLIC, Audience.COMMISSIONED, Audience.STUDENTS},
    }


def test_shandong_limits():
    limits = regulations.get("shandong-social").limits
    assert limits.occupations.value == 3
    assert limits.levels.allowed == (Level.FIVE, Level.FOUR, Level.THREE)
    assert (limits.selection.at_least, limits.selection.at_most) == (2, 8)
    assert regulations.get("liaocheng-enterprise").limits.occupations is None


def test_reviews_before_certificates():
    assert {r.id: [review.by for review in r.reviews] for r in ALL} == {
        "liaocheng-enterprise": [],
        "national-enterprise": [],
        "jiangsu-enterprise": [],
        "liaoning-enterprise": [Actor.EMPLOYMENT],
        "hebei-commissioned": [Actor.PLACE_CENTRE, Actor.FILING_CENTRE],
        "shandong-social": [Actor.CITY_CENTRE, Actor.PROVINCE_CENTRE],
    }


def test_retention_in_years_and_months():
    kept = {
        r.id: (
            r.retention.paper_years.value,
            r.retention.electronic_years.value,
            r.retention.video_months.value,
        )
        for r in ALL
    }
    assert kept["liaocheng-enterprise"] == (3, 5, 6)
    assert kept["liaoning-enterprise"] == (3, 5, 60)
    assert kept["hebei-commissioned"] == (3, 5, 60)


def test_methods_without_theory_demand_evidence():
    for regulation in ALL:
        for method in regulation.methods:
            if method.theory == "none":
                assert method.evidence, (regulation.id, method.name)
    liaocheng = {m.method for m in regulations.get("liaocheng-enterprise").methods}
    assert liaocheng == {
        Method.EXAM,
        Method.EXAM_AND_REVIEW,
        Method.PROCESS,
        Method.PERFORMANCE,
        Method.DIRECT,
    }


def test_an_arrow_is_found_only_where_the_regulation_draws_it():
    filing = regulations.get("liaocheng-enterprise").processes.filing
    arrow = filing.find(FilingStep.PASSED, FilingAct.ISSUE_RECEIPT, receiver_tier=Tier.PROVINCE)
    assert (arrow.target, arrow.by) == (FilingStep.RECEIPTED, Actor.ISSUER)
    assert filing.find(FilingStep.PASSED, FilingAct.ISSUE_RECEIPT, receiver_tier=Tier.CITY) is None
    assert filing.find(FilingStep.DRAFT, FilingAct.ACCEPT) is None


# Broken files.


@pytest.fixture
def folder(tmp_path):
    for path in FOLDER.glob("*.toml"):
        shutil.copy(path, tmp_path)
    return tmp_path


BREAKS = [
    ("version = 1\n", "", "version：缺少此项"),
    ("version = 1\n", "version = 1\ncolour = 'red'\n", "colour：不认识的键，可能写错了"),
    (
        'affiliations = ["city"], receivers',
        'affiliations = ["town"], receivers',
        "routes[0].affiliations[0]：“town”不可用，"
        "应为 'central', 'province', 'city' or 'county' 之一",
    ),
    (
        'clauses = ["LC-10"], cite = "提纲 六 受理备案", note',
        "note",
        "deadlines[0]：缺少依据：写明 cite（文件出处），文件没有规定的写 default = true",
    ),
    (
        '["draft", "submit", "submitted", "applicant"],\n  ["submitted", "request',
        '["submitted", "request',
        "processes.filing：没有箭头能到达步骤 submitted、supplement、accepted、refused、"
        "evaluation、passed、failed、reported、returned、receipted、registered",
    ),
    ('"LC-01"', '"LC-1"', "applicants[0].clauses[0]：“LC-1”不是条款编号，应形如 LC-10"),
    (
        'materials = ["licence", "tax"]',
        'materials = ["licence", "taxes"]',
        "（整个文件）：conditions.lawful 引用了不存在的材料 taxes",
    ),
    (
        'affiliations = ["county"]',
        'affiliations = ["city"]',
        "（整个文件）：routes 没有写明县（市、区）属单位的企业向谁申请",
    ),
    (
        'receivers = ["city/hrss"], clauses',
        'receivers = ["city/police"], clauses',
        "routes[0].receivers[0]：“city/police”不是机关，应形如 city/hrss",
    ),
    (
        "promises = [",
        'commitment = [{ text = "诚信", default = true }]\npromises = [',
        "（整个文件）：commitment 与 processes.filing 的 committed 步骤须同有同无",
    ),
]


@pytest.mark.parametrize(("old", "new", "reason"), BREAKS, ids=range(len(BREAKS)))
def test_a_broken_file_is_named_with_key_and_reason(folder, old, new, reason):
    path = folder / "liaocheng-enterprise.1.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    assert [e.msg for e in problems(folder)] == [f"{path.name} {reason}"]


def test_a_file_that_is_not_toml_or_misnamed_or_missing_is_named(folder):
    (folder / "liaocheng-enterprise.1.toml").write_text("id = ")
    (folder / "liaoning-enterprise.1.toml").rename(folder / "liaoning-enterprise.2.toml")
    (folder / "shandong-social.1.toml").unlink()
    messages = [e.msg for e in problems(folder)]
    assert messages[0].startswith("liaocheng-enterprise.1.toml （整个文件）：不是有效的 TOML：")
    assert messages[1:] == [
        "liaoning-enterprise.2.toml id、version：文件名应为 liaoning-enterprise.1.toml",
        "缺少法规文件 shandong-social",
    ]


@given(st.text(max_size=400))
def test_any_text_as_a_file_is_refused_with_a_reason(text):
    from catalogue.regulations.loader import RegulationError

    class Source:
        name = "any.1.toml"

        def read_text(self, encoding):
            return text

    with pytest.raises(RegulationError):
        read(Source())


def test_an_authority_is_read_from_tier_and_organ():
    assert str(Authority.parse("province/centre")) == "省级技能人才评价管理机构"
    assert regulations.get("shandong-social").effective_from == date(2020, 5, 14)
