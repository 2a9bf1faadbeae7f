"""The tables of a dossier: papers, scores, results, publicity, letters, what was registered."""

from collections.abc import Iterator

from assessment.models import Plan
from casework.models import Letter, Objection, Publication
from papers.models import Opening, Paper, PrintOrder
from results.documents.dossier import Sheet, path_of, stream
from results.enums import Keeping
from results.models import (
    Arbitration,
    ArchiveItem,
    Correction,
    Hold,
    Marking,
    Recheck,
    Score,
    SubjectResult,
)


def _papers(plan: Plan) -> Iterator[tuple]:
    rows = Paper.objects.filter(plan=plan).defer("contents").order_by("number")
    for row in rows.select_related("item__occupation", "drawn_by", "sealed_by"):
        yield (
            *(row.number, row.item, row.get_subject_display(), row.form),
            *(row.get_status_display(), row.digest, row.drawn_by, row.drawn_at, row.adjusted),
            *(row.sealed_by, row.sealed_at, row.spoiled_at, row.spoiled_for),
        )


def _openings(plan: Plan) -> Iterator[tuple]:
    rows = Opening.objects.filter(paper__plan=plan).order_by("opened_at", "pk")
    for row in rows.select_related("paper", "session", "opened_by").defer("paper__contents"):
        yield (
            *(row.paper.number, row.get_cause_display(), row.session, row.opened_by),
            *(row.opened_at, row.with_key, row.note),
        )


def _orders(plan: Plan) -> Iterator[tuple]:
    rows = PrintOrder.objects.filter(plan=plan).order_by("handed_at", "pk")
    related = rows.select_related("house__agreement", "handed_by", "received_by")
    for row in related.prefetch_related("papers"):
        yield (
            *(row.house.name, row.house.licence, row.house.agreed_on, row.house.agreed_until),
            row.house.agreement.sha256,
            "；".join(sorted(paper.number for paper in row.papers.all())),
            *(row.copies, row.handed_by, row.handed_to, row.handed_at, row.received_by),
            *(row.received_at, row.received_copies, row.remark),
        )


def _scores(plan: Plan) -> Iterator[tuple]:
    rows = Score.objects.filter(round__sheet__plan=plan)
    related = ("round__sheet__item__occupation", "round__clerk", "entry")
    order = ("round__sheet", "round__position", "entry__number")
    for row in stream(rows.select_related(*related).order_by(*order)):
        sheet = row.round.sheet
        yield (
            *(sheet.item, sheet.get_subject_display(), row.round.get_position_display()),
            *(row.entry.number, row.entry.ticket, row.entry.name, row.mark, row.absent),
            *(row.round.clerk, row.round.get_source_display(), row.round.begun_at),
            row.round.frozen_at,
        )


def _arbitrations(plan: Plan) -> Iterator[tuple]:
    rows = Arbitration.objects.filter(sheet__plan=plan).order_by("sheet", "entry__number")
    for row in stream(rows.select_related("sheet__item__occupation", "entry", "decided_by")):
        yield (
            *(row.sheet.item, row.sheet.get_subject_display(), row.entry.number, row.entry.ticket),
            *(row.entry.name, row.mark, row.absent, row.reason, row.decided_by, row.decided_at),
        )


def _markings(plan: Plan) -> Iterator[tuple]:
    rows = Marking.objects.filter(sheet__plan=plan).order_by("sheet", "entry__number", "pk")
    related = ("sheet__item__occupation", "session", "entry", "duty__examiner", "duty__user")
    for row in stream(rows.select_related(*related, "entered_by")):
        lines = "；".join(f"{one['text']}（{one['marks']}）：{one['given']}" for one in row.lines)
        yield (
            *(row.sheet.item, row.sheet.get_subject_display(), row.session_id, row.entry.number),
            *(row.entry.ticket, row.entry.name, row.duty.examiner or row.duty.user, lines),
            *(row.mark, row.absent, row.remark, row.entered_by, row.submitted_at),
        )


