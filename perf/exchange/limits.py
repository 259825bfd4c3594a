"""How much a spreadsheet may hold (TRUST I06)."""
FILE_BYTES = 5 * 1024 * 1024
UNPACKED_BYTES = 20 * 1024 * 1024
RATIO = 100
RATIO_FROM = 1024 * 1024        # below this a small, very regular workbook may be packed tighter
MEMBERS = 200
ROWS = 10_000
COLUMNS = 60
CELL = 2_000
EMPTY_RUN = 20_000
