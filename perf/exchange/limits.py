"""How much a spreadsheet may hold (TRUST I06)."""
FILE_BYTES = 5 * 1024 * 1024
UNPACKED_BYTES = 20 * 1024 * 1024
RATIO = 100
RATIO_FROM = 1024 * 1024        # below this a small, very regular workbook may be packed tighter
MEMBERS = 200
ROWS = 10_000
COLUMNS = 60
CELL = 10_000
CELLS = 150_000                 # of a workbook, whose cells take ten times as long to read as those of a CSV file
MARKUP = 1_800_000              # tags and attributes of all parts that are read
READ_BYTES = 40 * 1024 * 1024   # the same part may be named twice
SHEETS = 500
MERGED = 20_000
MERGED_ROWS = 200_000
