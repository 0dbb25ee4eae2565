"""Writes src/Dashboard.Engine/Experiments/Folding.txt: what each character is searched and sorted as.

Lower case without accents, by the Unicode database that Python brings: compatibility decomposition, case folding, and the
marks of the diacritic blocks left out. The letters with a stroke and the ligatures that Unicode does not decompose follow
their base, as in its collation order. One line a character that differs: its code, then those of its text, in hexadecimal.
Hangul syllables are left out; SearchText decomposes them by arithmetic.
"""
import sys
import unicodedata

EXTRA = dict(zip('øđłħŧıæœð', ['o', 'd', 'l', 'h', 't', 'i', 'ae', 'oe', 'd']))
MARKS = [(0x300, 0x36F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F)]


def fold(text):
    text = unicodedata.normalize('NFKD', unicodedata.normalize('NFKD', text).casefold())
    kept = ''.join(c for c in text if not any(low <= ord(c) <= high for low, high in MARKS))
    return ''.join(EXTRA.get(c, c) for c in kept)


for code in range(0x80, 0x110000):
    if 0xD800 <= code <= 0xDFFF or 0xAC00 <= code <= 0xD7A3 or unicodedata.category(chr(code)) == 'Cn':
        continue
    if fold(chr(code)) != chr(code):
        sys.stdout.write(' '.join([f'{code:X}', *(f'{ord(c):X}' for c in fold(chr(code)))]) + '\n')