def _results(plan: Plan) -> Iterator[tuple]:
    rows = SubjectResult.objects.filter(result__plan=plan)
    order = ("result__entry__number", "result__revision", "pk")
    for row in stream(rows.select_related("result__entry__item__occupation").order_by(*order)):
        result, entry = row.result, row.result.entry
        yield (
            *(entry.number, entry.ticket, entry.name, entry.item, result.revision),
            *(result.get_outcome_display(), row.get_subject_display(), row.get_outcome_display()),
            *(row.mark, row.why, result.computed_at, result.superseded_at, result.correction_id),
        )


def _corrections(plan: Plan) -> Iterator[tuple]:
    rows = Correction.objects.filter(plan=plan).order_by("pk")
    related = ("entry", "objection", "recheck", "evidence", "proposed_by", "decided_by")
    for row in stream(rows.select_related(*related)):
        yield (
            *(row.pk, row.entry.number, row.entry.name, row.get_subject_display(), row.mark),
            *(row.absent, row.void, row.get_cause_display(), row.reason),
            row.objection.number if row.objection else "",
            *(row.recheck_id, path_of(row.evidence), row.get_status_display(), row.proposed_by),
            *(row.proposed_at, row.decided_by, row.decided_at, row.remark),
        )


def _rechecks(plan: Plan) -> Iterator[tuple]:
    rows = Recheck.objects.filter(entry__plan=plan).order_by("submitted_at", "pk")
    for row in stream(rows.select_related("entry", "answered_by")):
        yield (
            *(row.pk, row.entry.number, row.entry.name, row.get_subject_display(), row.text),
            *(row.submitted_at, row.upheld, row.answer, row.answered_by, row.answered_at),
        )


def _publications(plan: Plan) -> Iterator[tuple]:
    rows = Publication.objects.filter(case_id=plan.pk).order_by("published_at", "pk")
    for row in rows.select_related("office"):
        yield (
            *(row.pk, row.get_kind_display(), row.title, row.body, row.office, row.published_at),
            *(row.working_days, row.closes_on, row.basis, row.get_status_display(), row.ended_at),
            *(row.end_reason, row.corrects_id),
        )


def _objections(plan: Plan) -> Iterator[tuple]:
    """Numbers and answers alone: who objected, and in which words, is protected."""
    rows = Objection.objects.filter(publication__case_id=plan.pk).order_by("number")
    for row in stream(
        rows.only("number", "publication", "submitted_at", "upheld", "answer", "answered_at")
    ):
        yield (
            *(row.number, row.publication_id, row.submitted_at, row.upheld, row.answer),
            row.answered_at,
        )


def _letters(plan: Plan) -> Iterator[tuple]:
    rows = Letter.objects.filter(case_id=plan.pk).order_by("issued_at", "pk")
    for row in rows.select_related("office", "file").prefetch_related("services"):
        served = "；".join(
            f"{each.on:%Y-%m-%d} {each.get_method_display()} {each.get_outcome_display()}"
            for each in row.services.all()
        )
        yield (row.number, row.title, row.office, row.issued_on, path_of(row.file), served)


def _registered(plan: Plan) -> Iterator[tuple]:
    rows = ArchiveItem.objects.filter(plan=plan).order_by("pk")
    for row in rows.select_related("file", "added_by", "struck_by"):
        yield (
            *(row.pk, row.get_form_display(), Keeping(row.category).label, row.title, row.count),
            *(row.place, path_of(row.file), row.sha256, row.made_on, row.kept_until, row.basis),
            *(row.added_by, row.added_at, row.struck_by, row.struck_at, row.struck_for),
        )


def _holds(plan: Plan) -> Iterator[tuple]:
    rows = Hold.objects.filter(plan=plan).order_by("pk").select_related("office", "lifted_by")
    for row in rows:
        yield (row.office, row.reason, row.placed_at, row.lifted_at, row.lifted_for)


