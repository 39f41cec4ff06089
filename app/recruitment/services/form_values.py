"""신청서, 위임장, 신청 취소서 as values: filled in from an application, or blank for a notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from app.extensions import db
from app.recruitment.asked import ON_PAPER, QUESTIONS
from app.recruitment.declared import Declared
from app.recruitment.documents.application_form import ApplicationForm, FormMember, Option, Question
from app.recruitment.documents.consent_form import ConsentLine
from app.recruitment.documents.proxy_letter import ProxyLetter
from app.recruitment.documents.withdrawal import Withdrawal
from app.recruitment.models import STREAM_LABELS, Application, Consent, HouseholdMember, Notice, Stream
from app.recruitment.services import preview
from app.recruitment.services.paper_values import address_of, project_names, proxy_of, term_of
from app.recruitment.words import CONSENTS, LICENCES, VULNERABLE_TYPES
from app.reference import services as reference
from app.rules.parameters import DatedValue, ParameterMissing
from app.rules.retention import LABOUR, SUBSIDY, UNSELECTED


def blank_form(notice: Notice, *, demo: bool) -> ApplicationForm:
    """The form to fill in by hand."""
    return _form(notice, Declared(), stream="", consents={}, demo=demo)


def form_of(application: Application, *, demo: bool) -> ApplicationForm:
    """The form as this applicant filled it in; the resident number stays masked."""
    notice, person, proxy = application.notice, application.person, proxy_of(application)
    said, names = Declared.from_json(application.declared), project_names(notice)
    form = _form(notice, said, stream=application.stream.code, consents=_consents(application), demo=demo)
    return replace(
        form,
        number=application.code,
        received_on=application.received_on,
        dong=application.dong.name,
        name=person.name,
        rrn=person.rrn_masked,
        residence_status=person.residence_status or "",
        phone=person.phone,
        address=address_of(person),
        wishes=tuple(names[one] for one in application.preferences if one in names) or ("고르지 않음",),
        householder=said.householder,
        household_size=application.household_size,
        members=_members(application, said),
        income_won=said.income_won,
        property_won=said.property_won,
        proxy=f"{proxy.name}({proxy.relation})" if proxy else "",
    )


def _form(notice: Notice, said: Declared, *, stream: str, consents: Mapping[str, bool], demo: bool) -> ApplicationForm:
    return ApplicationForm(
        notice=notice.title,
        cohort=term_of(notice),
        streams=tuple(_stream_option(one.code, one.min_age, one.max_age, stream) for one in notice.streams),
        questions=tuple(Question(ON_PAPER[name], getattr(said, name)) for name in (*QUESTIONS, *preview.asked(notice))),
        types=_options(VULNERABLE_TYPES, said.vulnerable_types),
        licences=_options(LICENCES, (said.licence,)),
        consents=tuple(ConsentLine(purpose, label, consents.get(purpose)) for purpose, label in CONSENTS.items()),
        retention=retention_sentence(notice.cohort.ends_on),
        demo=demo,
    )


def _stream_option(code: str, low: int, high: int | None, chosen: str) -> Option:
    ages = f"만 {low}세 이상" + (f" {high}세 이하" if high is not None else "")
    return Option(f"{STREAM_LABELS[Stream(code)]}({ages})", code == chosen)


def _options(labels: Mapping[str, str], chosen: Iterable[str]) -> tuple[Option, ...]:
    picked = set(chosen)
    return tuple(Option(label, code in picked) for code, label in labels.items())


def _members(application: Application, said: Declared) -> tuple[FormMember, ...]:
    rows = db.session.scalars(
        sa.select(HouseholdMember).where(HouseholdMember.application_id == application.id).order_by(HouseholdMember.id)
    ).all()
    incomes = [*said.member_income_won, *([None] * len(rows))]
    return tuple(
        FormMember(row.relation, row.name, row.born_year, income)
        for row, income in zip(rows, incomes[: len(rows)], strict=True)
    )


def _consents(application: Application) -> dict[str, bool]:
    """Purpose → given now. A purpose that was not asked of this applicant is left open on the paper."""
    rows = db.session.scalars(sa.select(Consent).where(Consent.application_id == application.id))
    return {row.purpose: row.given for row in rows}


def retention_sentence(ends_on: date) -> str:
    """How long the data is kept. A paper names a period only where it is certain; else it is 정한 기간."""
    parameters = reference.parameters()
    try:
        days, labour, subsidy = (parameters.find(key, ends_on) for key in (UNSELECTED, LABOUR, SUBSIDY))
    except ParameterMissing:
        return "수집 목적을 이룰 때까지. 그 뒤에는 기록관리기준표와 법령이 정한 기간"
    return (
        f"수집 목적을 이룰 때까지. 선발되지 않은 신청은 사업 회차가 끝난 뒤 {_period(days, '일')},"
        f" 선발된 사람의 근로관계 서류는 {_period(labour, '년')}, 보조금 증빙은 {_period(subsidy, '년')}"
    )


def _period(value: DatedValue, unit: str) -> str:
    return "기록관리기준표로 정한 기간" if value.needs_check else f"{int(value.value)}{unit}"


def blank_proxy_letter(notice: Notice, *, demo: bool) -> ProxyLetter:
    return ProxyLetter(notice=notice.title, demo=demo)


def proxy_letter_of(application: Application, *, demo: bool) -> ProxyLetter:
    """위임장 with what is known of both; the proxy's part stays blank where the applicant came in person."""
    person, proxy = application.person, proxy_of(application)
    return ProxyLetter(
        notice=application.notice.title,
        number=application.code,
        name=person.name,
        born_on=person.born_on,
        phone=person.phone,
        address=address_of(person),
        proxy_name=proxy.name if proxy else "",
        relation=proxy.relation if proxy else "",
        proxy_phone=proxy.phone if proxy else "",
        demo=demo,
    )


def blank_withdrawal(notice: Notice, *, demo: bool) -> Withdrawal:
    return Withdrawal(notice=notice.title, demo=demo)


def withdrawal_of(application: Application, *, demo: bool) -> Withdrawal:
    """신청 취소서 with the applicant's data; reason, day and signature are left to the applicant."""
    person = application.person
    return Withdrawal(
        notice=application.notice.title,
        number=application.code,
        received_on=application.received_on,
        dong=application.dong.name,
        name=person.name,
        born_on=person.born_on,
        phone=person.phone,
        address=address_of(person),
        stream=STREAM_LABELS[Stream(application.stream.code)],
        demo=demo,
    )
