"""The floor: the same screening written as staged SQL, the way a database programmer would.

Temp tables of the newest answers, papers and the ledger; one of id and mask; a window over ids for the household; the
text of a mask once for each distinct one. Rows, events, states and the people of the trail as the product leaves them.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.extensions import db
from app.rules.criteria import RULE_CODES

KINDS = ["income", "property", "living_benefit", "unemployment_benefit", "past", "overlap", "household"]


def bit(code: str) -> int:
    return 1 << RULE_CODES.index(code)


def screen(given: dict[str, Any]) -> None:
    """``given``: notice, version, basis, by, entry, at and ``ceilings`` (a tuple of won by household size)."""
    connection = db.session.connection()
    sqlite = connection.dialect.name == "sqlite"
    plain = {name: value for name, value in given.items() if name != "ceilings"}
    for statement in _statements(sqlite, given["ceilings"]):
        text = sa.text(statement)
        connection.execute(text, {name: plain[name] for name in text._bindparams})


def _json(column: str, path: str, sqlite: bool) -> str:
    return f"json_extract({column}, '$.{path}')" if sqlite else f"({column}->>'{path}')"


def _flag(column: str, path: str, wanted: bool, sqlite: bool) -> str:
    found = _json(column, path, sqlite)
    return f"{found} = {int(wanted)}" if sqlite else f"{found} = '{str(wanted).lower()}'"


def _number(column: str, path: str, sqlite: bool) -> str:
    return _json(column, path, sqlite) if sqlite else f"{_json(column, path, sqlite)}::bigint"


def _statements(sqlite: bool, ceilings: tuple[int, ...]) -> list[str]:
    text = "" if sqlite else "::text"
    whole = "+0" if sqlite else "::bigint"
    pivot = ", ".join(f"max(case kind when '{kind}' then value end) {kind}" for kind in KINDS)
    said = "a.declared"
    ceiling = "case a.household_size " + " ".join(f"when {n} then {won}" for n, won in enumerate(ceilings, 1)) + " end"
    job = (
        ("json_extract(w.overlap, '$[0].ends_on')", "json_extract(w.overlap, '$[0].starts_on')")
        if sqlite
        else ("(w.overlap::json->0->>'ends_on')", "(w.overlap::json->0->>'starts_on')")
    )
    receives = (
        "json_extract(w.unemployment_benefit, '$.receives') = 1"
        if sqlite
        else "(w.unemployment_benefit::json->>'receives') = 'true'"
    )
    district = _json(said, "district", sqlite)
    expires = _json(said, "residence_expires_on", sqlite)
    left_on = "date(ended_on, '+12 months')" if sqlite else "(ended_on + interval '12 months')::date"
    foreign = "substr(p.rrn_masked, 8, 1) in ('5', '6', '7', '8')"
    failed = {
        "age": "p.born_on > '2006-07-01'",
        "residence": f"{district} is not null and {district} <> '관악구'",
        "income": f"case when w.income is not null then w.income{whole} else {_number(said, 'income_won', sqlite)} end"
        f" > {ceiling}",
        "property": "case when w.property is not null "
        f"then w.property{whole} else {_number(said, 'property_won', sqlite)} end > 499000000",
        "repeat": "l.rounds > 1",
        "household": "h.place > 1",
        "overlap": f"l.running = 1 or ({job[0]} >= '2024-07-01' and {job[1]} <= '2024-11-30')",
        "living_benefit": "w.living_benefit = 'true' or "
        f"(w.living_benefit is null and {_flag(said, 'living_benefit', True, sqlite)})",
        "unemployment_benefit": f"{receives} or "
        f"(w.unemployment_benefit is null and {_flag(said, 'unemployment_benefit', True, sqlite)})",
        "student": _flag(said, "student", True, sqlite),
        "health": _flag(said, "hard_to_work", True, sqlite),
        "papers": "m.missing > 0 and a.due_on < '2024-07-08'",
        "quit_ban": "l.misconduct = 1",
        "residence_status": f"{foreign} and p.residence_status not in ('F-2', 'F-5', 'F-6')",
        "work_ban": _flag(said, "work_ban", True, sqlite),
        "stream": "case s.code when 'senior' then p.born_on > '1959-07-01' else p.born_on <= '1959-07-01' end",
    }
    review = {
        "residence": f"{district} is null",
        "income": "w.income is null",
        "property": "w.property is null",
        "repeat": "w.past is null",
        "household": "w.household is null and (a.householder_key is null or exists "
        "(select 1 from unclear u where u.home = p.address_key and u.number < a.number))",
        "overlap": "w.overlap is null",
        "living_benefit": "w.living_benefit is null",
        "unemployment_benefit": "w.unemployment_benefit is null",
        "student": f"{_json(said, 'student', sqlite)} is null",
        "health": f"{_json(said, 'hard_to_work', sqlite)} is null",
        "papers": "m.missing > 0 and a.due_on >= '2024-07-08'",
        "quit_ban": "l.personal = 1",
        "residence_status": f"{foreign} and {expires} < '2024-11-30'",
        "work_ban": f"{_json(said, 'work_ban', sqlite)} is null",
    }
    failing = " + ".join(f"case when {term} then {bit(code)} else 0 end" for code, term in failed.items())
    open_ = " + ".join(f"case when {term} then {bit(code)} else 0 end" for code, term in review.items())
    words = " || ".join(
        f"(case when failed & {bit(code)} <> 0 then '{code} ' when review & {bit(code)} <> 0 then '{code}? ' else '' end)"
        for code in RULE_CODES
    )
    verdict = "case when k.failed <> 0 then 'ineligible' when k.review <> 0 then 'needs_review' else 'eligible' end"
    ready = (
        "notice_id = :notice and state in ('received', 'papers_due') and id in "
        f"(select id from verdicts where review & {bit('papers')} = 0)"
    )
    return [
        f"create temp table answer as select person_id, {pivot} from (select person_id, kind, value{text} as value, "
        "row_number() over (partition by person_id, kind order by looked_up_on desc, id desc) as n from verification "
        "where looked_up_on >= '2024-05-07') newest where n = 1 group by person_id",
        "create temp table lacking as select application_id, sum(case when received_on is null then 1 else 0 end) missing "
        "from paper where required group by application_id",
        "create temp table ledger as select person_id, "
        "sum(case when started_on >= '2022-07-01' and started_on < '2024-07-01' then 1 else 0 end) rounds, "
        "max(case when ended_on >= '2024-07-01' and started_on <= '2024-11-30' then 1 else 0 end) running, "
        f"max(case when end_reason = 'misconduct' and {left_on} >= '2024-07-01' then 1 else 0 end) misconduct, "
        f"max(case when end_reason = 'personal' and {left_on} >= '2024-07-01' then 1 else 0 end) personal "
        "from past_participation group by person_id",
        "create temp table unclear as select p.address_key as home, min(a.number) as number "
        "from application a join person p on p.id = a.person_id "
        "where a.notice_id = :notice and a.householder_key is null group by 1",
        "create temp table home as select id, row_number() over (partition by householder_key order by number) as place "
        "from application where notice_id = :notice and householder_key is not null",
        *(
            f"create index temp_{name}_key on {name} ({column})"
            for name, column in (
                ("answer", "person_id"),
                ("lacking", "application_id"),
                ("ledger", "person_id"),
                ("unclear", "home"),
                ("home", "id"),
            )
        ),
        *(() if sqlite else ("analyze answer", "analyze lacking", "analyze ledger", "analyze unclear", "analyze home")),
        f"create temp table mask as select id, failed, review & ~failed as review from (select a.id, {failing} as failed, "
        f"{open_} as review from application a join person p on p.id = a.person_id join notice_stream s on s.id = a.stream_id "
        "left join answer w on w.person_id = a.person_id left join lacking m on m.application_id = a.id "
        "left join ledger l on l.person_id = a.person_id left join home h on h.id = a.id "
        "where a.notice_id = :notice) x",
        f"create temp table said as select failed, review, {words} as words from (select distinct failed, review from mask) d",
        "create temp table verdicts as select id, failed, review from mask",
        "insert into screening (application_id, notice_version_id, at, by_id, verdict, failed_mask, review_mask, basis_id, "
        f"facts, facts_digest) select k.id, :version, {'cast(:at as text)' if sqlite else 'cast(:at as timestamptz)'}, :by, "
        f"{verdict}, k.failed, k.review, :basis, t.words, '' from mask k "
        "join said t on t.failed = k.failed and t.review = k.review order by k.id",
        "insert into application_event (application_id, from_state, to_state, at, by_id) select id, state, 'screened', "
        f"{'cast(:at as text)' if sqlite else 'cast(:at as timestamptz)'}, :by from application where {ready} order by id",
        f"update application set state = 'screened', version = version + 1 where {ready}",
        "insert into audit_subject (entry_id, person_id) select :entry, person_id from application where notice_id = :notice",
    ]
