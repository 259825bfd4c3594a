"""Reviews from before Perf: brought in from a list, read beside ours, marked wherever they stand. `offer.py` is what exchange is given."""
