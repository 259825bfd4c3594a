"""Upward feedback: people answer about their manager, without a name. What must never be known lies in questions/unnamed."""
