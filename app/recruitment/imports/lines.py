"""One checked row of the sheet to the form that the counter would have filled in, with the rules of the notice."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.recruitment import contradictions, queries
from app.recruitment.address import district_of
from app.recruitment.asked import EVERY_QUESTION, MORE_QUESTIONS
from app.recruitment.declared import MOST_WON, Declared
from app.recruitment.imports.columns import MEMBERS_NOTE
from app.recruitment.models import STREAM_LABELS, Notice, NoticeStream
from app.recruitment.models.states import Stream
from app.recruitment.services import checklist
from app.recruitment.services.intake import Agent, Intake, Member, streams_for
from app.recruitment.services.people import Identity, key_of, name_key
from app.recruitment.words import CONSENTS
from app.rules.resident_number import ResidentNumber
from app.shared.names import check_name
from app.shared.periods import korean_date
from app.sheets.checking import Checked

_MOST_MEMBERS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One row that can be taken in. ``key`` is the keyed hash of the number; ``unasked``: questions not in the sheet."""

    row: int
    number: ResidentNumber
    key: str
    intake: Intake
    dong_code: str
    received_on: date
    stream: NoticeStream
    unasked: tuple[str, ...]


@dataclass(slots=True)
class LineReader:
    """Reads the rows of one file; what a rule refuses goes to ``checked`` at its cell."""

    notice: Notice
    checked: Checked
    today: date
    _items: tuple[checklist.PaperItem, ...] = ()
    _unasked: tuple[str, ...] = ()
    _offered: dict[int, contradictions.Offered] = field(default_factory=dict)
    _consents_of: dict[tuple[int, ...], tuple[str, ...]] = field(default_factory=dict)
    _seen: dict[str, int] = field(default_factory=dict)

    def read(self) -> list[Line]:
        """The rows without a fault, in their order; with any fault in the file nothing is written anyway."""
        self._items = checklist.checklist_of(self.notice)
        self._offered = queries.offered(self.notice)
        self._unasked = tuple(name for name in MORE_QUESTIONS if name not in self.checked.columns)
        faulty = {fault.row for fault in self.checked.faults}
        lines = []
        for row, values in self.checked.rows():
            before = len(self.checked.faults)
            line = self._line(row, values, row in faulty)
            if line is not None and len(self.checked.faults) == before and row not in faulty:
                lines.append(line)
        self.checked.faults.sort(key=lambda fault: (fault.row, len(fault.cell), fault.cell))
        return lines

    def _line(self, row: int, values: dict[str, Any], faulty: bool) -> Line | None:
        number: ResidentNumber | None = values["rrn"]
        if number is None:
            return None
        if number.born_on.year < 1900:
            self.checked.refuse(row, "rrn", number.masked)
            return None
        key = key_of(number)
        first = self._seen.setdefault(key, row)
        if first != row:
            said = f"「{number.masked}」은(는) {first}줄에 이미 있는 분입니다. 한 줄만 남겨 주세요."
            self.checked.refuse(row, "rrn", number.masked, said=said)
        self._check_days(row, values)
        self._check_agent(row, values)
        self._check_names(row, values)
        members = self._members(row, values["members"])
        self._check_facts(row, values, members)
        preferences = self._preferences(values)
        self._check_consents(row, values, preferences)
        stream = self._stream(row, values["stream"], number.born_on)
        self._check_wishes(row, values, stream)
        if faulty or stream is None:
            return None
        intake = self._intake(values, members, preferences)
        return Line(row, number, key, intake, values["received_dong"], values["received_on"], stream, self._unasked)

    def _check_days(self, row: int, values: dict[str, Any]) -> None:
        day: date | None = values["received_on"]
        last = min(self.notice.closes_on, self.today)
        if day is not None and not self.notice.opens_on <= day <= last:
            window = f"접수 기간({korean_date(self.notice.opens_on)}~{korean_date(last)})의 날짜"
            self.checked.refuse(row, "received_on", day.isoformat(), accepted=window)
        if not name_key(values["name"] or "x"):
            self.checked.refuse(row, "name", "")

    def _check_agent(self, row: int, values: dict[str, Any]) -> None:
        if not values["by_proxy"]:
            return
        for key in ("agent_name", "agent_relation", "agent_phone"):
            if values[key] == "":
                said = "대리신청은 대리인의 성명, 신청인과의 관계, 전화를 모두 적어야 접수할 수 있습니다."
                self.checked.refuse(row, key, "", said=said)

    def _members(self, row: int, text: str | None) -> tuple[Member, ...]:
        """``배우자/김나래/1968/0; 자녀/김다온/1995/1,200,000``; the income may be left out: not declared."""
        members: list[Member] = []
        for one in re.split(r"[;；]", text or ""):
            if not one.strip():
                continue
            parts = [part.strip() for part in unicodedata.normalize("NFC", one).split("/")]
            member = _member([*parts, ""]) if len(parts) in (3, 4) else None
            if member is None:
                self.checked.refuse(row, "members", one.strip()[:40], said=f"가구원을 읽을 수 없습니다. {MEMBERS_NOTE}")
                return ()
            if said := check_name(member.name):
                self.checked.refuse(row, "members", "", said=f"가구원 {len(members) + 1} {said}")
            members.append(member)
        if len(members) > _MOST_MEMBERS:
            self.checked.refuse(row, "members", "", said=f"가구원은 {_MOST_MEMBERS}명까지 적을 수 있습니다.")
        return tuple(members)

    def _check_names(self, row: int, values: dict[str, Any]) -> None:
        for key in ("name", "agent_name"):
            if said := check_name(values[key] or ""):
                self.checked.refuse(row, key, "", said=said)

    def _check_facts(self, row: int, values: dict[str, Any], members: tuple[Member, ...]) -> None:
        incomes = [one.income_won for one in members]
        found = contradictions.of_household(values["household_size"], incomes, values["income_won"])
        if not self.checked.is_refused(row, "dong"):
            found |= contradictions.of_address(values["road_address"] or "", values["dong"])
        self._refuse_each(row, found)

    def _check_wishes(self, row: int, values: dict[str, Any], stream: NoticeStream | None) -> None:
        code = stream.code if stream else ""
        label = STREAM_LABELS[Stream(code)] if code else ""
        chosen = (values["first_project"], values["second_project"])
        self._refuse_each(row, contradictions.of_wishes(*chosen, stream=code, label=label, offered=self._offered))

    def _refuse_each(self, row: int, found: dict[str, str]) -> None:
        for key, said in found.items():
            self.checked.refuse(row, key, "", said=said)

    def _preferences(self, values: dict[str, Any]) -> tuple[int, ...]:
        chosen = [values[key] for key in ("first_project", "second_project") if values[key] is not None]
        return tuple(dict.fromkeys(chosen))

    def _check_consents(self, row: int, values: dict[str, Any], preferences: tuple[int, ...]) -> None:
        if preferences not in self._consents_of:
            self._consents_of[preferences] = checklist.required_consents(preferences)
        for purpose in self._consents_of[preferences]:
            key = f"consent_{purpose}"
            if values[key] is not True and not self.checked.is_refused(row, key):
                said = f"「{CONSENTS[purpose]}」에 동의해야 접수할 수 있습니다."
                self.checked.refuse(row, key, "", said=said)

    def _stream(self, row: int, code: str | None, born_on: date) -> NoticeStream | None:
        """The stream chosen where the age allows it, or the only one possible; too young for all: judged by the rules."""
        possible = streams_for(self.notice, born_on)
        chosen = next((one for one in self.notice.streams if one.code == code), None)
        if chosen is not None and possible and chosen not in possible:
            said = "나이가 이 모집 구분의 나이에 맞지 않습니다. 모집 구분이나 주민등록번호를 고쳐 주세요."
            self.checked.refuse(row, "stream", "", said=said)
        elif chosen is None and len(possible) > 1 and not self.checked.is_refused(row, "stream"):
            said = "모집 구분을 골라 주세요. 나이로는 두 구분에 모두 신청할 수 있습니다."
            self.checked.refuse(row, "stream", "", said=said)
        elif chosen is None:
            return (possible or self.notice.streams)[0]
        return chosen

    def _intake(self, values: dict[str, Any], members: tuple[Member, ...], preferences: tuple[int, ...]) -> Intake:
        identity = Identity(
            name=values["name"],
            phone=values["phone"],
            road_address=values["road_address"],
            address_detail=values["address_detail"],
            dong_code=values["dong"],
            residence_status=values["residence_status"],
        )
        agent = None
        if values["by_proxy"]:
            agent = Agent(values["agent_name"], values["agent_relation"], values["agent_phone"])
        return Intake(
            identity=identity,
            declared=declared_of(values, members),
            household_size=values["household_size"],
            stream=values["stream"] or "",
            preferences=preferences,
            householder_number=values["householder_rrn"],
            members=members,
            papers=tuple(one.kind for one in self._items if values[f"paper_{one.kind}"]),
            consents=tuple(purpose for purpose in CONSENTS if values[f"consent_{purpose}"]),
            agent=agent,
        )


def _member(parts: list[str]) -> Member | None:
    relation, name, year = parts[:3]
    income = parts[3].replace(",", "").removesuffix("원").strip()
    if not (relation and name and re.fullmatch(r"(19|20)[0-9]{2}", year) and re.fullmatch(r"[0-9]{0,13}", income)):
        return None
    if income and int(income) > MOST_WON:
        return None
    return Member(relation[:20], name[:40], int(year), int(income) if income else None)


def declared_of(values: dict[str, Any], members: tuple[Member, ...]) -> Declared:
    """What the row declares, as the counter form would have it."""
    types = [one for one in (values["first_type"], values["second_type"]) if one]
    expires = values["residence_expires_on"]
    said = Declared(
        income_won=values["income_won"],
        property_won=values["property_won"],
        householder=values["householder"],
        vulnerable_types=tuple(dict.fromkeys(types)),
        licence=values["licence"] or "",
        district=district_of(values["road_address"], values["dong"]),
        residence_expires_on=expires.isoformat() if expires else None,
        by_proxy=bool(values["by_proxy"]),
        member_income_won=tuple(member.income_won for member in members),
    )
    return replace(said, **{key: values[key] for key in EVERY_QUESTION if key in values})
