"""An installation of the former release: its templates are readable as they were, and what is added asks each open form about its own role."""
import contextlib
import gzip
from pathlib import Path

import apsw
import pytest

import perf
from perf.kernel import db, store
from perf.questions import building, items, queries, versions
from perf.questions.models import OPEN_STATES, Question, Section, Sheet, Template, TemplateVersion
from perf.roles.models import Role

RELEASED = Path(__file__).resolve().parents[1] / "released" / "0.1.0.sql.gz"


@pytest.fixture
def former(app, tmp_path):
    with contextlib.closing(apsw.Connection(str(tmp_path / store.FILE))) as connection:
        connection.execute(gzip.decompress(RELEASED.read_bytes()).decode())
        answers = [tuple(row) for row in connection.execute('SELECT "id", "rating", "text", "choice" FROM "answer" ORDER BY "id"')]
    db.database.close()
    perf.open_house(tmp_path)
    return answers


def test_templates_answers_and_roles_of_forms_are_there_and_open_forms_follow(former):
    assert db.database.execute_sql('SELECT "id", "rating", "text", "choice" FROM "answer" ORDER BY "id"').fetchall() == former and former
    for template in Template.select():
        [only] = TemplateVersion.select().where(TemplateVersion.template == template)
        assert (only.number, versions.as_it_was(only)) == (template.version, versions.content(template))
    sheet = Sheet.select().where(Sheet.state.in_(OPEN_STATES)).first()
    assert not Sheet.select().where(Sheet.role_id.is_null()).exists() and Role.get_or_none(Role.id == sheet.role_id)
    assert not Sheet.select().where(Sheet.made_on.is_null() | Sheet.period_start.is_null() | Sheet.period_end.is_null()).exists()
    rows = {row.prompt: (row.weight, row.weight_base) for row in queries.rows_of([sheet.id])[sheet.id]}
    building.change_section(Section.select().where(Section.template == sheet.template_id).first(), version=sheet.template.version, title="Renamed")
    assert {row.prompt: (row.weight, row.weight_base) for row in queries.rows_of([sheet.id])[sheet.id]} == rows
    section = building.add_section(sheet.template, "Once more", weight=10_000)
    items.add_item(section, "duties", "Once more", authors=sheet.kind)
    asked = [row.prompt for row in queries.rows_of([sheet.id])[sheet.id] if row.section_title == "Once more"]
    assert asked and asked == [row.prompt for row in queries.questions_of(sheet.template, sheet.kind, sheet.role_id) if row.section_title == "Once more"]
    assert all(question.weight == question.item.weight * question.part for question in Question.select())
