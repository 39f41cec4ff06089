"""공약 이행 관리카드 as A4 landscape: nine sections in the office's order, the inside page behind."""

from __future__ import annotations

from app.pledge.documents.paper import SheetPaper
from app.pledge.documents.sections_head import draw_head, draw_situation
from app.pledge.documents.sections_plan import draw_indicators, draw_investment, draw_plan, draw_schedule
from app.pledge.documents.sections_record import draw_future, draw_inside, draw_record, draw_words
from app.printing.approval import draw_marks
from app.printing.frame import Paper


def draw_sheet(sheet: SheetPaper) -> bytes:
    """The card; without ``inside`` it is the copy that may be published. The same values give the same bytes."""
    head = sheet.head
    foot = f"공약 {head.code} {head.title}    {head.version}    확인번호 {sheet.check_code}"
    paper = Paper(f"공약 이행 관리카드 {head.code} {head.title} {head.as_of:%Y-%m-%d}", landscape=True, foot=foot)
    paper.on_new_page = lambda: draw_marks(paper, draft=sheet.draft, demo=sheet.demo)
    paper.on_new_page()
    draw_head(paper, head)
    draw_situation(paper, sheet.situation)
    draw_plan(paper, sheet.plan)
    draw_schedule(paper, sheet.schedule)
    draw_investment(paper, sheet.investment)
    draw_indicators(paper, sheet.indicators)
    draw_record(paper, sheet)
    draw_future(paper, sheet.future)
    draw_words(paper, sheet)
    if sheet.inside:
        draw_inside(paper, sheet.inside)
    return paper.finish()
