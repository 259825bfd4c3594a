"""Answers without a name, for upward feedback, exit interviews and whoever asks like that later. Knows no cycle and no leaver.

`actions` keeps and closes, `publishing` says what may be shown, `solving` proves that nobody can be reckoned out of it.
"""
