"""People: found by the keyed hash of the resident number, or within one's own 동; sealed, shown masked."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from app.accounts.roles import Role
from app.audit import services as audit
from app.extensions import db, seal
from app.recruitment.address import address_key
from app.recruitment.models import Application, Person
from app.recruitment.services import name_grams
from app.rules.resident_number import ResidentNumber, parse
from app.shared.actor import Actor
from app.shared.errors import NotFound, RuleBroken
from app.shared.phone import clean_phone, whole_phone

NUMBER_COLUMN = "person.rrn"
ACCOUNT_COLUMN = "person.account"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the person is and how to reach them, as typed at the counter. ``dong_code`` None: not in the district."""

    name: str
    phone: str
    road_address: str
    address_detail: str = ""
    dong_code: str | None = None
    postcode: str = ""
    residence_status: str | None = None


def name_key(name: str) -> str:
    """The name as it is looked up: NFC, without blanks, Latin letters as capitals."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", name)).upper()


def key_of(number: ResidentNumber) -> str:
    """The keyed hash by which a resident number is found; the number itself is nowhere in the clear."""
    return seal.find_by(number.digits, NUMBER_COLUMN)


def by_number(number: ResidentNumber) -> Person | None:
    return db.session.scalar(sa.select(Person).where(Person.rrn_key == key_of(number)))


def number_of(person: Person) -> ResidentNumber:
    """The sealed number of a known person, for the next application. Raises RuleBroken when it was destroyed."""
    if person.rrn_cipher is None:
        raise RuleBroken("파기한 개인정보입니다.")
    return parse(seal.open(person.rrn_cipher, NUMBER_COLUMN))


def find_by_number(text: str, *, by: Actor, now: datetime, today: date) -> Person | None:
    """Exactly this resident number, anywhere in the district; the look is logged. Raises BadResidentNumber."""
    found = by_number(parse(text, today))
    people = [found.id] if found else []
    audit.record("recruit:person:find", None, subject="person", by=by, at=now, changes={"by": "number"}, people=people)
    return found


def find_nearby(text: str, *, by: Actor, now: datetime) -> list[Person]:
    """By the phone or its last four digits, or by name and birth date, among the people one may see (a clerk: own 동).

    Raises RuleBroken when the text is neither.
    """
    query = sa.select(Person).where(Person.erased_at.is_(None))
    if by.role == Role.CLERK:
        query = query.where(Person.dong_code == by.dong_code)
    found = list(db.session.scalars(query.where(_asked(text)).order_by(Person.name, Person.id).limit(20)))
    people = [person.id for person in found]
    audit.record("recruit:person:find", None, subject="person", by=by, at=now, changes={"by": "dong"}, people=people)
    return found


def _asked(text: str) -> sa.ColumnElement[bool]:
    text = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"[0-9]{4}", text):
        return Person.phone_tail == text
    if phone := whole_phone(text):
        return sa.and_(Person.phone_tail == phone[-4:], Person.phone == phone)
    match = re.fullmatch(r"(\D{2,40}?)\s*([0-9]{6}|[0-9]{8}|[0-9]{4}[-. ]+[0-9]{1,2}[-. ]+[0-9]{1,2}\.?)", text)
    if match is None:
        raise RuleBroken(
            "주민등록번호 13자리, 전화번호나 끝 4자리, 또는 이름과 생년월일(예: 김가온 660412)을 적어 주세요."
        )
    return sa.and_(Person.name_key == name_key(match[1]), Person.born_on.in_(_births(match[2])))


def _births(text: str) -> list[date]:
    """The days that these digits may mean; six digits leave the century open."""
    if re.fullmatch(r"[0-9]{6}", text):
        parts = [(century + int(text[:2]), int(text[2:4]), int(text[4:])) for century in (1900, 2000)]
    elif re.fullmatch(r"[0-9]{8}", text):
        parts = [(int(text[:4]), int(text[4:6]), int(text[6:]))]
    else:
        year, month, day = (int(part) for part in re.findall(r"[0-9]+", text))
        parts = [(year, month, day)]
    days = []
    for year, month, day in parts:
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    if not days:
        raise RuleBroken("생년월일을 확인해 주세요(예: 김가온 660412).")
    return days


def register(number: ResidentNumber, identity: Identity, *, by: Actor, now: datetime) -> Person:
    """The person of this number: a new row, or the known one brought up to date."""
    person = by_number(number)
    if person is None:
        person = Person(
            rrn_cipher=seal.close(number.digits, NUMBER_COLUMN),
            rrn_key=key_of(number),
            rrn_masked=number.masked,
            key_version=seal.version,
            born_on=number.born_on,
            sex=number.sex,
            created_at=now,
            created_by_id=by.user_id,
            name="",
            name_key="",
        )
        db.session.add(person)
        _set(person, identity)
        db.session.flush()
        name_grams.bring(person)
        audit.record("recruit:person:add", person, by=by, at=now, people=[person.id])
        return person
    update(person, identity, by=by, now=now)
    return person


def update(person: Person, identity: Identity, *, by: Actor, now: datetime) -> None:
    """Bring identity and contact up to date; only which columns changed is kept in the trail, never the values."""
    changed = _set(person, identity)
    if changed:
        db.session.flush()
        if "name_key" in changed:
            name_grams.bring(person)
        audit.record("recruit:person:change", person, by=by, at=now, changes={"columns": changed}, people=[person.id])


def _set(person: Person, identity: Identity) -> list[str]:
    if not name_key(identity.name):
        raise RuleBroken("성명을 적어 주세요.")
    phone = clean_phone(identity.phone)
    values = {
        "name": unicodedata.normalize("NFC", identity.name).strip(),
        "name_key": name_key(identity.name),
        "phone": phone,
        "phone_tail": phone[-4:],
        "postcode": identity.postcode,
        "road_address": identity.road_address,
        "address_detail": identity.address_detail,
        "address_key": address_key(identity.road_address, identity.address_detail),
        "dong_code": identity.dong_code,
        "residence_status": identity.residence_status,
    }
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, values[name])
    return changed


def set_account(person: Person, bank: str, account: str, holder: str, *, by: Actor, now: datetime) -> None:
    """Keep the bank account sealed; pages show its last four digits only. Raises RuleBroken (W42)."""
    digits = re.sub(r"[^0-9]", "", account)
    if not 8 <= len(digits) <= 16:
        raise RuleBroken("계좌번호는 숫자 8~16자리로 적어 주세요.")
    if name_key(holder) != person.name_key:
        raise RuleBroken("예금주가 근로자 본인이 아닙니다. 임금은 본인 계좌로만 지급합니다.")
    person.bank, person.account_holder = bank, holder.strip()
    person.account_cipher, person.account_tail = seal.close(digits, ACCOUNT_COLUMN), digits[-4:]
    db.session.flush()
    audit.record("recruit:person:account", person, by=by, at=now, people=[person.id])


def visible_person(person_id: int, actor: Actor) -> Person:
    """A person that the actor may open: a clerk only people of, or with an application in, their own 동.

    Raises NotFound.
    """
    query = sa.select(Person).where(Person.id == person_id)
    if actor.role == Role.CLERK:
        applied = sa.select(Application.person_id).where(Application.dong_code == actor.dong_code)
        query = query.where(sa.or_(Person.dong_code == actor.dong_code, Person.id.in_(applied)))
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def unmask(person: Person, reason: str, *, by: Actor, now: datetime) -> str:
    """The full resident number, for this one answer; who, why and when is kept. Raises RuleBroken without a reason."""
    if len(reason.strip()) < 2:
        raise RuleBroken("주민등록번호를 보는 사유를 적어 주세요.")
    if person.rrn_cipher is None:
        raise RuleBroken("파기한 개인정보입니다.")
    audit.record("recruit:person:unmask", person, by=by, at=now, reason=reason.strip(), people=[person.id])
    digits = seal.open(person.rrn_cipher, NUMBER_COLUMN)
    return f"{digits[:6]}-{digits[6:]}"
