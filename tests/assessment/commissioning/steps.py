"""A commission driven through the views, from the choice of an agency to the letter."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessment.models import Commission
from casework import kinds
from casework.services import door
from catalogue import regulations
from catalogue.regulations.terms import CommissionStep
from tests.casework.files import pdfs

NEED = {
    "need": "车间电工 30 人，需要评价四级。",
    "proposed_on": "2026-04-15",
    "pay": "合格者每月增发技能津贴。",
    "same_kind": "双方都是机械制造企业，电工岗位相同。",
}
PAPERS = {"hb": ("hr_system", "pay"), "lc": ("scheme", "pay")}


def url(name: str, *args) -> str:
    return reverse(f"assessment:commission{name}", args=args)


def scan(name: str = "协议.pdf") -> SimpleUploadedFile:
    """A signed paper, scanned."""
    return SimpleUploadedFile(name, pdfs.plain(), "application/pdf")


def side(agencies, key: str):
    """(the client, its clerk) of an agency: of Shijiazhuang, or of Liaocheng."""
    if key == "hb":
        return agencies.client, agencies.client_hr
    return agencies.world.firm, agencies.world.hr


def a_commission(agencies, key: str = "hb", state: str = "draft", **columns) -> Commission:
    """A commission opened at a step, as if it had come there; whole, but for its papers."""
    client, hr = side(agencies, key)
    agency = agencies.agency[key]
    centre = agencies.receiver[key]
    asked = {} if state == "draft" else {"asked_on": "2026-03-02", "signed_on": "2026-03-02"}
    case = door.open_case(
        kinds.by_code("commission"),
        actor=hr,
        state=CommissionStep(state),
        owner=client,
        regulation=regulations.get(agency.regulation_id),
        title=f"{client}委托{agency}评价",
        division=client.division,
        receiver=centre,
        office=centre,
        agency=agency,
        **{**NEED, **asked, **columns},
    )
    an_item(agencies, case)
    return Commission.objects.get(pk=case.pk)


def an_item(agencies, case, code: str = "6-31-01-03", level: int = 4, headcount: int = 30):
    return case.items.create(
        occupation=agencies.world.occupations[code], level=level, headcount=headcount
    )


def begin(client, agencies, key: str, division=None) -> Commission:
    """Choose the agency, and the place of the client."""
    owner, hr = side(agencies, key)
    client.force_login(hr)
    place = (division or owner.division).pk
    answer = client.post(url("-begin", agencies.agency[key].code), {"division": place})
    assert answer.status_code == 302
    return Commission.objects.get()


def save(client, case, **values):
    """Send the texts as the page gave them, with other values."""
    page = client.get(url("-need", case.number))
    seen = page.context["form"]["seen"].value()
    return client.post(url("-need", case.number), {"seen": seen, **NEED, **values})


def add(client, agencies, case, code: str = "6-31-01-03", level: int = 4, headcount="30", **more):
    key = f"{agencies.world.occupations[code].pk}/{level}/"
    sent = {"scope": key, "headcount": headcount, **more}
    return client.post(url("-items", case.number), sent)


def upload(client, case, key: str):
    """Hand in one paper."""
    address = reverse("casework:material-add", args=[case.number])
    return client.post(address, {"key": key, "upload": scan(f"{key}.pdf")})


def act(client, case, name: str, **values):
    """Do an act on its page."""
    address = reverse("casework:act", args=[case.number, name])
    form = client.get(address).context["form"]
    stamp = {"version": form["version"].value(), "token": form["token"].value()}
    return client.post(address, {**stamp, **values})


def agree(client, case, **values):
    """The agency's yes, with the agreement."""
    given = {"agreement": scan(), "signed_on": "2026-03-02", "sealed": "on"}
    return act(client, case, "agree", **{**given, **values})


def state(case) -> str:
    return Commission.objects.get(pk=case.pk).state


def refused(answer) -> list[str]:
    """What the page of a form says is wrong."""
    return list(answer.context["form"].non_field_errors())


def may(case, user) -> set[str]:
    return {each.transition for each in door.available(Commission.objects.get(pk=case.pk), user)}
