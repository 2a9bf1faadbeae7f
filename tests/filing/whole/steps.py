"""The steps of a filing, each taken through the pages by whoever takes it."""

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Organisation, User
from casework.models import Letter
from casework.services import files
from catalogue.regulations.terms import ApplicantKind
from filing.enums import FacilityKind, PersonRole
from filing.models import Filing
from filing.sections.conditions import conditions_of, how_name, meets_name
from filing.sections.plan import PlanForm
from tests.casework.files import pictures
from tests.filing import filled, panels
from tests.filing.rows import id_number
from tests.filing.whole.pages import Page, People
from tests.filing.world import World

MONDAY = date(2026, 3, 2)
SIGNATORY = filled.ORGANISATION["legal_representative"]


def scan(name: str) -> SimpleUploadedFile:
    """A scanned page."""
    return SimpleUploadedFile(f"{name}.png", pictures.png())


def text_in(pdf: bytes) -> str:
    """What a reader finds in a PDF, without line breaks and blanks."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


@dataclass
class Way:
    """One filing on its way. `applicant` is the owner's manager and clerk."""

    people: People
    world: World
    owner: Organisation
    applicant: User
    regulation: str
    number: str = ""

    @property
    def filing(self) -> Filing:
        """As it lies in the database now."""
        return Filing.objects.select_related("office", "receiver", "agency", "owner").get(
            number=self.number
        )

    @property
    def state(self) -> str:
        return self.filing.state

    # --- The applicant ---------------------------------------------------------------------------

    def open(self, user: User | None, address: str) -> Page:
        page = self.people.open(user, address)
        assert page.status == 200, (address, page.status)
        return page

    def section(self, part: str = "") -> str:
        """The address of a page of the application."""
        return f"/filing/{self.number}/{part}"

    def start(self, **typed) -> Page:
        """Begin: `purpose`, and the office where there is a choice. Answers the page of the draft,
        or the page that refuses."""
        page = self.open(self.applicant, "/filing/start/")
        named = {f"{self.regulation}-{name}": value for name, value in typed.items()}
        answer = page.send(**{f"{self.regulation}-regulation": self.regulation}, **named)
        if answer.status != 302:
            return answer
        self.number = answer.response.url.rstrip("/").rpartition("/")[2]
        return self.open(self.applicant, answer.response.url)

    def fill_in(self, *occupations: dict, stand_ins: dict[str, str] | None = None) -> None:
        """Every section; see `add_occupation` and `hand_in`."""
        self.write_answers()
        for each in occupations:
            self.add_occupation(**each)
        for role in PersonRole:
            self.add_person(role)
        for kind in FacilityKind:
            self.add_row("venue/add/", kind=kind.value, name=kind.label, quantity="2")
        self.hand_in(**(stand_ins or {}))

    def send_filled(self) -> str:
        """Begin, and send what others' tests have shown to be filled in through the pages."""
        self.start()
        filled.fill_in(self.world, self.filing, self.applicant)
        return self.submit()

    def write_answers(self) -> None:
        """The sections that are forms."""
        conditions = conditions_of(self.filing)
        meets = {meets_name(each): "yes" for each in conditions}
        how = {how_name(each): "见所附制度和名单。" for each in conditions}
        self.add_row("organisation/", **filled.ORGANISATION)
        self.add_row("conditions/", **meets, **how)
        self.add_row("plan/", **dict.fromkeys(PlanForm.of(self.filing).base_fields, "按章写明。"))
        self.promise()

    def promise(self) -> None:
        """The promises of the regulation, in the name of the legal representative."""
        promises = range(1, len(self.filing.regulation.promises) + 1)
        ticks = {f"promise_{number}": "on" for number in promises}
        self.add_row("promise/", **ticks, signatory=SIGNATORY)

    def add_row(self, part: str, **typed) -> None:
        """Fill in the form of a section, or of one row, and keep it."""
        answer = self.open(self.applicant, self.section(part)).send(**typed)
        assert answer.status == 302, answer.errors

    def add_occupation(self, code: str, **typed) -> None:
        """Look for an occupation and apply for it at levels five to three, unless `typed` says
        otherwise; its basis is what the page suggests."""
        found = self.open(self.applicant, self.section(f"scope/search/?search={code}"))
        values = {"lowest": "5", "highest": "3", **self._details(), **typed}
        answer = self.open(self.applicant, found.link(f"/scope/add/{code}/")).send(**values)
        assert answer.status == 302, answer.errors

    def change_occupation(self, row: int, **typed) -> None:
        """Fill in what a row lacks that came from the register, its basis by name."""
        basis = {"named_kind": "national", "named": "某国家职业标准"}
        self.add_row(f"scope/{row}/", **self._details(), **basis, **typed)

    def _details(self) -> dict:
        method = self.filing.regulation.methods[0].method.value
        details = {"headcount": "60", "experience": "2019年起，五级至四级", "assessed": "45"}
        return {"methods": [method], **details}

    def add_person(self, role: PersonRole, **typed) -> None:
        values = {"name": f"某{role.label}", "full_time": "on", "certificate": "ZS-1"}
        values["document_kind"] = "id_card"
        number = id_number(list(PersonRole).index(role) + 1)
        self.add_row("people/add/", **values | {"role": role.value, "id_number": number} | typed)

    def hand_in(self, **stand_ins: str) -> None:
        """Print the form, then hand in each required paper, or what stands in for it by its key:
        `online` or `commitment`. The plan was written in its section."""
        self.print_form()
        for rule in self.filing.regulation.materials_for(ApplicantKind(self.owner.kind)):
            page = self.open(self.applicant, self.section(f"papers/{rule.key}/"))
            if rule.key in stand_ins:
                answer = page.send(
                    **{"instead-instead": stand_ins[rule.key], "instead-note": "已核验，一致。"}
                )
            elif rule.required and rule.key != "plan":
                answer = page.send(upload=scan(rule.key))
            else:
                continue
            assert answer.status == 302, answer.errors

    def print_form(self) -> str:
        """The application form on paper; its text."""
        answer = self.open(self.applicant, self.section("papers/")).send(to="/form/")
        assert answer.response["Content-Type"] == "application/pdf"
        return text_in(answer.response.content)

    def scan_again(self, key: str) -> None:
        """Print, seal and scan the form once more, in place of the scan before."""
        self.print_form()
        papers = self.open(self.applicant, self.section("papers/"))
        again = self.open(self.applicant, papers.link(f"/papers/{key}/?replaces="))
        assert again.send(upload=scan(key)).status == 302

    def submit(self) -> str:
        """Read everything through and send it."""
        answer = self.try_to_submit()
        assert answer.status == 302, answer.errors
        return self.state

    def try_to_submit(self) -> Page:
        return self.open(self.applicant, self.section("review/")).send(agreed="on")

    # --- The acts of everybody -------------------------------------------------------------------

    def act(self, user: User, act: str, /, **typed) -> str:
        """Open the page of an act, fill it in and send it; the step that it brought."""
        answer = self.try_to(user, act, **typed)
        assert answer.status == 302, answer.errors
        return self.state

    def try_to(self, user: User, act: str, /, **typed) -> Page:
        return self.open(user, self.page_of(act)).send(**typed)

    def page_of(self, act: str) -> str:
        return reverse("casework:act", args=[self.number, act])

    # --- The bureau and its experts --------------------------------------------------------------

    def ask_for(self, officer: User, *items: tuple[str, str]) -> str:
        """Collect what is to be mended by (section, text), and ask for it once."""
        for section, text in items:
            page = self.open(officer, self.section("read/"))
            answer = page.send(to=f"#{section}", text=text)
            assert answer.status == 302, answer.errors
        return self.act(officer, "request_supplement")

    def convene(self, officer: User, *methods: str, pool: int = 5, key: str = "") -> str:
        """A panel of three with two reserves, drawn from `pool` new experts of the office."""
        for _ in range(pool):
            panels.expert(self.world, key or self.key_of(self.filing.receiver))
        return self.act(officer, "evaluate", methods=list(methods), size="3", reserves="2")

    def evaluate(self, officer: User, *methods: str) -> str:
        """Accepted, judged by a panel of which all find the conditions met, and passed."""
        assert self.act(officer, "accept") == "accepted"
        assert self.convene(officer, *methods) == "evaluation"
        self.speak()
        return self.act(officer, "pass_evaluation")

    def speak(self, verdict: str = "meets", *, besides: Iterable[User] = ()) -> None:
        """Every expert of the panel says the same of everything."""
        for seat in panels.seats(self.filing):
            if seat.user not in besides:
                self.say(seat.user, verdict)

    def say(self, expert: User, verdict: str = "meets") -> None:
        """One expert's opinion on each condition and on the whole."""
        typed = {"verdict": verdict, "text": "总体理由"}
        for each in conditions_of(self.filing):
            typed |= {
                f"{each.key}-verdict": verdict,
                f"{each.key}-text": "理由",
                f"{each.key}-evidence": "现场所见",
            }
        answer = self.open(expert, self.section("opinion/")).send(**typed)
        assert answer.status == 302, answer.errors

    def key_of(self, office: Organisation) -> str:
        return next(key for key, each in self.world.offices.items() if each == office)

    def sign(self) -> str:
        """The manager signs the commitment in his own name."""
        points = range(1, len(self.filing.regulation.commitment) + 1)
        ticks = {f"point_{number}": "on" for number in points}
        return self.act(self.applicant, "commit", **ticks, name=self.applicant.name)

    # --- What came of it -------------------------------------------------------------------------

    def timeline(self) -> list[tuple[str, str, str]]:
        """(act, the step it brought, the office or organisation of who did it), all of them."""
        return [
            (event.act, event.target, event.actor_office.name if event.actor_office else "")
            for event in self.filing.events.select_related("actor_office").order_by("sequence")
        ]

    def letters(self) -> list[tuple[str, str]]:
        """(title, office) in the order in which they went out."""
        rows = Letter.objects.filter(case__number=self.number).order_by("pk")
        return list(rows.values_list("title", "office__name"))

    def materials(self) -> list[tuple[str, str]]:
        """(key, how it was handed in) of every paper there is now."""
        rows = self.filing.materials.current().order_by("key")
        return [(row.key, row.file.name if row.file else row.instead) for row in rows]

    def receipt(self) -> str:
        """The text of the receipt, as a reader of the PDF finds it, without blanks."""
        facts = json.loads(self.filing.events.get(act="issue_receipt").facts)
        letter = Letter.objects.get(number=facts["letter"])
        return text_in(files.read(letter.file))
