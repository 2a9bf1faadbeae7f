"""The tables of a dossier: plan, registrations, arrangement, holding."""

from collections.abc import Iterator

from assessment.models import Duty, Entry, Evidence, Exemption, Plan, Seat, WorkPeriod
from casework.models import StoredFile
from results import conduct
from results.documents.dossier import Sheet, path_of, stream
from results.models import Attendance, Incident, PaperGiven, VisitNote


def _entries(plan: Plan) -> Iterator[tuple]:
    rows = Entry.objects.filter(plan=plan).order_by("number")
    related = ("item__occupation", "condition", "photo", "entered_by", "signed_by", "decided_by")
    for row in stream(rows.select_related(*related)):
        yield (
            row.number,
            row.ticket,
            row.get_status_display(),
            row.name,
            row.get_document_display(),
            row.id_number,
            row.sex,
            row.born_on,
            row.phone,
            row.employer,
            row.post,
            row.get_audience_display(),
            row.item,
            row.get_ground_display(),
            row.condition,
            row.months,
            row.reason,
            row.details,
            path_of(row.photo),
            row.entered_by or "本人",
            row.applied_at,
            row.signed_by,
            row.signed_at,
            row.decided_by,
            row.decided_at,
            row.remark,
        )


ENTRIES = (
    *("报名编号", "准考证号", "状态", "姓名", "证件类型", "证件号码", "性别", "出生日期"),
    *("联系电话", "工作单位", "部门和岗位", "人员类别", "申报职业等级", "准入依据", "申报条件"),
    *("累计工作月数", "理由", "申报表其他内容", "照片", "填报人", "提交时间", "单位审核人"),
    *("单位审核时间", "核准人", "核准时间", "审核意见"),
)


def _items(plan: Plan) -> Iterator[tuple]:
    for item in plan.items.select_related("occupation", "standard"):
        for subject in item.subjects.all():
            yield (
                *(
                    item.occupation.code,
                    item.occupation.name,
                    item.work_type,
                    item.national.printed,
                ),
                *(item.standard, subject.get_kind_display(), subject.full_mark, subject.pass_mark),
                *(subject.minutes, subject.waived, subject.reason),
            )


def _work(plan: Plan) -> Iterator[tuple]:
    rows = WorkPeriod.objects.filter(entry__plan=plan).select_related("entry")
    for row in stream(rows.order_by("entry__number", "since", "pk")):
        yield (
            *(row.entry.number, row.since, row.until, row.employer, row.occupation),
            *(row.related, row.witness),
        )


def _evidence(plan: Plan) -> Iterator[tuple]:
    rows = Evidence.objects.filter(entry__plan=plan).select_related("entry", "file")
    for row in stream(rows.order_by("entry__number", "pk")):
        yield (
            *(row.entry.number, row.get_kind_display(), row.note, row.added_at),
            *(row.file.name, row.file.sha256, path_of(row.file)),
        )


def _exemptions(plan: Plan) -> Iterator[tuple]:
    rows = Exemption.objects.filter(entry__plan=plan).order_by("entry__number", "subject")
    for row in stream(rows.select_related("entry", "earlier", "evidence", "granted_by")):
        yield (
            *(row.entry.number, row.get_subject_display(), row.get_cause_display()),
            *(row.earlier.number if row.earlier else "", row.mark, row.reason),
            *(path_of(row.evidence), row.granted_by, row.granted_at),
        )


def _sessions(plan: Plan) -> Iterator[tuple]:
    rows = plan.sessions.prefetch_related("items__occupation", "rooms__site")
    for row in rows.order_by("starts_at", "pk"):
        yield (
            *(row.pk, row.get_subject_display(), row.starts_at, row.ends_at, row.form),
            "；".join(sorted(map(str, row.items.all()))),
            "；".join(sorted(map(str, row.rooms.all()))),
            *(row.get_order_display(), row.cancelled_at),
        )


def _seats(plan: Plan) -> Iterator[tuple]:
    rows = Seat.objects.filter(session__plan=plan).select_related("room__site", "entry", "session")
    for row in stream(rows.order_by("session__starts_at", "session", "room", "number")):
        yield (row.session_id, row.session, row.room, row.number, row.entry.ticket, row.entry.name)


def _duties(plan: Plan) -> Iterator[tuple]:
    rows = Duty.objects.filter(session__plan=plan).order_by("session__starts_at", "session", "pk")
    for row in stream(rows.select_related("session", "room__site", "examiner", "user")):
        person = row.examiner or row.user
        yield (
            *(row.session_id, row.session, row.room, row.get_role_display(), person),
            row.examiner.certificate if row.examiner else "",
        )


def _attendance(plan: Plan) -> Iterator[tuple]:
    rows = Attendance.objects.filter(session__plan=plan)
    related = rows.select_related("session", "entry", "noted_by")
    for row in stream(related.order_by("session__starts_at", "session", "entry__number")):
        yield (
            *(row.session_id, row.session, row.entry.ticket, row.entry.name),
            *(row.get_presence_display(), row.scanned, row.noted_by, row.noted_at),
        )


