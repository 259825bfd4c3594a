"""How much a spreadsheet may hold (TRUST I06)."""
FILE_BYTES = 5 * 1024 * 1024
UNPACKED_BYTES = 20 * 1024 * 1024
RATIO = 100
RATIO_FROM = 1024 * 1024        # below this a small, very regular workbook may be packed tighter
MEMBERS = 200
ROWS = 10_000
COLUMNS = 60
CELL = 2_000
CELLS = 300_000
TAGS = 2_500_000         # of all parts of a workbook that are read
MERGED_ROWS = 200_000
