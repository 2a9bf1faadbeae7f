"""How certificates are issued: the act of a plan, and what the timeline calls the rest."""

from casework.forms import NoteForm
from casework.kinds import Act
from casework.parts import MakePart
from certificates.messages import issuing as tell
from certificates.parts import issuing as part
from certificates.services import issuing

ACTS = (
    Act(
        "certify",
        "核发证书",
        form=NoteForm,
        effect=issuing.certify,
        messages=tell.certified,
        page="certificates:issue",
    ),
)
PARTS: tuple[MakePart, ...] = (part.part,)
RECORDS: dict[str, str] = {
    "say_number_source": "选择证书编号来源",
    "import_numbers": "导入下发的证书编号",
    "begin_issue": "开始核发证书",
    "go_on_issuing": "继续核发证书",
    "give_up_certificate": "登记不能制证",
    "replace_photo": "更换证书照片",
}
