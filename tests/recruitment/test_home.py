"""What the home page says of papers that are missing: how many are overdue, due today, due later, and on which days."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app.extensions import db
from app.recruitment import home_queries
from tests.create import DAEHAK, actor
from tests.recruitment.create import TODAY, create_application, create_notice
from tests.recruitment.test_counter_pages import statements

pytestmark = pytest.mark.usefixtures("database")


def waiting(notice, *days, **of):
    for day in days:
        create_application(notice, papers=("application_form",), **of).due_on = day
    db.session.commit()


def july(*days):
    return [date(2024, 7, day) for day in days]


def lines(client):
    """Day, task and number of every line about papers, as they are read."""
    page = client.get("/").text.replace("\u00a0", " ")
    parts = r'<span class="due">(.*?)</span>\s*<span class="task">(.*?)</span><b class="count">(.*?)</b>.*?</li>'
    said = [found for found in re.finditer(parts, page, flags=re.DOTALL) if "/missing-papers" in found[0]]
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", " ".join(one.groups()))).strip() for one in said]


def test_the_overdue_stand_apart_and_the_days_are_named_where_they_differ(client_of):
    notice = create_notice()
    waiting(notice, *july(3, 5, 5, 8, 8, 10, 19))
    title = notice.title
    assert lines(client_of("clerk")) == [
        f"지남 2024. 7. 3.(수) 보완 서류를 받지 못한 신청 · {title} (기한 2024. 7. 3. ~ 2024. 7. 5.) 3명",
        f"2024. 7. 8.(월) 보완 기한이 오늘인 신청 · {title} 2명",
        f"2024. 7. 10.(수) 보완할 서류 · {title} (기한 2024. 7. 10. ~ 2024. 7. 19.) 2명",
    ]


def test_nobody_is_called_overdue_while_nobody_is(client_of):
    notice = create_notice()
    waiting(notice, *july(10, 10))
    assert lines(client_of("jobs")) == [f"2024. 7. 10.(수) 보완할 서류 · {notice.title} 2명"]


def test_the_counts_are_one_statement_of_what_the_actor_sees():
    notice = create_notice()
    waiting(notice, *july(5, 10))
    clerk, jobs = actor("clerk"), actor("jobs")
    waiting(notice, *july(5), None, by=actor("clerk", dong_code=DAEHAK))
    with statements() as asked:
        own = home_queries.missing_papers(clerk, TODAY)
    every = home_queries.missing_papers(jobs, TODAY)
    assert len([one for one in asked if one.startswith("SELECT")]) == 1
    assert [(due.when, due.people) for due in own] == [("overdue", 1), ("later", 1)]
    assert [(due.when, due.people) for due in every] == [("overdue", 2), ("later", 2)]
    assert [(due.due_on, due.last_on) for due in every] == [(day, day) for day in july(5, 10)]
