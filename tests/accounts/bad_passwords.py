"""Three hundred passwords that somebody who knows Mara Okafor of Lantern House would try early."""

COMMON = """password 123456 qwerty letmein iloveyou monkey dragon football baseball sunshine princess welcome admin
master shadow superman michael jennifer charlie summer winter autumn spring freedom computer""".split()
KEYBOARD = """qwertyuiopasdfg qwertyuiop12345 asdfghjklqwerty zxcvbnmasdfghjkl qazwsxedcrfvtgb 1q2w3e4r5t6y7u8i
1qaz2wsx3edc4rfv
zaq12wsxcde34rfv poiuytrewqlkjhg mnbvcxzlkjhgfdsa qwertyqwertyqwerty asdfasdfasdfasdf qweasdzxcqweasd
qwertzuiopasdfg azertyuiopqsdfg
!qaz@wsx#edc$rfv 1234qwerasdfzxcv qwer1234asdf5678""".split()
RUNS = """123456789012345 1234567890123456 987654321098765 abcdefghijklmno abcdefghijklmnop zyxwvutsrqponml
111111111111111 000000000000000
aaaaaaaaaaaaaaa 121212121212121 123123123123123 abcabcabcabcabc 111222333444555 112233445566778
01234567890123456789 246813579024681
!!!!!!!!!!!!!!! ............... abc123abc123abc aaaaabbbbbccccc 147258369147258 159357159357159 aabbccddeeffgghh
135791357913579""".split()
OWN = ["lanternhouse", "lantern house", "Lantern-House", "perf", "Mara", "Okafor", "MaraOkafor", "mara.okafor", "okafor mara",
       "mara@lantern.example", "M.Okafor", "lantern.example"]
ENDINGS = ["2026!!!!!!!", "20262026", "123456789012", "!!!!!!!!!!!!", "1985 1985 1985", " password 1", "@12345678901", "2025/2026!!!",
           " 2026 2026 2026"]
PHRASES = """let me in let me in|thisismypassword|i love you i love you|changeme changeme|password is password
welcome to perf 1|administrator123|trustno1trustno1|mypasswordmypassword|password password|summer winter spring
monday monday monday
january february|one two three four|qwerty password 1|iloveyouiloveyou|P@ssw0rdP@ssw0rd|Passw0rd12345678
p a s s w o r d 1 2 3
performance2026!|performance review|football baseball|hello hello hello|test test test test|guest guest guest
secret secret 1234
19850101 19850101|01.01.1985 01.01|12/12/2012 12/12|1985198519851985""".replace("\n", "|").split("|")

DOUBLED = [form(word) for word in COMMON for form in (
    lambda word: (word * 4)[:max(15, 2 * len(word))], lambda word: f"{word} {word} {word} {word}", lambda word: f"{word.title()}1234567890",
    lambda word: f"{word}{word}2026!!!!", lambda word: f"!!{word.upper()}{word}!!!!!")]
MADE = [name + ending for name in OWN for ending in ENDINGS]
BAD = list(dict.fromkeys(one for one in [*RUNS, *KEYBOARD, *PHRASES, *MADE, *DOUBLED] if len(one) >= 15))

SENSIBLE = """four words nobody guesses|harbour-light-demo|violet kettle morning paper|seven hills and a lamp
tulip ladder 47 sandwich
velvet-saddle-timber-quarry|our garden grows slowly|my cat eats blue cheese|ein Fahrrad im Schnee
синий чайник поёт утром|x7!kQz9pLm2wRt5
the bus was late again on thursday|correctly stapled horse batteries|雨の日は図書館で本を読み、お茶を飲む
kettle, window, otter; twine""".replace("\n", "|").split("|")
