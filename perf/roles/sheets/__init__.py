"""What roles knows about lists of departments, roles and levels: read, planned, written and taken back. `offer.py` is what exchange is given."""