LAST = (
    Sheet(
        "05_试卷/试卷.csv",
        "试卷",
        (
            *("试卷编号", "职业等级", "科目", "卷别", "状态", "内容摘要", "组卷人", "组卷时间"),
            *("调整说明", "封存人", "封存时间", "作废时间", "作废原因"),
        ),
        _papers,
    ),
    Sheet(
        "05_试卷/启封.csv",
        "试卷启封记录",
        ("试卷编号", "事由", "场次", "启封人", "启封时间", "含答案", "说明"),
        _openings,
    ),
    Sheet(
        "05_试卷/付印.csv",
        "试卷付印记录",
        (
            *("印制单位", "印制资质", "保密协议签订", "协议有效期至", "保密协议 SHA-256", "试卷"),
            *("份数", "交付人", "接收人", "交付时间", "收回人", "收回时间", "收回份数", "情况"),
        ),
        _orders,
    ),
    Sheet(
        "06_成绩/录入.csv",
        "两次成绩录入",
        (
            *("职业等级", "科目", "第几次", "报名编号", "准考证号", "姓名", "成绩", "缺考"),
            *("录入人", "方式", "开始时间", "提交时间"),
        ),
        _scores,
    ),
    Sheet(
        "06_成绩/裁定.csv",
        "成绩裁定",
        (
            *("职业等级", "科目", "报名编号", "准考证号", "姓名", "裁定成绩", "缺考"),
            *("裁定理由", "裁定人", "裁定时间"),
        ),
        _arbitrations,
    ),
    Sheet(
        "06_成绩/考评组评分.csv",
        "考评组评分",
        (
            *("职业等级", "科目", "场次号", "报名编号", "准考证号", "姓名", "考评员", "评分项"),
            *("评分", "缺考", "评语", "填写人", "提交时间"),
        ),
        _markings,
    ),
    Sheet(
        "07_结果/结果.csv",
        "评价结果（含更正前的各版）",
        (
            *(
                "报名编号",
                "准考证号",
                "姓名",
                "职业等级",
                "版次",
                "结果",
                "科目",
                "科目结果",
                "成绩",
            ),
            *("说明", "计算时间", "被更正时间", "更正号"),
        ),
        _results,
    ),
    Sheet(
        "07_结果/更正.csv",
        "成绩更正",
        (
            *(
                "更正号",
                "报名编号",
                "姓名",
                "科目",
                "更正后成绩",
                "缺考",
                "成绩无效",
                "事由",
                "理由",
            ),
            *("异议回执编号", "复核号", "依据材料", "状态", "提出人", "提出时间", "决定人"),
            *("决定时间", "决定意见"),
        ),
        _corrections,
    ),
    Sheet(
        "07_结果/复核.csv",
        "成绩复核",
        (
            *("复核号", "报名编号", "姓名", "科目", "理由", "提出时间", "成绩有误", "答复"),
            *("答复人", "答复时间"),
        ),
        _rechecks,
    ),
    Sheet(
        "08_公示/公告公示.csv",
        "公告公示",
        (
            *("编号", "类别", "标题", "正文", "发布单位", "发布时间", "公示工作日", "截止日期"),
            *("依据", "状态", "结束时间", "更正或撤下原因", "更正的是"),
        ),
        _publications,
    ),
    Sheet(
        "08_公示/异议.csv",
        "异议和答复（异议人受保护，不列姓名和原文）",
        ("回执编号", "公示编号", "提出时间", "异议成立", "答复", "答复时间"),
        _objections,
    ),
    Sheet(
        "09_通知书/通知书.csv",
        "通知书和送达",
        ("文号", "标题", "发文机关", "签发日期", "档案内位置", "送达"),
        _letters,
    ),
    Sheet(
        "10_归档/登记.csv",
        "登记的纸质、电子和视频材料",
        (
            *("登记号", "载体", "类别", "名称", "数量", "存放位置", "档案内位置", "SHA-256"),
            *("形成日期", "保管至", "依据", "登记人", "登记时间", "注销人", "注销时间", "注销原因"),
        ),
        _registered,
    ),
    Sheet(
        "10_归档/暂停销毁.csv",
        "暂停销毁的决定",
        ("决定单位", "事由", "决定时间", "解除时间", "解除理由"),
        _holds,
    ),
)
