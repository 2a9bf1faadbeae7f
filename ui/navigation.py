"""Where the site's menus lead: stable addresses, each shown once some app answers it."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from django.conf import settings
from django.urls import Resolver404, get_urlconf, resolve


class Group(StrEnum):
    """The parts of the workbench's menu in their order, by their headings."""

    FIRST = ""
    TASKS = "我的任务"
    ASSESSMENT = "备案与评价"
    CERTIFICATES = "证书与数据"
    SUPERVISION = "监督管理"
    HOUSE = "单位与账号"


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    icon: str
    members_only: bool = False
    group: Group = Group.FIRST
    within: str = ""  # where all its pages lie, if not below its own address


@dataclass(frozen=True)
class Link(Entry):
    current: bool = False


PUBLIC = (
    Entry("首页", "/", "home"),
    Entry("办事指南", "/guide/", "book"),
    Entry("职业目录", "/occupations/", "list-details"),
    Entry("评价机构", "/agencies/", "building-community"),
    Entry("公告公示", "/notices/", "speakerphone"),
    Entry("考生服务", "/candidates/", "school"),
    Entry("证书查询", "/lookup/", "file-certificate"),
)

# What the public may hold its offices and agencies to; it stands at the foot of each page.
OVERSIGHT = (
    Entry("双随机抽查", "/inspections/", "scale"),
    Entry("处理决定", "/sanctions/", "gavel"),
    Entry("信用评估", "/credit/", "award"),
    Entry("每日摘要", "/digests/", "shield-check"),
    Entry("投诉举报", "/complaints/new/", "phone"),
)

DESK = (
    Entry("工作台", "/desk/", "gauge"),
    Entry("事项", "/cases/", "clipboard-list"),
    Entry("消息", "/desk/notices/", "bell"),
    Entry("公告公示", "/desk/publications/", "speakerphone", members_only=True, group=Group.HOUSE),
    Entry("单位", "/organisation/", "users", members_only=True, group=Group.HOUSE),
    Entry("我的账号", "/accounts/profile/", "user", group=Group.HOUSE),
)
FEW = 9  # entries that one takes in at a glance, without headings


def exists(url: str) -> bool:
    """Whether some app answers this address."""
    return _is_answered(url, get_urlconf() or settings.ROOT_URLCONF)


@lru_cache(maxsize=512)
def _is_answered(url: str, urlconf: str) -> bool:
    """Kept, as every page asks for each entry of its menus, and addresses do not come and go."""
    try:
        resolve(url, urlconf)
    except Resolver404:
        return False
    return True


def address(url: str) -> str:
    """This address where some app answers it, else ""."""
    return url if exists(url) else ""


def links(entries: tuple[Entry, ...], path: str) -> list[Link]:
    """The entries that exist, the one that holds `path` marked as current."""
    shown = [entry for entry in entries if exists(entry.url)]
    holding = [_home(entry) for entry in shown if _holds(_home(entry), path)]
    current = max(holding, key=len, default=None)
    return [Link(**asdict(each), current=_home(each) == current) for each in shown]


def grouped(found: list[Link]) -> list[tuple[str, list[Link]]]:
    """Links in the order of their groups, each group with its heading. A short menu is one list
    without headings."""
    order = list(Group)
    found = sorted(found, key=lambda link: order.index(link.group))
    if len(found) <= FEW:
        return [("", found)]
    parts = groupby(found, key=lambda link: link.group)
    return [(group.value, list(part)) for group, part in parts]


def _home(entry: Entry) -> str:
    return entry.within or entry.url


def _holds(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
