"""What a certificate says, in plain values: frozen at issue, and drawn again from nothing else."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import date

from casework.services.timeline import canonical

TEMPLATE_VERSION = 1  # of layouts/a4.toml and its ornament; raised with every visible change
PROOF_MARK = "proof"  # keyword of a file that is never signed
UNREADABLE = "照片无法读取，请更换照片后重试。"
NO_WORK_TYPE = "--"  # never left blank (人社鉴发〔2021〕1号)
CERTIFICATE_QUERY = "http://jndj.osta.org.cn"
AGENCY_QUERY = "http://pjjg.osta.org.cn"
OPTIONAL = {"province_query", "print_serial", "remark"}


@dataclass(frozen=True)
class Content:
    """The fields of 人社鉴发〔2021〕1号, worded as they are printed. Raises ValueError for one that
    is empty or a date that is none: a certificate has no holes."""

    number: str
    name: str
    document: str  # 证件类型, as 居民身份证
    id_number: str
    occupation: str
    level: str  # 三级/高级工
    agency: str  # as it is filed, with the branch
    issued_on: str  # ISO
    address: str  # what the QR code holds
    work_type: str = NO_WORK_TYPE
    certificate_query: str = CERTIFICATE_QUERY
    agency_query: str = AGENCY_QUERY
    province_query: str = ""
    print_serial: str = ""
    remark: str = ""

    def __post_init__(self):
        for field in fields(self):
            if not getattr(self, field.name) and field.name not in OPTIONAL:
                raise ValueError(f"{field.name} is empty.")
        date.fromisoformat(self.issued_on)

    @property
    def day(self) -> str:
        """`2026年3月5日`."""
        day = date.fromisoformat(self.issued_on)
        return f"{day.year}年{day.month}月{day.day}日"

    def to_json(self) -> str:
        """Canonical text, of which a digest may be kept."""
        return canonical(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Content":
        """What `to_json` wrote. Raises ValueError for anything else."""
        try:
            return cls(**json.loads(text))
        except TypeError as error:
            raise ValueError("This is no content of a certificate.") from error
