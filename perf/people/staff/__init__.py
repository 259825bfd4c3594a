"""What people knows about a staff list: read, understood, planned, written and taken back. `offer.py` is what exchange is given."""
