"""What is known of those who left before Perf: lists of leavers, and surveys of earlier years. `offer.py` is what exchange is given."""
