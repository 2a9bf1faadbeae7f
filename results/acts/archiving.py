"""How a plan is archived."""

from casework.forms import NoteForm
from casework.kinds import Act
from casework.parts import MakePart
from results.parts import archive
from results.services import archiving

ACTS = (
    Act(
        "archive",
        "归档",
        form=NoteForm,
        effect=archiving.archive_plan,
        warning="归档后本计划办结，登记的材料不能再注销，保管期限从今天起计算。",
    ),
)
PARTS: tuple[MakePart, ...] = (archive.part,)
# What the timeline calls what moves no state.
RECORDS: dict[str, str] = {
    "register_archive": "登记归档材料",
    "strike_archive": "注销归档登记",
    "destroy_archive": "销毁归档材料",
    "place_hold": "暂停销毁",
    "lift_hold": "解除暂停销毁",
    "make_dossier": "生成档案包",
}
