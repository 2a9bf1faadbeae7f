"""The parts of an application, in the order in which people fill them in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """`key` names it in addresses, answers, issues and supplement items; its page is the URL
    `filing:<key>` of the number of the filing."""

    key: str
    title: str
    lead: str

    @property
    def url_name(self) -> str:
        return f"filing:{self.key}"


SECTIONS = (
    Section("organisation", "组织信息", "单位的登记信息、法定代表人和联系人。"),
    Section("conditions", "条件自查", "逐条对照申报条件，写明本单位的情况。"),
    Section("scope", "职业与等级", "申请评价的职业（工种）、等级范围、依据和方式。"),
    Section("people", "机构与人员", "评价机构的设置，专职人员、专家、考评员和内部督导员。"),
    Section("venue", "场地设备", "理论考场、技能考核场地、设备和视频监控。"),
    Section("papers", "制度文件和材料", "按清单上传，可以告知承诺或网络核验的不必上传。"),
    Section("standards", "评价标准（规范）", "每个职业依据的国家职业标准或企业评价规范。"),
    Section("plan", "工作方案", "按章节填写评价工作方案。"),
    Section("promise", "承诺", "对材料真实、依规评价、接受监督作出承诺。"),
)
BY_KEY = {section.key: section for section in SECTIONS}
