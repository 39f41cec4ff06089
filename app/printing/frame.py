"""An A4 paper: a canvas with a cursor, text and lines in points, running feet and page numbers n/m."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Literal

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from app.printing import fonts

MM = float(mm)
LEADING = 1.42
"""Line height as a multiple of the type size."""
_ASCENT = 0.80

Align = Literal["left", "center", "right"]


class Paper:
    """Pages of one document. ``y`` is the cursor, measured up from the lower edge as PDF does.

    The same calls give the same bytes: no clock, no random id, no author in the file.
    """

    def __init__(self, title: str, *, landscape: bool = False, side: float = 15 * MM, foot: str = "") -> None:
        """``title`` is the document's title property; ``side`` the margins; ``foot`` stands left at each page's end."""
        fonts.register()
        self.wide, self.high = (float(A4[1]), float(A4[0])) if landscape else (float(A4[0]), float(A4[1]))
        self.left, self.right = side, self.wide - side
        self.top, self.bottom = self.high - 14 * MM, 17 * MM
        self.y = self.top
        self.page = 1
        self._document = 1
        self.foot = foot
        self.on_new_page: Callable[[], None] | None = None
        self._buffer = BytesIO()
        self._canvas = Canvas(
            self._buffer,
            pagesize=(self.wide, self.high),
            invariant=1,
            pageCompression=1,
            initialFontName=fonts.REGULAR,
            lang="ko-KR",
        )
        self._canvas.setTitle(fonts.clean(title))
        self._canvas.setAuthor("")
        self._canvas.setSubject("")
        self._canvas.setCreator("일터")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")

    @property
    def width(self) -> float:
        """Points between the margins."""
        return self.right - self.left

    def down(self, points: float) -> None:
        self.y -= points

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 9,
        bold: bool = False,
        align: Align = "left",
        room: float | None = None,
        grey: float = 0,
    ) -> None:
        """One line with its baseline at ``y``. With ``room`` it is set smaller until it fits, then ends with …"""
        font = fonts.BOLD if bold else fonts.REGULAR
        drawn = fonts.clean(text).replace("\n", " ").replace("\u00a0", " ")
        if room is not None:
            while size > 6 and fonts.width(drawn, font, size) > room:
                size -= 0.5
            if fonts.width(drawn, font, size) > room:
                drawn = fonts.wrap(drawn, font, size, room - size)[0] + "…"
        self.line_of_text(x, y, drawn, font=font, size=size, align=align, grey=grey)

    def line_of_text(
        self, x: float, y: float, drawn: str, *, font: str, size: float, align: Align, grey: float = 0
    ) -> None:
        """Cleaned text at its place, as it is."""
        canvas = self._canvas
        canvas.setFont(font, size)
        canvas.setFillGray(grey)
        if align == "left":
            canvas.drawString(x, y, drawn)
        elif align == "right":
            canvas.drawRightString(x, y, drawn)
        else:
            canvas.drawCentredString(x, y, drawn)

    def lines_of_text(
        self, x: float, top: float, lines: tuple[str, ...], *, font: str, size: float, align: Align
    ) -> None:
        """Wrapped lines below each other, the first line's top at ``top``."""
        baseline = top - size * (LEADING - 1) / 2 - size * _ASCENT
        for line in lines:
            self.line_of_text(x, baseline, line, font=font, size=size, align=align)
            baseline -= size * LEADING

    def paragraph(self, text: str, *, size: float = 9, bold: bool = False, indent: float = 0, hang: float = 0) -> None:
        """Wrapped text at the cursor, over as many pages as it needs; ``hang`` indents the second line and on."""
        font = fonts.BOLD if bold else fonts.REGULAR
        first_room = self.width - indent
        for number, line in enumerate(fonts.wrap(text, font, size, first_room - hang)):
            self.need(size * LEADING)
            x = self.left + indent + (hang if number else 0)
            self.lines_of_text(x, self.y, (line,), font=font, size=size, align="left")
            self.down(size * LEADING)

    def rule(self, x1: float, y1: float, x2: float, y2: float, thick: float = 0.4) -> None:
        self._canvas.setStrokeGray(0)
        self._canvas.setLineWidth(thick)
        self._canvas.line(x1, y1, x2, y2)

    def box(
        self, x: float, y: float, wide: float, high: float, *, thick: float = 0.4, shade: float | None = None
    ) -> None:
        """A rectangle, (x, y) its lower left; ``shade`` is a grey from 0 (black) to 1; ``thick`` 0 draws no edge."""
        self._canvas.setLineWidth(thick)
        self._canvas.setStrokeGray(0)
        if shade is not None:
            self._canvas.setFillGray(shade)
        self._canvas.rect(x, y, wide, high, stroke=int(thick > 0), fill=int(shade is not None))

    def need(self, height: float) -> bool:
        """Begin a new page unless ``height`` points are left on this one; says whether it did."""
        if self.y - height >= self.bottom - 0.01:
            return False
        self.new_page()
        return True

    def new_page(self) -> None:
        self._end_page()
        self.page += 1
        self.y = self.top
        if self.on_new_page:
            self.on_new_page()

    def _end_page(self) -> None:
        y = self.bottom - 7 * MM
        at = self.right - 14
        self.text(self.left, y, self.foot, size=8, room=self.width - 60)
        self.text(at, y, f"{self.page}/", size=8, align="right")
        # How many pages there are is known at the end only: each page refers to one form, drawn last.
        self._canvas.saveState()
        self._canvas.translate(at, y)
        self._canvas.doForm(self._total_form)
        self._canvas.restoreState()
        self._canvas.showPage()

    @property
    def _total_form(self) -> str:
        return f"pages-of-{self._document}"

    def _end_document(self) -> None:
        self._end_page()
        self._canvas.beginForm(self._total_form, 0, -4, 40, 12)
        self.text(0, 0, f"{self.page}쪽", size=8)
        self._canvas.endForm()

    def new_document(self) -> None:
        """The next paper in the same file: a new page, numbered from 1 again."""
        self._end_document()
        self._document += 1
        self.page = 1
        self.y = self.top

    def finish(self) -> bytes:
        """The whole file. Nothing can be drawn afterwards."""
        self._end_document()
        self._canvas.save()
        return self._buffer.getvalue()
