"""A study plan as a document to edit and to sign: Office Open XML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ...errors import MissingExtraError
from .heads import heads
from .view import Block, StudyPlan

if TYPE_CHECKING:
    from docx.document import Document as Opened

_LANGUAGE: Final = {"nl": "nl-NL", "en": "en-GB"}
_A4: Final = (210, 297)
_MARGIN: Final = 20
"""[mm]"""
_WIDTH: Final = _A4[0] - 2 * _MARGIN
_COLOUR: Final = (0x0D, 0x5C, 0x63)
_SIDES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")
_SHADE: Final = "E6F0F1"
_LINES: Final = "BFC7CE"


def document(plan: StudyPlan) -> bytes:
    """The document as bytes.

    Raises:
        MissingExtraError: python-docx is not installed.
    """
    try:
        from docx import Document  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise MissingExtraError("report", "writing a document") from error
    made = _Maker(Document(), plan)
    made.layout()
    made.write()
    kept = BytesIO()
    made.paper.save(kept)
    return _without_the_hour(kept)


def _without_the_hour(kept: BytesIO) -> bytes:
    """The same parts without the hour at which they were packed, so that the same plan is the same file."""
    same = BytesIO()
    with ZipFile(kept) as packed, ZipFile(same, "w", ZIP_DEFLATED) as again:
        for part in packed.infolist():
            again.writestr(ZipInfo(part.filename), packed.read(part), ZIP_DEFLATED)
    return same.getvalue()


class _Maker:
    """Writes one document, from the top down.

    Attributes:
        paper: The document.
        plan: What is written.
        said: The headings.
    """

    def __init__(self, paper: Opened, plan: StudyPlan) -> None:
        self.paper, self.plan, self.said = paper, plan, heads(plan.lang)

    def layout(self) -> None:
        """A4, one typeface, the language for whoever checks spelling, and page numbers."""
        from docx.oxml.ns import qn  # noqa: PLC0415 - an extra
        from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415

        section = self.paper.sections[0]
        section.page_width, section.page_height = (Mm(each) for each in _A4)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
        styles: Any = self.paper.styles
        for name in ("Normal", "Title", "Heading 1", "Heading 2"):
            style = styles[name]
            style.font.name = "Arial"
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in [key for key in fonts.attrib if key.endswith("Theme")]:
                del fonts.attrib[key]
            for side in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{side}"), "Arial")
            if name != "Normal":
                style.font.color.rgb = RGBColor(*_COLOUR)
        styles["Normal"].font.size = Pt(10)
        styles["Normal"].paragraph_format.space_after = Pt(5)
        styles["Title"].font.size = Pt(24)
        for side in styles["Table Grid"].element.iter(*(qn(f"w:{name}") for name in _SIDES)):
            side.set(qn("w:color"), _LINES)
        run = styles["Normal"].element.get_or_add_rPr()
        language = run.makeelement(qn("w:lang"), {qn("w:val"): _LANGUAGE[self.plan.lang]})
        run.append(language)
        known = self.paper.core_properties
        known.title, known.author, known.language = f"{self.plan.title} {self.plan.place}", "", self.plan.lang
        known.created = known.modified = datetime.combine(self.plan.on, time())
        foot = section.footer.paragraphs[0]
        foot.text = f"{self.plan.title} · {self.plan.person} · "
        field = foot._p.makeelement(qn("w:fldSimple"), {qn("w:instr"): "PAGE"})  # noqa: SLF001 - no other way to a field
        foot._p.append(field)  # noqa: SLF001

    def write(self) -> None:
        """All parts, in the order in which they are talked over."""
        plan, said, paper = self.plan, self.said, self.paper
        paper.add_heading(f"{plan.title} · {plan.place}", 0)
        paper.add_paragraph().add_run(plan.headline).bold = True
        self.paragraphs([*plan.lead, plan.board])
        if plan.warning:
            paper.add_paragraph().add_run(plan.warning).italic = True
        self.table((), [(each.name, each.said) for each in plan.facts], (40, _WIDTH - 40))
        if plan.moved or plan.stays:
            paper.add_heading(said["moved"], 1)
            rows = [(each.unit, each.what, each.when) for each in plan.moved]
            self.table((said["unit"], said["what"], said["when"]), rows, (70, 35, 65))
            self.paragraphs([plan.stays])
        if plan.clashes:
            paper.add_heading(said["none"], 1)
            self.points(plan.clashes)
            if plan.ways:
                self.paragraphs([f"{said['enough']}:"])
                self.points(plan.ways)
        if plan.years:
            paper.add_heading(said["path"], 1)
        for year in plan.years:
            paper.add_heading(f"{year.title} ({year.load})", 2)
            head = (said["period"], said["when"], said["load"], said["units"])
            self.table(
                head,
                [(each.code, each.dates, each.load, self._units(each.blocks)) for each in year.periods],
                (22, 38, 20, _WIDTH - 80),
            )
        for name, listed, last in (
            ("exempt", plan.exempt, "because"),
            ("stopped", plan.stopped, "limit"),
            ("partly", plan.partly, "said"),
        ):
            if listed:
                paper.add_heading(said[name], 1)
                rows = [(row.unit, row.ec, row.said) for row in listed]
                self.table((said["unit"], "EC", said[last]), rows, (55, 20, _WIDTH - 75))
        self._grounds()
        self._open()
        if plan.sure:
            paper.add_heading(said["sure"], 1)
            self.points(plan.sure)
        paper.add_heading(said["words"], 1)
        self.table((), [(each.name, each.said) for each in plan.glossary], (40, _WIDTH - 40))
        if plan.remarks:
            paper.add_heading(said["remarks"], 1)
            self.paragraphs([said["remarks-lead"]])
            self.points(plan.remarks)
        self.paragraphs([plan.board, plan.made])

    def _units(self, blocks: Sequence[Block]) -> str:
        lines = []
        for block in blocks:
            notes = [block.load, *([self.said["continued"]] * block.continued), *filter(None, [block.note])]
            lines.append(f"{block.title} ({', '.join(notes)})")
        return "\n".join(lines) or self.said["nothing"]

    def _grounds(self) -> None:
        if self.plan.grounds:
            self.paper.add_heading(self.said["why"], 1)
        for ground in self.plan.grounds:
            line = self.paper.add_paragraph(style="List Bullet")
            line.add_run(ground.title).bold = True
            line.add_run(f" ({'; '.join(ground.articles)})" + (f": {ground.because}" if ground.because else ""))

    def _open(self) -> None:
        plan, said = self.plan, self.said
        self.paper.add_heading(said["open"], 1)
        if not plan.asked:
            self.paragraphs([said["no-open"]])
            return
        self.paragraphs([said["open-lead"], *filter(None, [plan.hope])])
        if plan.reach:
            self.paper.add_heading(plan.reach.title, 2)
            self.paragraphs([plan.reach.said])
            self.points(plan.reach.asked)
        if plan.has_worth:
            rows = [(each.text, each.about, each.worth) for each in plan.asked]
            self.table((said["asked"], said["about"], said["worth"]), rows, (60, 65, 45))
        else:
            self.table((said["asked"], said["about"]), [(each.text, each.about) for each in plan.asked], (80, 90))
        if plan.first:
            self.paper.add_heading(said["first"], 2)
            self.paragraphs([said["first-lead"]])
            head = (said["unit"], said["questions"], said["worth"])
            self.table(head, [(row.unit, row.ec, row.said) for row in plan.first], (70, 30, 70))

    def paragraphs(self, texts: Iterable[str]) -> None:
        """One paragraph each."""
        for text in texts:
            self.paper.add_paragraph(text)

    def points(self, texts: Iterable[str]) -> None:
        """A list."""
        for text in texts:
            self.paper.add_paragraph(text, style="List Bullet")

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        """A table; its head comes back on every page, and no row is torn apart.

        Args:
            head: What stands above the columns; nothing for a list of things with what they are.
            rows: What stands in it.
            widths: How wide the columns are [mm].
        """
        from docx.oxml.ns import qn  # noqa: PLC0415 - an extra
        from docx.shared import Mm, Pt  # noqa: PLC0415

        if not rows:
            return
        table = self.paper.add_table(rows=0, cols=len(widths), style="Table Grid" if head else None)
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for number, cells in enumerate([head, *rows] if head else rows):
            row = table.add_row()
            row._tr.get_or_add_trPr().append(row._tr.makeelement(qn("w:cantSplit"), {}))  # noqa: SLF001
            if head and not number:
                row._tr.get_or_add_trPr().append(row._tr.makeelement(qn("w:tblHeader"), {}))  # noqa: SLF001
            for column, (cell, text, width) in enumerate(zip(row.cells, cells, widths, strict=True)):
                cell.width = Mm(width)
                cell.paragraphs[0].paragraph_format.space_before = cell.paragraphs[0].paragraph_format.space_after = Pt(
                    2
                )
                run = cell.paragraphs[0].add_run(text)
                run.bold = not column or bool(head and not number)
                if head and not number:
                    shade = {qn("w:val"): "clear", qn("w:fill"): _SHADE}
                    cell._tc.get_or_add_tcPr().append(cell._tc.makeelement(qn("w:shd"), shade))  # noqa: SLF001
        self.paper.add_paragraph().paragraph_format.space_after = Pt(0)
