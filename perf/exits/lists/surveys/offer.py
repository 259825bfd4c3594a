"""Exit surveys of earlier years, as exchange is given them."""
import json

from ....kernel.db import insert_all
from ....kernel.intake import keeping
from ....kernel.words import _, n_
from ...models import ExitAnswer, Measure
from .. import writing
from ..shared import LeavingsOffer
from . import columns, plan
from .known import known


class Surveys(LeavingsOffer):
    name, order, columns = "exit_surveys", 41, columns.FIXED
    known, planned = staticmethod(known), staticmethod(plan.plan)
    template = ("label", "last_day", "hired_on", "kind", "reason", "role", "department")
    next_page = (_("See why people leave"), "/exits/analysis/", "chart")

    def title(self):
        return _("Earlier exit surveys")

    def about(self):
        return [_("One row for each leaver of earlier years, without a name: last day, class, reasons that were ticked, and one column for each question. "
                  "Answers by agree and disagree, by numbers, by yes and no, by choices and in words are understood."),
                _("Columns about origin, religion, family, health, sex and age are never taken. Whoever answered is nobody in Perf, and is asked nothing.")]

    def offered(self, headings, rows):
        return columns.offered(headings, columns.looked_at(headings, rows), self.known())

    def guess(self, headings, rows):
        known_, looks = self.known(), columns.looked_at(headings, rows)
        return columns.guess(headings, looks, columns.offered(headings, looks, known_), keeping.remembered(self.name), known_)

    def names_of(self, work):
        return set(work.choices.matching.values())

    def write_answers(self, record, work, new, changed):
        measures = self._measures(record, work)
        insert_all(ExitAnswer, [{"leaving": number, "measure": measures[key], "level": answer.level, "choice": answer.choice, "text": answer.text}
                                for number, line in new for key, given in line.answers.items() for answer in given])
        for line in changed:
            for key, given in line.answers.items():
                writing.set_answers(record, line.now.id, measures[key], given)

    def _measures(self, record, work):
        """{key: id} of all questions; new ones are made, new choices added."""
        found, order = {}, Measure.select().count()
        for at, one in enumerate(dict((one.key, one) for one in work.plan.asked).values()):
            if one.known is None or one.known.id is None:
                library = work.before.by_key.get(one.key)
                found[one.key] = record.add(Measure, key=one.key, kind=one.kind, prompt=one.prompt, topic=one.topic, options_json=json.dumps(one.options),
                                            highest=one.highest, is_core=bool(library and library.is_core), order=order + at)
            else:
                found[one.key] = one.known.id
                record.change(Measure, one.known.id, {"options_json": (json.dumps(one.known.options), json.dumps(one.options))})
        return found

    def summed_up(self, plan):
        new = [one for one in plan.asked if one.known is None]
        found = [n_("%(num)s question is new in Perf.", "%(num)s questions are new in Perf.", len(new))] if new else []
        answers = sum(len(line.answers) for line in plan.lines if line.state == "new")
        return [*found, n_("%(num)s answer comes in, of people without a name.", "%(num)s answers come in, of people without a name.", answers)]
