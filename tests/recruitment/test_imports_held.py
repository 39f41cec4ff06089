"""What an import must not undo: steps and edits of others meanwhile, withdrawn consents, papers that were asked for."""

from __future__ import annotations

import io
import time
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sa

from app.audit import services as audit
from app.database import is_writing, writing
from app.extensions import db
from app.recruitment.imports import batches, planning, report
from app.recruitment.imports.planning import plan
from app.recruitment.imports.writing import Writer
from app.recruitment.models import Application, ApplicationEvent, Consent, ImportBatch, Notice, Paper
from app.recruitment.services import completion, consents, people, transitions
from app.recruitment.services.scope import application as visible_application
from app.shared.errors import Conflict, RuleBroken
from tests.create import NOW, actor
from tests.recruitment.create import TODAY, create_notice
from tests.recruitment.sheets import row, sheet


def upload(notice: Notice, content: bytes) -> ImportBatch:
    return batches.upload(notice, "명단.xlsx", content, by=actor("jobs"), now=NOW, today=TODAY)


def put_in(notice: Notice, content: bytes) -> batches.Committed:
    done = batches.commit(notice, upload(notice, content).id, by=actor("jobs"), now=NOW, today=TODAY)
    db.session.expire_all()
    return done


def only_one() -> Application:
    return db.session.scalars(sa.select(Application)).one()


def shown(batch: ImportBatch) -> dict[str, Any]:
    return report.open_of(batches.batch_of(only_one().notice, batch.id))["rows"][0]


def writer(notice: Notice, batch: ImportBatch) -> Writer:
    return Writer(notice, batch, actor("jobs"), NOW, TODAY)


def test_who_gives_up_during_an_import_has_given_up(app: Any, database: None) -> None:
    notice = create_notice()
    put_in(notice, sheet(notice, [row(0, paper_application_form="")]))
    batch = upload(notice, sheet(notice, [row(0, income_won=1)]))
    by, clerk, code, batch_id, row_id = actor("jobs"), actor("jobs"), notice.code, batch.id, only_one().id
    audit.commit()
    db.session.remove()

    def give_up() -> None:
        with app.app_context(), writing():
            held = visible_application(row_id, clerk, lock=True)
            transitions.give_up(held, "cancelled", "두 번 접수함", by=clerk, now=NOW)
            audit.commit()
            db.session.remove()

    other = Thread(target=give_up)

    def meanwhile(done: int, _total: int) -> None:
        if done == 0 and other.ident is None:
            other.start()
            time.sleep(0.3)

    found = db.session.scalars(sa.select(Notice).where(Notice.code == code)).one()
    batches.commit(found, batch_id, by=by, now=NOW, today=TODAY, progress=meanwhile)
    audit.commit()
    other.join(20)
    db.session.rollback()
    last = db.session.scalars(sa.select(ApplicationEvent).order_by(ApplicationEvent.id.desc()).limit(1)).one()
    assert (only_one().state, last.to_state) == ("cancelled", "cancelled")


def test_an_edit_after_the_plan_is_not_written_over(database: None) -> None:
    notice = create_notice()
    put_in(notice, sheet(notice, [row(0)]))
    content = sheet(notice, [row(0, income_won=1)])
    batch, made = upload(notice, content), plan(notice, content, TODAY)
    only_one().household_size = 5
    db.session.flush()

    with pytest.raises(Conflict, match="한 건도 저장하지 않았습니다"):
        writer(notice, batch).write(made, lambda _done, _total: None)


def test_a_person_changed_after_the_plan_is_not_written_over(database: None) -> None:
    notice = create_notice()
    put_in(notice, sheet(notice, [row(0)]))
    content = sheet(notice, [row(0, phone="010-0000-7777")])
    batch, made = upload(notice, content), plan(notice, content, TODAY)
    who = people.Identity(name="김가온", phone="010-0000-8888", road_address="관악구 신림로 1")
    people.update(only_one().person, who, by=actor("jobs"), now=NOW)

    with pytest.raises(Conflict, match="한 건도 저장하지 않았습니다"):
        writer(notice, batch).write(made, lambda _done, _total: None)


