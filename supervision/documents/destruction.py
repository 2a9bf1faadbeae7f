"""The certificate of destruction (销毁清册), as it is printed and kept for good."""

import json
from datetime import date

from django.utils.formats import date_format
from django.utils.timezone import localtime

from results.enums import ArchiveForm
from supervision.enums import RecordSource
from supervision.models import Destruction

TEMPLATE = "printing/supervision/destruction.1.html"
TITLE = "档案销毁清册"


def context(case: Destruction) -> dict:
    """What the certificate says, in plain values. Needs `outcome` filled in."""
    told = json.loads(case.outcome)
    lines = [_line(n, each) for n, each in enumerate(told["records"], 1)]
    return {
        "title": TITLE,
        "number": case.number,
        "keeper": case.keeper.name,
        "opinion": case.opinion,
        "listed_sha256": case.listed_sha256,
        "outcome_sha256": case.outcome_sha256,
        "method": str(case.get_method_display()),
        "place": case.place or "本系统",
        "done_on": date_format(date.fromisoformat(told["done_on"])),
        "gone": [line for line in lines if not line["why"]],
        "kept": [line for line in lines if line["why"]],
        "people": [
            ("提请人", case.proposed_by.display_name, date_format(localtime(case.opened_at))),
            ("批准人", case.approved_by.display_name, date_format(localtime(case.approved_at))),
            ("销毁人", case.destroyed_by.display_name, date_format(localtime(case.destroyed_at))),
            ("监销人", case.witness, ""),
        ],
    }


def _line(n: int, each: dict) -> dict:
    manifest = each.get("manifest")
    more = ""
    if manifest:
        more = (
            f"文件 {len(manifest['files'])} 个、报名 {manifest['people']} 人的个人信息、"
            f"办理意见 {len(manifest['notes'])} 条；逐个文件的摘要见清册明细。"
        )
    return {
        "n": n,
        "case": each["case"],
        "title": each["title"],
        "kind": f"{ArchiveForm(each['form']).label} · {RecordSource(each['source']).label}",
        "count": each["count"],
        "place": each["place"],
        "kept_until": date_format(date.fromisoformat(each["kept_until"])),
        "sha256": each["sha256"],
        "more": more,
        "why": each.get("why", ""),
    }
