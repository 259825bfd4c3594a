"""What every spreadsheet that is taken in has in common, whichever room knows what it means: columns, rows, decisions, undo."""
