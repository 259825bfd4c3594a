"""How a verb says no. The words are for the person who reads them."""


class Refused(Exception):
    """A verb cannot be done now: says what, why and how to mend it; `field` names the input concerned."""

    status, wait = 422, None        # `wait`: after so many seconds trying again makes sense

    def __init__(self, words, field=None):
        super().__init__(words)
        self.words, self.field = words, field

    @property
    def headers(self):
        return {"Retry-After": str(self.wait)} if self.wait else {}


class Changed(Refused):
    """Somebody else changed the same row meanwhile; nothing was overwritten."""

    status = 409

    def __init__(self, words, row=None):
        super().__init__(words)
        self.row = row


class Busy(Refused):
    """The database did not become free in time; trying again helps."""

    status, wait = 503, 5


class TooMany(Refused):
    """Too many tries: the next one counts after `wait` seconds."""

    status = 429

    def __init__(self, words, wait, field=None):
        super().__init__(words, field)
        self.wait = wait
