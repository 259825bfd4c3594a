"""Exit surveys of earlier years: one row for each leaver, who is nobody in Perf; every other column is a question or a reason that was ticked."""
