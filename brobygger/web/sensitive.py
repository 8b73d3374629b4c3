"""What free text should not hold: national ids, and words that look like health details.

Pure detection. The form field that asks the writer to think again is `forms.FreeText`. Source: RULES P2.
"""

from __future__ import annotations

import re
from datetime import date

# Eleven digits that do not stand in a longer number. Between the day of birth and the last five stands whatever people put there: a space,
# a hyphen with spaces, a colon, a new line. Elsewhere they are parted by one sign at most, so that a date beside a telephone is no id.
GROUPED = r"[ \u00a0\u202f.\-\u2010-\u2015/]?"
WRITTEN_AS_ID = re.compile(rf"(?<!\d)(?=(\d(?:{GROUPED}\d){{5}}[\W_]{{0,4}}\d(?:{GROUPED}\d){{4}})(?!\d))")
ID_LENGTH = 11
FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
D_NUMBER_DAY = 40
# What is added to the month in made-up ids: 80 by the Tax Administration, 40, 60 and 65 by others; 20 marks an id lent by a public body.
MONTH_MARKS = (0, 20, 40, 60, 65, 80)
# From 2032 the first control digit may leave these remainders; until then only 0 is given out.
FIRST_REMAINDERS = (0, 1, 2, 3)

# One pattern a line: the word as people write it, with the endings that belong to it. Trades, workplaces and school subjects
# ("sykehus", "frisør", "fysioterapeut", "studerer medisin") are left out on purpose; a false alarm teaches people to ignore the next one.
HEALTH_PATTERNS = (
    # bokmål and nynorsk
    r"diagnos(?:e|en|er|ene|ar|ane|ert|tisert)",
    r"\w*depresjon(?:en|er|ar)?",
    r"depri(?:mert|merte)",
    r"depressiv(?:e|t)?",
    r"(?:eksamens|panikk|helse|prestasjons|separasjons|døds)?angst(?:en|anfall|problem\w*)?",
    r"panikkanfall(?:et|a|ene)?",
    r"adhd|(?-i:ADD)",
    r"autis(?:me|men|t|ten|tisk)",
    r"asperger\w*",
    r"tourette\w*",
    r"bipolar(?:t)?",
    r"schizofren\w*",
    r"psykos(?:e|en|er|ar)",
    r"psykotisk(?:e)?",
    r"psykia(?:tri|trien|trisk|triske|ter|teren)",
    r"psykolog(?:en|time|timen|timer)?",
    r"psykisk(?:e)? (?:syk|sjuk|lidelse|helse|plage)\w*",
    r"ptsd",
    r"traume(?:r|ne|t)?",
    r"tvangslidelse\w*",
    r"selvskad\w+",
    r"sjølvskad\w+",
    r"selvmord\w*",
    r"sjølvmord\w*",
    r"suicidal\w*",
    r"spiseforstyrr\w+",
    r"eteforstyrr\w+",
    r"anoreksi\w*",
    r"bulimi\w*",
    r"rus",
    r"ruset|rusa på",
    r"rus(?:misbruk|problem|avheng|bakgrunn|behandling|historie|fri)\w*",
    r"narkoman\w*",
    r"alkohol(?:iker|ikar|isme|problem|avheng|misbruk)\w*",
    r"overdose\w*",
    r"medisin(?:er|ar|ene|ane|ering|erer|bruk)",
    r"(?:tar|går på|bruker|brukar|slutta med|sluttet med) medisin(?:en)?",
    r"medikament\w*",
    r"antidepressiv\w*",
    r"ritalin|concerta|metadon|subutex|insulin",
    r"\w*kreft(?:en|syk|sjuk|behandling)?",
    r"cellegift\w*",
    r"svulst\w*",
    r"diabetes|diabetiker|diabetikar",
    r"epilep(?:si|tiker|tikar|tisk)\w*",
    r"astma\w*",
    r"allerg(?:i|ien|ier|iar|isk|iske)",
    r"migrene\w*",
    r"multippel sklerose",
    r"fibromyalgi\w*",
    r"leddgikt\w*",
    r"revmati\w+",
    r"prolaps\w*",
    r"hjerneslag\w*",
    r"hjerteinfarkt\w*",
    r"hjerte(?:syk|feil)\w*",
    r"(?-i:HIV)",
    r"hepatitt\w*",
    r"dysleksi\w*|dyslekt\w+",
    r"utviklingshem\w+",
    r"funksjons(?:ned|hem)\w+",
    r"sykdom(?:men|mer|mene)?|sjukdom(?:en|ar|ane)?",
    r"syk(?:e)?meld\w*|sjukmeld\w*",
    r"langtidssyk\w*",
    r"innlagt|innleggelse(?:n|r)?",
    r"lider av|lir av",
    r"ufør(?:e|trygd|trygda|etrygd)?",
    r"gravid(?:itet)?",
    r"legeerklæring(?:en|a)?",
    # English
    r"diagnos(?:is|es|ed)",
    r"depress(?:ion|ed)",
    r"anxiety",
    r"autis(?:m|tic)",
    r"schizophren\w+",
    r"psycho(?:sis|tic)",
    r"psychiatr\w+",
    r"trauma(?:tised|tized)?",
    r"suicid(?:e|al)",
    r"self[- ]harm\w*",
    r"eating disorder",
    r"addict(?:ion|ed)?",
    r"alcoholi(?:sm|c)",
    r"drug abuse",
    r"medication(?:s)?",
    r"cancer",
    r"tumou?r",
    r"chemotherapy",
    r"epilep(?:sy|tic)",
    r"asthma",
    r"migraine(?:s)?",
    r"pregnan(?:t|cy)",
    r"disability|sick leave",
)
HEALTH = re.compile(rf"\b(?:{'|'.join(HEALTH_PATTERNS)})\b", re.IGNORECASE)


def national_ids(text: str) -> list[str]:
    """Every national id or D-number in a text, as it is written there.

    Takes   text  anything; digits may be grouped
    Gives   the ids in order, made-up test ids too; a phone number or an account number is one only if date and both digits fit
    Source  folkeregisterforskriften § 2-2-1; the looser first digit applies from 2032
    """
    written = [hit[1] for hit in WRITTEN_AS_ID.finditer(text)]
    return [each for each in written if is_national_id("".join(letter for letter in each if letter.isdecimal()))]


def is_national_id(digits: str) -> bool:
    """Whether eleven digits are a national id or D-number, made-up test ids included."""
    if len(digits) != ID_LENGTH or not digits.isdecimal():
        return False
    numbers = [int(digit) for digit in digits]
    first = sum(weight * number for weight, number in zip(FIRST_WEIGHTS, numbers, strict=False)) % 11
    second = sum(weight * number for weight, number in zip(SECOND_WEIGHTS, numbers, strict=True)) % 11
    return first in FIRST_REMAINDERS and second == 0 and _has_a_date(int(digits[:2]), int(digits[2:4]))


def health_words(text: str) -> list[str]:
    """The words that look like health details, as they are written, each once and in order."""
    words: dict[str, str] = {}
    for hit in HEALTH.finditer(text):
        words.setdefault(hit.group().casefold(), hit.group())
    return list(words.values())


def _has_a_date(day: int, month: int) -> bool:
    day -= D_NUMBER_DAY if day > D_NUMBER_DAY else 0
    months = [month - mark for mark in MONTH_MARKS if 1 <= month - mark <= 12]
    if not months or day < 1:
        return False
    try:
        date(2000, months[0], day)  # a leap year: the year of birth cannot be told from six digits alone
    except ValueError:
        return False
    return True
