"""Drafts: sealed, one's own, capped, gone after a week."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from app.accounts import drafts
from app.accounts.models import Draft
from app.extensions import db
from app.shared.errors import RuleBroken
from tests.at_once import at_once
from tests.create import NOW, create_user

pytestmark = pytest.mark.usefixtures("database")
FORM = "counter:2024H2-community-1"


def test_a_draft_comes_back_to_its_account_alone():
    mine, other = create_user("clerk"), create_user("clerk")
    drafts.keep(mine.id, FORM, "공고", {"name": "김가온"}, now=NOW)
    drafts.keep(mine.id, FORM, "공고", {"name": "김가온", "phone": "010"}, now=NOW)
    assert drafts.values_of(mine.id, FORM, now=NOW) == {"name": "김가온", "phone": "010"}
    assert drafts.values_of(other.id, FORM, now=NOW) is None
    assert [one.form for one in drafts.list_of(mine.id, now=NOW)] == [FORM]
    drafts.drop(mine.id, FORM)
    assert drafts.values_of(mine.id, FORM, now=NOW) is None


def test_nothing_of_it_is_readable_in_the_database_or_under_another_form():
    user = create_user("clerk")
    drafts.keep(user.id, FORM, "공고", {"name": "김가온"}, now=NOW)
    row = db.session.scalars(sa.select(Draft)).one()
    assert "김가온".encode() not in row.body_cipher
    drafts.keep(user.id, "counter:other", "공고", {"name": "이한결"}, now=NOW)
    db.session.execute(sa.update(Draft).where(Draft.form == "counter:other").values(body_cipher=row.body_cipher))
    db.session.expire_all()
    assert drafts.values_of(user.id, "counter:other", now=NOW) is None


def test_eight_windows_that_keep_the_same_form_at_once_keep_one(app):
    user_id = create_user("clerk").id
    db.session.commit()

    def keep(number):
        drafts.keep(user_id, FORM, "공고", {"name": f"김{number}"}, now=NOW)
        db.session.commit()

    at_once(app, [partial(keep, number) for number in range(8)])

    assert db.session.scalar(sa.select(sa.func.count()).select_from(Draft)) == 1
    assert drafts.values_of(user_id, FORM, now=NOW)["name"].startswith("김")


@pytest.mark.parametrize(("age", "kept"), [(timedelta(days=7), True), (timedelta(days=7, seconds=1), False)])
def test_a_week_is_the_limit(age, kept):
    user = create_user("clerk")
    drafts.keep(user.id, FORM, "공고", {"name": "김가온"}, now=NOW - age)
    assert ([one.form for one in drafts.list_of(user.id, now=NOW)] == [FORM]) is kept
    drafts.keep(user.id, "counter:other", "공고", {"name": "이한결"}, now=NOW)
    left = set(db.session.scalars(sa.select(Draft.form)))
    assert (FORM in left) is kept


def test_a_draft_is_never_large():
    user = create_user("clerk")
    fits = {"name": "가" * ((drafts.LARGEST - 11) // 3)}
    drafts.keep(user.id, FORM, "공고", fits, now=NOW)
    with pytest.raises(RuleBroken, match="너무 길어"):
        drafts.keep(user.id, FORM, "공고", {"name": fits["name"] + "가"}, now=NOW)
    assert drafts.values_of(user.id, FORM, now=NOW) == fits
