"""Every form of a study plan holds what the view holds; calendars and documents are read back."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import escape
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest

from evc_rules.errors import MissingExtraError
from evc_rules.model.base import Text
from evc_rules.reports.study.build import study_plan
from evc_rules.reports.study.forms import form_of, written
from evc_rules.reports.study.heads import heads

from .shown import plan, planned, replanned, sooner, too_late

EVIL = '<script>alert("x")</script> | `a` [b](http://x.nl) *c*'


def none():
    return plan(wishes=too_late())


def read_calendar(one):
    icalendar = pytest.importorskip("icalendar")
    return icalendar.Calendar.from_ical(written(one, "ics"))


def read_document(one):
    docx = pytest.importorskip("docx")
    return docx.Document(BytesIO(written(one, "docx")))


def words_of(document) -> str:
    texts = [each.text for each in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(texts)


# Calendars


def test_every_period_and_unit_is_an_event_of_whole_days_whose_end_is_not_in_it():
    one = plan()
    events = {str(each["summary"]): each for each in read_calendar(one).events}
    for period in one.periods:
        said = [each for each in read_calendar(one).events if each["dtstart"].dt == period.start]
        assert any(each["dtend"].dt == period.end for each in said)
    for span in one.spans:
        assert (events[span.title]["dtstart"].dt, events[span.title]["dtend"].dt) == (span.start, span.end)
    end = events["Klaar met de opleiding"]
    assert (end["dtstart"].dt, end["dtend"].dt) == (one.finish, one.finish + timedelta(days=1))
    assert type(end["dtstart"].dt) is date
    assert end["dtstamp"].dt == datetime(2026, 11, 24, tzinfo=UTC)
    assert len(read_calendar(one).events) == len(list(one.periods)) + len(one.spans) + 1


def test_a_plan_that_is_made_again_takes_the_place_of_the_one_before():
    """RFC 5545, 3.8.4.7: an event is known by its UID."""
    first, again, later = (read_calendar(each).events for each in (plan(), plan(lang="en"), replanned()))
    names = [str(each["uid"]) for each in first]
    assert len(set(names)) == len(names)
    assert [str(each["uid"]) for each in again] == names
    by_title = {str(each["summary"]): str(each["uid"]) for each in first}
    moved = [each.unit for each in replanned().moved if each.unit in by_title]
    assert moved
    for title in moved:
        assert {str(each["uid"]) for each in later if each["summary"] == title} == {by_title[title]}
    other = {str(each["uid"]) for each in read_calendar(plan("voorbeeld-zuid")).events}
    assert not other & set(names)


def test_a_calendar_shows_no_more_of_a_dossier_than_that_there_is_a_plan():
    pytest.importorskip("icalendar")
    text = written(plan(), "ics").decode()
    assert text == written(plan(), "ics").decode()
    for secret in ("onderwijsassistent-41", "roc-x", "v-relaties", "portfolio-klimaat"):
        assert secret not in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_title_that_is_written_on_two_lines_is_shown_on_one():
    told = replace(planned(), title=Text(nl="Voorbeeld\nOost", en="Example"))
    unit = told.path.periods[0].units[0]
    known = told.worth.programme
    units = tuple(one.with_(title=Text(nl="Les\nEen")) if one.id == unit else one for one in known.units)
    one = study_plan(replace(told, worth=replace(told.worth, programme=known.with_(units=units))), "nl")
    assert one.place == "Voorbeeld Oost"
    assert "Studieplan · Voorbeeld Oost" in written(one, "timeline").decode()
    assert "Les Een" in {str(each["summary"]) for each in read_calendar(one).events}


def test_an_assessment_is_called_one():
    one = plan()
    tested = replace(one, spans=(replace(one.spans[0], assessed=True),))
    assert f"Toets: {one.spans[0].title}" in {str(each["summary"]) for each in read_calendar(tested).events}


# Documents


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_document_holds_every_unit_period_and_sentence(lang):
    one = plan(lang=lang)
    document = read_document(one)
    text = words_of(document)
    said = heads(lang)
    parts = [one.headline, *one.lead, one.board, one.warning, one.hope, *one.sure, one.made]
    parts += [each.title for each in one.spans] + [each.dates for each in one.periods]
    parts += [row.said for row in (*one.exempt, *one.partly)] + [each.because for each in one.grounds]
    parts += [said[name] for name in ("path", "exempt", "why", "open", "sure", "words")]
    assert [part for part in parts if part not in text] == []
    assert document.core_properties.language == lang
    assert document.core_properties.author == ""
    assert document.sections[0].page_width.mm == pytest.approx(210, abs=0.5)


def test_the_same_plan_is_the_same_file_whenever_it_is_written():
    pytest.importorskip("docx")
    with ZipFile(BytesIO(written(plan(), "docx"))) as packed:
        assert {part.date_time for part in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_head_of_a_table_comes_back_on_the_next_page():
    tables = [each for each in read_document(plan()).tables if each.cell(0, 0).text == "Periode"]
    assert len(tables) == len(plan().years)
    assert all("w:tblHeader" in each.rows[0]._tr.xml for each in tables)


# Markdown


@pytest.mark.parametrize("made", [plan, lambda: plan(lang="en"), none, replanned], ids=["nl", "en", "none", "again"])
def test_every_row_of_a_table_has_the_columns_of_its_head(made):
    text = written(made(), "md").decode()
    columns = None
    for line in text.splitlines():
        if not line.startswith("|"):
            columns = None
            continue
        bars = len(re.findall(r"(?<!\\)\|", line))
        assert columns in {None, bars}, line
        columns = bars
    assert not re.search(r"\n\n\n", text)


def test_words_of_others_stay_words():
    one = plan()
    wild = replace(one, place=EVIL, remarks=(EVIL,), exempt=(replace(one.exempt[0], unit=EVIL, said=EVIL),))
    markdown = written(wild, "md").decode()
    assert "\\<script\\>" in markdown
    assert "\\| \\`a\\` \\[b\\]" in markdown
    assert "<script" not in written(wild, "html").decode()


# Pages


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "rect"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize(
    "made",
    [plan, lambda: plan("voorbeeld-zuid", "en"), none, replanned],
    ids=["nl", "en", "none", "again"],
)
def test_a_page_is_whole_by_itself_and_has_headings_in_order(made):
    one = made()
    text = written(one, "html").decode()
    tags = Tags()
    tags.feed(text)
    assert tags.open == []
    assert dict(tags.seen)["html"] == {"lang": one.lang}
    assert "script" not in {tag for tag, _ in tags.seen}
    assert not [each for _, each in tags.seen if each.get("src")]
    assert [each.get("href") for tag, each in tags.seen if tag == "link"] == ["data:,"]
    assert not re.search(r"url\(|@import|https?://", text)
    levels = [int(tag[1]) for tag, _ in tags.seen if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(each.get("scope") for tag, each in tags.seen if tag == "th")


# All


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_form_to_read_says_the_fewest_questions_that_reach_a_day(lang):
    one = plan(lang=lang, wishes=sooner())
    assert one.reach.asked
    page = re.sub(r"\s+", " ", written(one, "html").decode())
    text = written(one, "md").decode()
    document = words_of(read_document(one))
    for said in (one.reach.title, one.reach.said):
        assert said in page
        assert said in text
        assert said in document
    assert page.count("<li>") >= len(one.reach.asked)
    for asked in one.reach.asked:
        assert asked in document
        assert f"<li>{escape(asked)}</li>" in page


def test_a_file_says_by_its_ending_what_it_is_to_be():
    assert [form_of(Path(f"a{end}")) for end in (".HTML", ".docx", ".ics", ".md", ".txt", ".pdf", "")] == [
        "html", "docx", "ics", "md", "timeline", None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "module"), [("html", "jinja2"), ("md", "jinja2"), ("docx", "docx"), ("ics", "icalendar")]
)
def test_a_missing_library_is_one_error_that_names_the_extra(form, module, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=re.escape('pip install "evc-rules[report]"')):
        written(plan(), form)
