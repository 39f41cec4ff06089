"""The public notice in words: headed paragraphs from the criteria document and the notice's facts. Pure.

The editor's preview shows exactly this, and the 공고문 (PDF, HWPX) prints exactly this: there is no second wording.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.recruitment.criteria_words import text_of
from app.recruitment.score_words import item_line, selection_lines, tie_break_line
from app.rules.criteria import IncomeLimit, NoticeDocument, RepeatLimit, Rule
from app.shared.district import MAYOR
from app.shared.money import won
from app.shared.periods import korean_date

BY_GUIDELINE = "임금은 관련 지침에 따릅니다."
_ROUNDED = {"up": "올림", "down": "버림", "half_up": "반올림"}
_QUALIFIES = ("age", "residence", "residence_status")
_PAPER_WHEN = {"always": "", "bonus": "가점을 받으려는 사람", "proxy": "대리인이 신청할 때"}
_NOT_MET = {
    "income": "가구 소득이 상한을 넘는 사람",
    "property": "가구 재산이 상한을 넘는 사람",
    "household": "같은 세대에서 이미 신청했거나 참여하는 사람이 있는 사람(한 세대에서 한 사람)",
    "overlap": "기간이 겹치는 다른 재정지원 일자리사업에 참여하는 사람",
    "living_benefit": "생계급여 수급자",
    "unemployment_benefit": "실업급여를 받고 있는 사람",
    "student": "대학·대학원 재학생(휴학생, 졸업예정자 제외)",
    "health": "지병이나 건강 쇠약으로 근로가 어려운 사람",
    "papers": "서류를 내지 않았거나 사실과 다르게 적은 사람",
    "work_ban": "비위면직자 등 취업제한 대상자",
}


@dataclass(frozen=True, slots=True)
class StreamValues:
    """모집 구분: ``최대 나이`` None is no upper limit; hours in minutes a day."""

    label: str
    seats: int
    min_age: int
    max_age: int | None
    minutes_a_day: int
    days_a_week: int


@dataclass(frozen=True, slots=True)
class ProjectValues:
    """세부사업 with its seats by 모집 구분, in the order of the streams (0: none there)."""

    name: str
    department: str
    qualification: str
    seats: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PaperValues:
    """``when`` is always, bonus or proxy."""

    label: str
    when: str


@dataclass(frozen=True, slots=True)
class WageYear:
    """Pay in one year of the term: won an hour, how a day is rounded, won a day in the order of the 모집 구분."""

    year: int
    hourly_won: int
    unit: int
    mode: str
    daily_won: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WageValues:
    """``unsure``: (name, why) of every value behind the figures that is not certain; with one of them nothing prints."""

    years: tuple[WageYear, ...]
    unsure: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeValues:
    """One change since the opening: its day (None: not approved yet), why, and (what, before, after) in words.

    ``number`` is the 공고번호 of a 변경공고 that has its own, or which version of the criteria took which one's place.
    """

    on: date | None
    number: str
    reason: str
    changed: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class NoticeValues:
    """All that a public notice says. ``number`` is empty and days are None as long as the draft lacks them.

    ``income_ceilings`` are (household size, won a month) for 1 to 7, empty where the notice sets no income ceiling.
    """

    code: str
    title: str
    programme: str
    number: str
    announced_on: date | None
    opens_on: date
    closes_on: date
    starts_on: date
    ends_on: date
    age_on: date
    residence_on: date
    income_year: int
    income_ceilings: tuple[tuple[int, int], ...]
    streams: tuple[StreamValues, ...]
    projects: tuple[ProjectValues, ...]
    papers: tuple[PaperValues, ...]
    papers_days: int
    appeal_days: int
    results_on: date | None
    contact: str
    document: NoticeDocument
    answer_days: int = 10
    wage: WageValues | None = None
    changes: tuple[ChangeValues, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeText:
    """``sections``: (heading, lines), in the order of the paper. A line may begin with ``- `` for a second level."""

    title: str
    number: str
    intro: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    closing: tuple[str, ...]


def notice_text(values: NoticeValues) -> NoticeText:
    """The whole notice. What is not entered yet reads 「(미입력)」, so that a preview shows what is missing."""
    sections = (
        ("변경 사항", _changes(values)),
        ("모집 인원과 근로조건", _seats(values)),
        ("세부사업", _projects(values)),
        ("신청 자격", _qualifications(values)),
        ("신청 제한", _exclusions(values)),
        ("신청 기간과 방법", _applying(values)),
        ("제출 서류", _papers(values)),
        ("선발 방법", _selection(values)),
        ("결과 발표와 이의신청", _results(values)),
        ("유의사항", _cautions(values)),
        ("문의", (values.contact or "(미입력)",)),
    )
    return NoticeText(
        title=f"{values.title} 참여자 모집 {'변경 ' if values.changes else ''}공고",
        number=values.number or "(공고번호 미입력)",
        intro=f"{values.title}에 참여할 분을 다음과 같이 모집합니다.",
        sections=tuple((heading, tuple(lines)) for heading, lines in sections if lines),
        closing=(korean_date(values.announced_on) if values.announced_on else "(공고일 미입력)", MAYOR),
    )


def _hours(minutes: int) -> str:
    whole, rest = divmod(minutes, 60)
    return f"{whole}시간" + (f" {rest}분" if rest else "")


def _seats(values: NoticeValues) -> list[str]:
    total = sum(one.seats for one in values.streams)
    lines = [f"모집 인원: {total:,}명"]
    for one in values.streams:
        if one.seats:
            ages = f"만 {one.min_age}세 이상" + (f" {one.max_age}세 이하" if one.max_age is not None else "")
            hours = f"하루 {_hours(one.minutes_a_day)}, 주 {one.days_a_week}일"
            lines.append(f"- {one.label}({ages}): {one.seats:,}명, {hours}")
    lines.append(f"근무 기간: {korean_date(values.starts_on)} ~ {korean_date(values.ends_on)}")
    wages = wage_lines(values)
    return lines + (wages if wages and values.wage and not values.wage.unsure else [BY_GUIDELINE])


def wage_lines(values: NoticeValues) -> list[str]:
    """``일급: 65세 미만 50,000원, 65세 이상 30,000원(2024년 시급 9,860원, 1,000원 단위 올림)``, a line for each year."""
    lines = []
    for year in values.wage.years if values.wage else ():
        pairs = zip(values.streams, year.daily_won, strict=True)
        days = ", ".join(f"{stream.label} {won(daily)}원" for stream, daily in pairs if stream.seats)
        how = f"{won(year.unit)}원 단위 {_ROUNDED[year.mode]}"
        lines.append(f"일급: {days}({year.year}년 시급 {won(year.hourly_won)}원, {how})")
    return lines


def _changes(values: NoticeValues) -> list[str]:
    lines = []
    for change in values.changes:
        number = f"({change.number})" if change.number else ""
        day = korean_date(change.on) if change.on else "결재 전"
        lines.append(f"{day} 변경{number}: {change.reason}")
        lines += [f"- {what}: {before} → {after}" for what, before, after in change.changed]
    return lines


def _projects(values: NoticeValues) -> list[str]:
    lines = []
    for project in values.projects:
        parts = [
            f"{stream.label} {seats:,}명" for stream, seats in zip(values.streams, project.seats, strict=True) if seats
        ]
        more = f" / {project.qualification}" if project.qualification else ""
        lines.append(f"{project.name}({project.department}): {', '.join(parts) or '0명'}{more}")
    return lines


def _qualifications(values: NoticeValues) -> list[str]:
    lines = []
    for code in _QUALIFIES:
        rule = values.document.rule(code)
        if rule.on:
            lines.append(_with_day(rule, values))
    for code in ("income", "property"):
        rule = values.document.rule(code)
        if rule.on:
            lines += _ceiling(rule, values)
    return lines


def _with_day(rule: Rule, values: NoticeValues) -> str:
    day = {"age": values.age_on, "residence": values.residence_on}.get(rule.code)
    if day is None:
        return text_of(rule)
    return f"{korean_date(day)} 현재 {text_of(rule)}"


def _ceiling(rule: Rule, values: NoticeValues) -> list[str]:
    if not isinstance(rule.limits, IncomeLimit):
        return [f"{text_of(rule)}(주민등록등본 기준 가구 합산)"]
    lines = [f"{text_of(rule)}({values.income_year}년 기준 중위소득)"]
    if values.income_ceilings:
        lines.append("- " + ", ".join(f"{size}인 {won(most)}원" for size, most in values.income_ceilings))
    return lines


def _exclusions(values: NoticeValues) -> list[str]:
    lines = []
    for rule in values.document.rules:
        if not rule.on or rule.code in (*_QUALIFIES, "stream", "income", "property"):
            continue
        if isinstance(rule.limits, RepeatLimit):
            lines.append(f"이번 신청을 포함해 최근 {rule.limits.years}년 동안 {rule.limits.rounds}회를 넘게 되는 사람")
        else:
            lines.append(_NOT_MET.get(rule.code) or text_of(rule).removesuffix(" 제외"))
    return lines


def _applying(values: NoticeValues) -> list[str]:
    window = f"{korean_date(values.opens_on, weekday=True)} ~ {korean_date(values.closes_on, weekday=True)}"
    return [
        f"기간: {window}",
        "방법: 주소지 동 주민센터에 신분증을 가지고 방문해 신청합니다. 대리인은 위임장을 함께 냅니다.",
    ]


def _papers(values: NoticeValues) -> list[str]:
    lines = []
    for paper in values.papers:
        when = _PAPER_WHEN[paper.when]
        lines.append(f"{paper.label}({when})" if when else paper.label)
    if lines:
        lines.append(f"- 빠진 서류는 안내받은 날부터 {values.papers_days}일 안에 내야 합니다.")
    return lines


def _selection(values: NoticeValues) -> list[str]:
    document = values.document
    lines = ["참여자격을 충족한 사람 가운데 배점 합계가 높은 순서로 모집 구분마다 선발합니다."]
    if document.score_table.usable:
        lines += [f"- {item_line(item)}" for item in document.score_table.items]
        lines.append(tie_break_line(document))
    else:
        lines.append("- (배점표를 아직 채택하지 않았습니다)")
    return lines + selection_lines(document)


def _results(values: NoticeValues) -> list[str]:
    day = korean_date(values.results_on, weekday=True) if values.results_on else "(미입력)"
    return [
        f"결과 발표: {day}, 신청인에게 개별로 알립니다.",
        f"이의신청: 결과를 안 날부터 {values.appeal_days}일 안에 신청한 곳에 낼 수 있습니다. 행정심판과는 다른 절차입니다.",
        f"- 받은 날부터 {values.answer_days}일 안에 답변합니다. 부득이하면 사유를 알리고 한 번 늘릴 수 있습니다.",
    ]


def _adopted(document: NoticeDocument) -> list[str]:
    """Who adopted what nobody published for certain; the office's own document numbers are not the public's."""
    rules = any(rule.confirmed_by or rule.settled_by for rule in document.rules_on)
    parts = [
        part for part, there in (("신청 자격·제한의 기준", rules), ("배점", document.score_table.adopted_by)) if there
    ]
    return [f"{'과 '.join(parts)}은 관악구 방침으로 정했습니다."] if parts else []


def _cautions(values: NoticeValues) -> list[str]:
    lines = [
        *_adopted(values.document),
        "신청서와 서류를 사실과 다르게 내면 심사에서 빠지거나 선발이 취소될 수 있습니다.",
    ]
    if values.document.rule("overlap").on:
        lines.append("다른 재정지원 일자리사업과 같은 기간에 함께 참여할 수 없습니다.")
    lines.append("접수증은 선발을 뜻하지 않습니다.")
    lines.append("주소나 전화번호가 바뀌면 접수한 동 주민센터에 알려 주세요.")
    return lines
