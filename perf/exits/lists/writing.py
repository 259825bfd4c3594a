"""What both lists write of a leaving that is there already, so that it can be put back as it was."""
from ...kernel.record import plain, table
from ..models import ExitAnswer, Leaving, LeavingReason


def change(record, line):
    """Columns, reasons and answers that differ; the version after it tells later whether anybody else has changed it since."""
    number, now = line.now.id, line.now
    given = {name: (getattr(now, name), value) for name, value in line.says.items()}
    Leaving.update(version=now.version + 1, **{name: new for name, (old, new) in given.items() if old != new}).where(Leaving.id == number).execute()
    record.cells += [(table(Leaving), number, name, plain(old), plain(new)) for name, (old, new) in given.items() if old != new]
    record.cells.append((table(Leaving), number, "version", now.version, now.version + 1))
    if line.because is not None:
        _set_reasons(record, number, line.because)


def _set_reasons(record, number, wanted):
    there = {one.reason: one for one in LeavingReason.select().where(LeavingReason.leaving == number)}
    for name, one in there.items():
        if name not in wanted:
            record.drop(one)
        else:
            record.change(LeavingReason, one.id, {"is_main": (one.is_main, wanted[name])})
    record.insert(LeavingReason, [{"leaving": number, "reason": name, "is_main": is_main} for name, is_main in wanted.items() if name not in there])


def set_answers(record, number, measure, wanted):
    """What a leaving says to one question: rows are changed where they stand, so that what was sorted by theme stays sorted."""
    there = list(ExitAnswer.select().where(ExitAnswer.leaving == number, ExitAnswer.measure == measure).order_by(ExitAnswer.id))
    for one, new in zip(there, wanted):
        record.change(ExitAnswer, one.id, {name: (getattr(one, name), value) for name, value in zip(("level", "choice", "text"), new)})
    for one in there[len(wanted):]:
        record.drop(one)
    record.insert(ExitAnswer, [{"leaving": number, "measure": measure, "level": level, "choice": choice, "text": text}
                               for level, choice, text in wanted[len(there):]])