def test_a_withdrawn_consent_stays_withdrawn_and_the_preview_says_so(database: None) -> None:
    notice = create_notice()
    put_in(notice, sheet(notice, [row(0)]))
    optional = "messages"
    consents.withdraw(only_one(), optional, "본인이 거둠", by=actor("jobs"), now=NOW)

    same = upload(notice, sheet(notice, [row(0), row(1)]))
    assert (same.counts["unchanged"], same.counts["new"]) == (1, 1)
    changed = sheet(notice, [row(0, income_won=1)])
    batch = upload(notice, changed)
    assert [one for one in shown(batch)["said"] if "철회" in one]
    assert put_in(notice, changed).updated == 1

    kept = db.session.scalars(sa.select(Consent).where(Consent.purpose == optional)).one()
    assert (kept.given, kept.withdrawn_at, kept.withdrawn_note) == (False, NOW, "본인이 거둠")


def test_a_consent_never_given_is_given_by_the_file(database: None) -> None:
    notice = create_notice()
    put_in(notice, sheet(notice, [row(0, consent_criminal_record="아니요")]))
    assert put_in(notice, sheet(notice, [row(0)])).updated == 1
    assert db.session.scalars(sa.select(Consent.given).where(Consent.purpose == "criminal_record")).one()


def ask(kind: str) -> None:
    completion.ask_for_papers(only_one(), [kind], TODAY, "흐림", by=actor("jobs"), now=NOW, today=TODAY)
    audit.commit()


@pytest.mark.parametrize("kind", ["application_form", "bonus_proof"], ids=["asked again", "asked beyond the list"])
def test_a_paper_that_was_asked_for_stays_asked_for(database: None, kind: str) -> None:
    notice = create_notice()
    put_in(notice, sheet(notice, [row(0)]))
    ask(kind)
    paper = sa.select(Paper.required, Paper.received_on).where(Paper.kind == kind)

    same = sheet(notice, [row(0, **{f"paper_{kind}": "예"}), row(1)])
    assert upload(notice, same).counts["unchanged"] == 1
    content = sheet(notice, [row(0, income_won=1, **{f"paper_{kind}": "예"})])
    assert [one for one in shown(upload(notice, content))["said"] if "다시 받도록 요구한 서류" in one]
    assert put_in(notice, content).updated == 1

    assert db.session.execute(paper).one() == (True, None)
    assert only_one().state == "papers_due"


def test_a_paper_missing_from_the_first_is_received_by_the_file(database: None) -> None:
    notice = create_notice()
    put_in(notice, sheet(notice, [row(0, paper_application_form="")]))
    assert only_one().state == "papers_due"
    put_in(notice, sheet(notice, [row(0)]))
    assert only_one().state == "screened"


@pytest.mark.parametrize("state", ["declined", "cancelled"])
@pytest.mark.parametrize("income", [1_200_000, 5], ids=["as it is", "changed"])
def test_who_gave_up_is_refused_with_a_sentence_of_its_own(database: None, state: str, income: int) -> None:
    notice = create_notice()
    put_in(notice, sheet(notice, [row(0)]))
    transitions.give_up(only_one(), state, "본인 뜻", by=actor("jobs"), now=NOW)

    made = plan(notice, sheet(notice, [row(0, income_won=income), row(1)]), TODAY)

    assert [fault.cell for fault in made.checked.faults] == ["A2"]
    assert "포기·취소한 신청입니다" in made.checked.faults[0].sentence(made.checked.sheet)
    assert made.count("unchanged") == 0


def test_only_who_may_take_the_steps_puts_a_file_in(database: None) -> None:
    notice = create_notice()
    batch = upload(notice, sheet(notice, [row(0)]))
    with pytest.raises(RuleBroken, match="역할로는"):
        batches.commit(notice, batch.id, by=actor("auditor"), now=NOW, today=TODAY)


def test_nobody_waits_while_a_file_is_unpacked(client_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client, notice, seen = client_of("jobs"), create_notice(), []
    code, content, read = notice.code, sheet(notice, [row(0)]), planning.read_pieces
    db.session.commit()

    def watched(*given: Any) -> Any:
        seen.append((is_writing(), db.session().in_transaction()))
        return read(*given)

    monkeypatch.setattr(planning, "read_pieces", watched)
    for once in ("once-1", "once-1"):
        data = {"file": (io.BytesIO(content), "명단.xlsx"), "once": once}
        answer = client.post(f"/notices/{code}/import", data=data, content_type="multipart/form-data")
        assert answer.status_code == 302
    assert seen == [(False, False)] * 2
    assert db.session.scalar(sa.select(sa.func.count(ImportBatch.id))) == 1
