"""What a whole way leads to: the receipt, and what the public finds of the agency."""

from dataclasses import dataclass

from django.conf import settings

from tests.filing.whole.pages import People
from tests.filing.whole.steps import Way

DAY = "2026年3月2日"


@dataclass(frozen=True)
class Receipt:
    """What a receipt must say, from its head to its foot; `rows` as its table has them. `office` is
    who issues it, by its key in the world; `turn`: with what its second page begins."""

    office: str
    code: str
    rows: tuple[tuple[str, ...], ...]
    basis: str = ""
    title: str = "备案回执"
    code_name: str = "机构备案号"
    done: str = "准予备案"
    validity: str = "未规定有效期"
    copied_to: str = ""
    serial: str = "0001"
    day: str = DAY
    turn: str = ""

    def text(self, way: Way) -> str:
        """As a reader of the PDF finds it, without blanks: of each page the body, then its head and
        foot."""
        office = way.world.offices[self.office]
        number = f"{office.letter_head.prefix}备〔2026〕{self.serial}号"
        body = "".join(self._body(way, number).split())
        edge = f"{office}{number}·事项编号{way.number}"
        if not self.turn:
            return f"{body}{edge}第1页/共1页"
        first, turn, second = body.partition(self.turn)
        return f"{first}{edge}第1页/共2页{turn}{second}{edge}第2页/共2页"

    def _body(self, way: Way, number: str) -> str:
        filing, office = way.filing, way.world.offices[self.office]
        parts = [
            f"{office}{self.title}{number}{filing.owner}：",
            f"你单位依据“{filing.regulation.name}”提出的“{filing.title}”",
            f"（事项编号{filing.number}）收悉。",
            f"经审核，{self.done}，{self.code_name}为{self.code}。",
            f"机构名称{filing.owner}统一社会信用代码{filing.owner.code}",
            f"{self.code_name}{self.code}证书编号前段{self.code}有效期{self.validity}",
            "可以评价的职业（工种）和等级职业编码职业工种等级评价依据",
            *("".join(row) for row in self.rows),
            f"依据：{self.basis}。" if self.basis else "",
            "请在以上范围和有效期内开展评价。机构状态和评价范围以网上目录为准：",
            f"{settings.SITE_URL}/agencies/{self.code}/",
            f"抄送：{self.copied_to}。" if self.copied_to else "",
            f"{office}{self.day}",
        ]
        return "".join(parts)


def in_register(people: People, code: str) -> dict:
    """What the public page of an agency says of it: status, scope, and its facts by their terms."""
    page = people.open(None, f"/agencies/{code}/")
    assert page.status == 200
    facts = page.said()
    terms = ("机构代码", "备案机关", "备案日期", "有效期至", "适用办法", "来源")
    return {
        "name": " ".join(page.main.xpath(".//h1")[0].text_content().split()),
        "scope": page.rows(),
        **{term: facts[term] for term in terms},
    }


def in_api(people: People, code: str) -> dict:
    """What another system reads of it; the one row that a search for its code finds."""
    people.sign_in(None)
    found = people.client.get(f"/api/v1/agencies/?search={code}").json()
    assert found["count"] == 1
    row = found["results"][0]
    names = ("code", "prefix", "name", "credit_code", "division_code", "issuer_name")
    return {name: row[name] for name in (*names, "filed_on", "valid_until", "scope")}


def audiences(people: People, code: str) -> list[str]:
    """Whom the agency may assess, as the guide says to which its page leads."""
    guide = people.open(None, people.open(None, f"/agencies/{code}/").link("/guide/"))
    listed = guide.main.xpath(".//*[@id='assessment']//ul")[0]
    return [each.text_content() for each in listed.xpath(".//strong")]
