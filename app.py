"""Starts Perf: `python app.py` serves it, `flask --app app …` runs its commands."""
from perf import create_app, main

__all__ = ["create_app", "main"]

if __name__ == "__main__":
    main()