def _papers_given(plan: Plan) -> Iterator[tuple]:
    rows = PaperGiven.objects.filter(session__plan=plan)
    related = rows.select_related("session", "room__site", "item__occupation", "recorded_by")
    for row in stream(related.order_by("session__starts_at", "session", "room", "item")):
        yield (
            *(row.session_id, row.session, row.room, row.item),
            *(row.get_forms_display(), row.recorded_by, row.recorded_at),
        )


def _incidents(plan: Plan) -> Iterator[tuple]:
    rows = Incident.objects.filter(session__plan=plan).prefetch_related("files__file")
    related = ("session", "entry", "room__site", "recorded_by", "revoked_by")
    for row in stream(rows.select_related(*related).order_by("session", "recorded_at", "pk")):
        yield (
            *(row.session_id, row.session, row.room),
            *(row.entry.ticket if row.entry else "", row.entry.name if row.entry else ""),
            *(conduct.name_of(row.conduct), row.get_consequence_display(), row.facts),
            *(row.witnesses, row.signed, row.recorded_by, row.recorded_at),
            "；".join(path_of(each.file) for each in row.files.all()),
            *(row.revoked_by, row.revoked_at, row.revoked_for),
        )


def _visits(plan: Plan) -> Iterator[tuple]:
    rows = VisitNote.objects.filter(session__plan=plan).select_related("session", "written_by")
    for row in stream(rows.order_by("session", "pk")):
        points = "；".join(f"{key}={value}" for key, value in sorted(row.points.items()))
        yield (
            *(row.session_id, row.session, row.written_by, points, row.text, row.problems),
            row.written_at,
        )


def _files(plan: Plan) -> Iterator[tuple]:
    for row in stream(stored(plan).select_related("material", "stored_by")):
        material = getattr(row, "material", None)
        title = f"{material.title} 第{material.version}版" if material else ""
        destroyed = material.destroyed_on if material else None
        yield (
            *(row.pk, row.name, title, row.size, row.sha256, row.stored_by, row.stored_at),
            *("" if destroyed else path_of(row), destroyed),
        )


def stored(plan: Plan):
    """Every stored file of a plan, in the order of its being stored."""
    return StoredFile.objects.filter(case_id=plan.pk).order_by("stored_at", "pk")


FIRST = (
    Sheet(
        "01_计划/职业等级和科目.csv",
        "评价的职业、等级和科目",
        (
            *("职业编码", "职业", "工种（职业方向）", "等级", "评价依据", "科目", "满分", "合格分"),
            *("时长（分钟）", "免考", "免考理由"),
        ),
        _items,
    ),
    Sheet("02_报名/名册.csv", "报名人员（证件号码完整）", ENTRIES, _entries),
    Sheet(
        "02_报名/工作经历.csv",
        "工作经历",
        ("报名编号", "自", "至", "单位", "从事的职业（工种）或学习内容", "相关", "证明人"),
        _work,
    ),
    Sheet(
        "02_报名/证明材料.csv",
        "报名的证明材料",
        ("报名编号", "类别", "说明", "提交时间", "文件名", "SHA-256", "档案内位置"),
        _evidence,
    ),
    Sheet(
        "02_报名/免考.csv",
        "免考和前次合格",
        (
            *("报名编号", "科目", "事由", "前次报名编号", "前次成绩", "理由", "依据材料"),
            *("核准人", "核准时间"),
        ),
        _exemptions,
    ),
    Sheet(
        "03_考务/场次.csv",
        "场次",
        (
            *("场次号", "科目", "开始", "结束", "考试形式", "职业等级", "考场", "座位编排"),
            "取消时间",
        ),
        _sessions,
    ),
    Sheet(
        "03_考务/座位.csv",
        "座位",
        ("场次号", "场次", "考场", "座位号", "准考证号", "姓名"),
        _seats,
    ),
    Sheet(
        "03_考务/工作人员.csv",
        "主考、监考、考评、督导和考务人员",
        ("场次号", "场次", "考场", "工作", "姓名", "资质证书编号"),
        _duties,
    ),
    Sheet(
        "04_实施/到考.csv",
        "到考登记",
        ("场次号", "场次", "准考证号", "姓名", "到考情况", "扫码", "登记人", "登记时间"),
        _attendance,
    ),
    Sheet(
        "04_实施/发卷.csv",
        "各考场使用的试卷",
        ("场次号", "场次", "考场", "职业等级", "卷别", "登记人", "登记时间"),
        _papers_given,
    ),
    Sheet(
        "04_实施/考场情况.csv",
        "违纪和其他考场情况",
        (
            *("场次号", "场次", "考场", "准考证号", "姓名", "违纪情形", "处理", "经过", "在场人员"),
            *("考生签字", "记录人", "记录时间", "附件", "撤销人", "撤销时间", "撤销原因"),
        ),
        _incidents,
    ),
    Sheet(
        "04_实施/督导记录.csv",
        "督导记录",
        ("场次号", "场次", "督导员", "检查要点", "督导情况", "问题和整改要求", "填写时间"),
        _visits,
    ),
    Sheet(
        "12_文件/文件.csv",
        "系统保存的文件（报备表、证明材料、照片、通知书等）",
        (
            *("文件号", "文件名", "材料", "大小", "SHA-256", "提交人", "提交时间", "档案内位置"),
            "销毁日期",
        ),
        _files,
    ),
)
