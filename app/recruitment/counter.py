"""Between the counter form and the services: form → ``Intake``, a known application → form values."""

from __future__ import annotations

from typing import Any

from app.recruitment.address import district_of
from app.recruitment.asked import EVERY_QUESTION, MORE_QUESTIONS, QUESTIONS
from app.recruitment.declared import Declared
from app.recruitment.forms.application import CounterFields
from app.recruitment.forms.fields import answer_of
from app.recruitment.models import Application, Consent, HouseholdMember, Paper, Person, Proxy
from app.recruitment.services.intake import Agent, Intake, Member
from app.recruitment.services.people import Identity
from app.recruitment.words import CONSENTS
from app.shared.digits import plain_number


def intake_of(form: Any) -> Intake:
    """The form as plain values; what could not be read is left out (the form shows its own errors)."""
    dong_code = form.dong.data or None
    address = form.road_address.data or ""
    expires = form.residence_expires_on.data
    types = [one for one in (form.first_type.data, form.second_type.data) if one]
    declared = Declared(
        income_won=form.income_won.data,
        property_won=form.property_won.data,
        householder=form.householder.known,
        vulnerable_types=tuple(dict.fromkeys(types)),
        licence=form.licence.data or "",
        **{name: form[name].known for name in EVERY_QUESTION},
        district=district_of(address, dong_code),
        residence_expires_on=expires.isoformat() if expires else None,
        by_proxy=bool(form.by_proxy.data),
    )
    return Intake(
        identity=_identity(form, address, dong_code),
        declared=declared,
        household_size=form.household_size.data or 1,
        stream=form.stream.data or "",
        preferences=tuple(
            project
            for one in (form.first_project, form.second_project)
            if (project := plain_number(one.data or "")) is not None
        ),
        householder_number=form.householder_rrn.number,
        members=tuple(_member(row.form) for row in form.members if row.form.typed),
        papers=tuple(item.kind for item in form.items if form[f"paper_{item.kind}"].data),
        consents=tuple(purpose for purpose in CONSENTS if form[f"consent_{purpose}"].data),
        agent=_agent(form) if form.by_proxy.data else None,
    )


def _agent(form: Any) -> Agent:
    return Agent(form.proxy_name.data or "", form.proxy_relation.data or "", form.proxy_phone.data or "")


def intake_of_known(known: dict[str, Any], stream: str) -> Intake:
    """What ``intake_of`` would say of a form that shows these values and nothing else: no question is answered yet."""
    dong_code, address = known["dong"] or None, known["road_address"]
    declared = Declared(
        income_won=known.get("income_won"),
        property_won=known.get("property_won"),
        vulnerable_types=tuple(
            dict.fromkeys(one for one in (known.get("first_type"), known.get("second_type")) if one)
        ),
        licence=known.get("licence") or "",
        district=district_of(address, dong_code),
        householder={"yes": True, "no": False}.get(known.get("householder") or ""),
    )
    identity = Identity(
        name=known["name"],
        phone=known["phone"],
        road_address=address,
        address_detail=known["address_detail"],
        dong_code=dong_code,
        residence_status=known["residence_status"] or None,
    )
    return Intake(identity, declared, known.get("household_size") or 1, stream=stream)


def _identity(form: Any, address: str, dong_code: str | None) -> Identity:
    return Identity(
        name=form.name.data or "",
        phone=form.phone.data or "",
        road_address=address,
        address_detail=form.address_detail.data or "",
        dong_code=dong_code,
        residence_status=form.residence_status.data or None,
    )


def _member(row: Any) -> Member:
    return Member(row.relation.data, row.name.data, row.born_year.data, row.income_won.data)


def person_values(person: Person) -> dict[str, Any]:
    """Identity and contact: all that an exact number shows of somebody from elsewhere."""
    return {
        "name": person.name,
        "phone": person.phone,
        "road_address": person.road_address,
        "address_detail": person.address_detail,
        "dong": person.dong_code or "",
        "residence_status": person.residence_status or "",
    }


def declared_values(application: Application, members: list[HouseholdMember]) -> dict[str, Any]:
    """What was declared, for the form: of this application, or of the last one to start the next from."""
    said = Declared.from_json(application.declared)
    types = [*said.vulnerable_types, "", ""]
    incomes = [*said.member_income_won, *([None] * len(members))]
    rows = [
        {"relation": one.relation, "name": one.name, "born_year": one.born_year, "income_won": income}
        for one, income in zip(members, incomes, strict=False)
    ]
    return {
        "householder": answer_of(said.householder) if said.householder is not None else None,
        "household_size": application.household_size,
        "income_won": said.income_won,
        "property_won": said.property_won,
        "members": rows,
        "first_type": types[0],
        "second_type": types[1],
        "licence": said.licence,
        **{name: answer_of(getattr(said, name)) for name in QUESTIONS},
        **{name: _answered(getattr(said, name)) for name in MORE_QUESTIONS},
    }


def _answered(value: bool | None) -> str | None:
    """No tick where nobody was asked."""
    return None if value is None else answer_of(value)


def own_values(
    application: Application, papers: list[Paper], consents: list[Consent], agent: Proxy | None
) -> dict[str, Any]:
    """What belongs to this application alone: stream, preferences, agent, papers, consents."""
    said = Declared.from_json(application.declared)
    wishes = [*application.preferences, "", ""]
    values: dict[str, Any] = {
        "stream": application.stream.code,
        "first_project": str(wishes[0]),
        "second_project": str(wishes[1]),
        "by_proxy": said.by_proxy,
        "version": application.version,
    }
    if agent is not None:
        values |= {"proxy_name": agent.name, "proxy_relation": agent.relation, "proxy_phone": agent.phone}
    values |= {f"paper_{paper.kind}": paper.received_on is not None for paper in papers}
    values |= {f"consent_{one.purpose}": one.given for one in consents}
    return values


def differences(saved: dict[str, Any], form: CounterFields) -> list[tuple[str, str, str]]:
    """(label, saved value, typed value) of what differs between the row and the form: shown to the later saver."""
    return [(field.label.text, was, _shown(field, field.data)) for field, was in _differing(saved, form)]


def changes(last: dict[str, Any], form: CounterFields) -> dict[str, str]:
    """Field → what it was last time, where the form says something else now: badge 바뀜 and 지난번."""
    return {field.short_name: was for field, was in _differing(last, form)}


def _differing(known: dict[str, Any], form: CounterFields) -> list[tuple[Any, str]]:
    found = []
    for name, value in known.items():
        if name in ("version", "members") or name not in form:  # type: ignore[operator]
            continue
        field = form[name]  # type: ignore[index]
        if (field.data or "") != (value or ""):
            found.append((field, _shown(field, value)))
    return found


def _shown(field: Any, value: Any) -> str:
    if hasattr(field, "iter_choices"):
        return next((str(text) for code, text, *_ in field.iter_choices() if str(code) == str(value)), "–")
    if isinstance(value, bool):
        return "예" if value else "아니요"
    return f"{value:,}" if isinstance(value, int) else str(value or "–")
