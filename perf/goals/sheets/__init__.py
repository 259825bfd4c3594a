"""Goals from a list: what each row says, where it hangs, what would change. `offer.py` is what exchange is given."""
