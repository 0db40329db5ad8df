"""What text may hold, and how it is compared: one home for cleaning, folding and slugs."""

import re
import unicodedata

# Letters that Unicode does not decompose, though readers look for them under their base letter.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
        "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ł": "l", "Ł": "L", "ı": "i", "ŋ": "n", "Ŋ": "N", "ħ": "h", "Ħ": "H",
        "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-",
    }
)  # fmt: skip
_BREAKS = re.compile("[\r\n\t\v\f\x85\u2028\u2029]+")
# C0 and C1 controls but tab and newline, the byte order mark, and the marks that turn the direction of what follows.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u202a-\u202e]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_ARTICLES = re.compile(r"^(?:the|an?|le|la|les|l'|un|une|der|die|das|el|los|las|il|lo|gli|den|det)(?:(?<=')|\s+)(?=\S)")
_NUMBERS = re.compile(r"(\d+)")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


def one_line(text: str) -> str:
    """NFC, line breaks and runs of space as one space, no control characters, no spaces at the ends."""
    if text.isascii() and text.isprintable() and "  " not in text:  # as most are: a tenth of an import's time
        return text.strip()
    text = _CONTROLS.sub("", _BREAKS.sub(" ", text))
    return unicodedata.normalize("NFC", _SPACES.sub(" ", text).strip())


def many_lines(text: str) -> str:
    """NFC, every line end a newline, no control characters but tab and newline, no blanks at the ends."""
    if text.isascii() and text.isprintable():
        return text.rstrip()
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", "\n".join(line.rstrip() for line in text.split("\n")).strip("\n"))


def is_visible(text: str) -> bool:
    """At least one character leaves a mark on paper (zero-width ones, spaces and controls do not)."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


def is_storable(text: str) -> bool:
    """No NUL, which PostgreSQL refuses, and no lone surrogate, which UTF-8 cannot hold."""
    return "\x00" not in text and (text.isascii() or not _SURROGATES.search(text))


def fold(text: str) -> str:
    """For search: case, accents and typographic quotes do not count ("Éternité" and "eternite" are equal)."""
    if not text.isascii():  # else all of this would change nothing, for a tenth of the time of a loaded timetable
        letters = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _SPACES.sub(" ", text.casefold()).strip()


def name_key(text: str) -> str:
    """By which two names are one: neither capitals nor the form in which Unicode writes a letter count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def sort_key(text: str) -> str:
    """For order: folded, without a leading article or punctuation, so that "L'Éternité" stands under E."""
    folded = fold(text).lstrip("\"'([{«¡¿#… .")
    return _ARTICLES.sub("", folded) or folded


def natural_sort_key(text: str) -> list[str | int]:
    """For order where names are counted: "Screen 2" stands before "Screen 10"."""
    return [int(part) if number % 2 else part for number, part in enumerate(_NUMBERS.split(fold(text)))]


def place_name(venue: str, hall: str) -> str:
    """Venue and hall; the hall alone where it bears the venue's name, as "Lux 2" does at the Lux.

    "Luxury Lounge" does not, nor does "Odeon 10" at a cinema called "Odeon 1": a name ends where its word does.
    """
    rest = hall.removeprefix(venue)
    bears_it = rest != hall and not _goes_on(rest[:1])
    return hall if bears_it or not venue else f"{venue}, {hall}"


def name_within_venue(venue: str, place: str) -> str:
    """What a `place_name` has beside the venue's name: "2" of "Lux 2" at the Lux; nothing where that is all of it."""
    return place.removeprefix(venue).lstrip(" ,.:–-")


def _goes_on(character: str) -> bool:
    """Whether a word that this follows is not over yet: a letter, a number, or an accent of the letter before."""
    return unicodedata.category(character)[0] in "LNM" if character else False


def slug_of(text: str, *, fallback: str) -> str:
    """An address part of ASCII letters, digits and hyphens, at most 60 long; the fallback where nothing is left."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(text).replace("'", "")).strip("-")[:60].strip("-")
    return slug or fallback
