"""Forty ways to smuggle a script into a page, written into every text that somebody can type: `python hostile.py DATA`."""
import itertools
import sys

TRAP = "window.__xss=1"
PAYLOADS = [
    f"<script>{TRAP}</script>", f"<img src=x onerror={TRAP}>", f"<svg onload={TRAP}>", f"\"><script>{TRAP}</script>",
    f"'><script>{TRAP}</script>", f"' onmouseover='{TRAP}", f"\" autofocus onfocus=\"{TRAP}", f"</textarea><script>{TRAP}</script>",
    f"</title><script>{TRAP}</script>", f"</style><script>{TRAP}</script>", f"<body onload={TRAP}>", f"<iframe src=javascript:{TRAP}>",
    f"<a href=javascript:{TRAP}>x</a>", f"javascript:{TRAP}", f"<form action=javascript:{TRAP}><button>x", f"<math><mi xlink:href=javascript:{TRAP}>",
    f"<details open ontoggle={TRAP}>", f"<video><source onerror={TRAP}>", f"<input autofocus onfocus={TRAP}>", f"<marquee onstart={TRAP}>",
    f"<object data=javascript:{TRAP}>", f"<embed src=javascript:{TRAP}>", f"<base href=javascript:{TRAP}//>", f"<meta http-equiv=refresh content=0;url=javascript:{TRAP}>",
    f"<link rel=stylesheet href=javascript:{TRAP}>", "<style>*{color:red}</style>", f"{{{{ {TRAP} }}}}", "{{ config }}", "{% raw %}", "${7*7}", f"<%= {TRAP} %>",
    '<a hx-get="/sign-out" hx-trigger="load">x</a>', '<div data-hx-get="/accounts/mine" data-hx-trigger="load">x</div>',
    '<p id="main" class="banner banner--danger">x</p>', f"<scr<script>ipt>{TRAP}</scr</script>ipt>", f"&lt;script&gt;{TRAP}&lt;/script&gt;",
    f"\u202e<script>{TRAP}</script>", f"<ScRiPt>{TRAP}</sCrIpT>", f"<svg><animate onbegin={TRAP}>", f"<!--><script>{TRAP}</script>",
]
TYPED = {   # what somebody can type, by table; never what the house itself writes, such as a state
    "person": ["first_name", "last_name", "phone"], "role": ["title", "purpose"], "duty": ["text", "success"], "department": ["name"],
    "competency": ["name"], "organisation": ["name", "purpose"], "value": ["name", "meaning"], "holiday": ["name"],
    "answer": ["text"], "question": ["prompt", "help", "section_title"], "cycle": ["name"], "template": ["name", "about"],
    "section": ["title"], "item": ["prompt", "help"], "review": ["response", "department", "role_title"], "review_event": ["reason"],
    "sign_off": ["witness", "note"], "session": ["device"], "import": ["file_name"], "upload": ["file_name"], "notice": ["sentence"],
}


def write_everywhere(database):
    """Put the payloads in turn into every row of those columns."""
    turn = itertools.cycle(range(len(PAYLOADS)))
    tables = set(database.get_tables())
    for table, columns in TYPED.items():
        known = {column.name for column in database.get_columns(table)} if table in tables else set()
        for column in (name for name in columns if name in known):
            for number, in database.execute_sql(f'SELECT id FROM "{table}"').fetchall():       # noqa: S608  names from the list above
                text = f"{PAYLOADS[next(turn)]} {number}"
                database.execute_sql(f'UPDATE OR IGNORE "{table}" SET "{column}" = ? WHERE id = ?', (text, number))     # noqa: S608


def main(folder):
    import perf
    from perf.kernel import db
    perf.create_app(folder)
    write_everywhere(db.database)


if __name__ == "__main__":
    sys.path.insert(0, str(__import__("pathlib").Path(__file__).resolve().parents[2]))
    main(sys.argv[1])
