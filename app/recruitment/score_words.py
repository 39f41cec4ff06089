"""A score table, its tie-break and the rest of the selection in words, as a public notice prints them. Pure."""

from __future__ import annotations

from app.rules.criteria import Band, NoticeDocument, ScoreItem
from app.shared.money import won

_STREAMS = {"youth": "청년", "under65": "65세 미만", "senior": "65세 이상"}
_UNITS = {
    "income": "%",
    "property": "원",
    "dependants": "명",
    "vulnerable_types": "유형",
    "householder": "",
    "past_rounds": "회",
}
TIE_BREAK_WORDS = {
    "vulnerable_types": "취업취약계층 유형이 많은 사람",
    "property": "가구 재산이 적은 사람",
    "income": "가구 소득(중위소득 대비)이 낮은 사람",
    "dependants": "부양가족이 많은 사람",
    "past_rounds": "최근 참여가 적은 사람",
    "age": "나이가 많은 사람(청년 구분은 나이가 적은 사람)",
}


def item_title(item: ScoreItem) -> str:
    """``가구 소득(중위소득 대비, 30점)``."""
    more = {
        "income": "중위소득 대비, ",
        "dependants": "본인 제외, ",
        "past_rounds": f"최근 {item.years}년, ",
    }.get(item.code, "")
    most = f"최대 {_points(item.cap)}" if item.sign == "add" else f"감점, {_points(item.cap)}까지"
    cut = f", {item.count_at_most}유형까지" if item.count_at_most else ""
    return f"{item.label}({more}{most}{cut})"


def band_range(item: ScoreItem, band: Band) -> str:
    """``30% 초과 50% 이하``; counted things are given exactly (``2명``), the open end is ``4명 이상``."""
    if item.code == "householder":
        return "세대주(1인 가구 포함)" if band.above is not None or band.up_to != 0 else "세대원"
    unit = _UNITS[item.code]
    if item.code in ("income", "property"):
        return _measured(item.code, band, unit)
    low = 0 if band.above is None else band.above + 1
    if band.up_to is None:
        return f"{low}{unit} 이상"
    if low == band.up_to:
        return "없음" if low == 0 else f"{low}{unit}"
    return f"{low}{unit}~{band.up_to}{unit}"


def _measured(code: str, band: Band, unit: str) -> str:
    figure = won if code == "property" else str
    above = "" if band.above is None else f"{figure(band.above)}{unit} 초과"
    up_to = "" if band.up_to is None else f"{figure(band.up_to)}{unit} 이하"
    return " ".join(part for part in (above, up_to) if part) or "모두"


def _points(points: int) -> str:
    return f"{points}점".replace("-", "−")


def band_lines(item: ScoreItem) -> list[str]:
    """``30% 이하 30점`` for each band."""
    return [f"{band_range(item, band)} {_points(band.points)}" for band in item.bands]


def item_line(item: ScoreItem) -> str:
    """``가구 소득(…): 30% 이하 30점, …``."""
    return f"{item_title(item)}: {', '.join(band_lines(item))}"


def rows(document: NoticeDocument) -> list[tuple[str, str]]:
    """(item, its bands) in short, for a list beside other facts; the order for equal scores is the last."""
    found = [(f"{item.label} {_points(item.cap)}", ", ".join(band_lines(item))) for item in document.score_table.items]
    return [*found, ("동점자", tie_break_line(document).removeprefix("동점자: "))]


def tie_break_line(document: NoticeDocument) -> str:
    """The order for equal scores; the application number is always the last."""
    order = [TIE_BREAK_WORDS[code] for code in document.tie_break]
    return "동점자: " + ", ".join(f"{place}) {text}" for place, text in enumerate([*order, "접수번호 순"], 1))


def selection_lines(document: NoticeDocument) -> list[str]:
    """Priority share, filling between streams, reserve."""
    lines = []
    if document.priority_percent:
        lines.append(f"모집 구분마다 선발 인원의 {document.priority_percent}% 이상을 취업취약계층에서 선발합니다.")
    for step in document.backfill:
        empty, people = _STREAMS.get(step.seats_of, step.seats_of), _STREAMS.get(step.people_of, step.people_of)
        lines.append(f"「{empty}」에 자리가 남으면 「{people}」 신청자에서 순위대로 선발합니다.")
    if document.reserve.percent:
        lines.append(
            f"예비: 모집 구분마다 선발 인원의 {document.reserve.percent}%(소수점 올림)를 두고, "
            f"사업 종료 {document.reserve.days_before_end}일 전까지 결원이 생기면 순서대로 연락합니다."
        )
    return lines
