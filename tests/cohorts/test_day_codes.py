"""The short word of a day, typed and shown."""

import pytest

from app.cohorts.services.day_codes import Mark, read, show
from app.shared.errors import RuleBroken


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("", None),
        (" ", None),
        ("출", Mark("present")),
        ("C", Mark("present")),
        ("ㅊ", Mark("present")),
        ("결", Mark("absent")),
        ("연차", Mark("annual_leave")),
        ("반", Mark("present", leave_minutes=150)),
        ("공가", Mark("official_leave")),
        ("유", Mark("sick_paid")),
        ("무", Mark("sick_unpaid")),
        ("지30", Mark("present", late_minutes=30)),
        ("지각 30분", Mark("present", late_minutes=30)),
        ("w1", Mark("present", late_minutes=1)),
        ("지299", Mark("present", late_minutes=299)),
        ("휴60", Mark("present", leave_minutes=60)),
    ],
)
def test_read(text, mark):
    assert read(text, 300) == mark


@pytest.mark.parametrize("text", ["공", "x", "지", "지-5", "지1.5", "출출", "지각"])
def test_unknown_words_are_refused_with_what_is_accepted(text):
    with pytest.raises(RuleBroken, match="쓸 수 없습니다"):
        read(text, 300)


@pytest.mark.parametrize("text", ["지0", "지300", "휴300"])
def test_minutes_stay_inside_the_day(text):
    with pytest.raises(RuleBroken, match="1분부터 299분까지"):
        read(text, 300)


@pytest.mark.parametrize("text", ["출", "결", "연", "반", "가", "유", "무", "지30", "휴60"])
def test_what_is_shown_reads_back(text):
    mark = read(text, 300)

    assert show(mark.state, mark.late_minutes, mark.leave_minutes, 300) == text
