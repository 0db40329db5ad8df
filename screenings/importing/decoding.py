"""From a file's bytes to text: UTF-8, or the encoding that was named. Never a guess that nobody confirmed."""

import re
from contextlib import suppress
from itertools import islice

from screenings.importing.problems import ImportProblem, ProgrammeRefused, quoted, shortened

_BYTE_ORDER_MARKS = (
    # UTF-32's begins like UTF-16's.
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_UTF8_MARK = b"\xef\xbb\xbf"
_SAMPLE = 20_000
# Those in which festivals' tables come; a free choice among a hundred would name an exotic one for a short file.
_LIKELY = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp932", "euc_jp", "cp949",
    "gb18030", "big5", "koi8_r", "mac_roman", "tis_620",
]  # fmt: skip

_ALWAYS_OFFERED = ("cp1252", "mac_roman")


def check_encoding(name: str) -> None:
    """Raises ProgrammeRefused where Python has no text encoding of that name."""
    try:
        b"".decode(name)
        "".encode(name)
    except (LookupError, ValueError) as error:
        message = f"{quoted(name)} is no encoding. Write one such as utf-8, cp1252, utf-16 or shift_jis."
        raise ProgrammeRefused([ImportProblem("--encoding", 0, "", message)]) from error


def decode(file: str, data: bytes, encoding: str | None) -> str:
    """The file's text without a byte order mark.

    A file that says it is UTF-8, or cannot be anything else, is read so even where another encoding is named:
    folders hold both. Raises ProgrammeRefused, naming the likely encoding.
    """
    if data.startswith(_UTF8_MARK) or encoding is None or _is_utf8_beyond_doubt(data):
        return _decode_utf8(file, data)
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, UnicodeError) as error:
        raise _refused(file, f"it is not {encoding} ({_place(data, error)}). {_advice(data)}") from error
    return text.removeprefix("\ufeff")


def _is_utf8_beyond_doubt(data: bytes) -> bool:
    if data.isascii() or b"\x00" in data:
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _decode_utf8(file: str, data: bytes) -> str:
    if name := _told_by_bytes(data):
        raise _refused(file, f"it is {name}, not UTF-8. Save it as UTF-8, or add --encoding {name}.")
    try:
        return data.removeprefix(_UTF8_MARK).decode()
    except UnicodeDecodeError as error:
        sample = data[max(0, error.start - 200) :]
        raise _refused(file, f"it is not UTF-8 ({_place(data, error)}). {_advice(sample)}") from error


def _told_by_bytes(data: bytes) -> str:
    """By its byte order mark, the zeros between Western letters, or JIS' escapes, which are valid UTF-8."""
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return name
    if b"\x1b$" in data:
        return "iso2022_jp"
    head = data[:400]
    if head.count(0) * 4 <= len(head):
        return ""
    return "utf-16-be" if head[0] == 0 else "utf-16-le"


def _place(data: bytes, error: UnicodeError) -> str:
    if not isinstance(error, UnicodeDecodeError):
        return str(error)
    line = data.count(b"\n", 0, error.start) + 1
    return f"line {line} holds the byte 0x{data[error.start]:02x}"


def likely_encodings(data: bytes) -> tuple[tuple[str, str], ...]:
    """What it may be in if it is no UTF-8, the likeliest first, each with the first words that show whether that is
    right; none where its own bytes say it.
    """
    if name := _told_by_bytes(data):
        return ((name, ""),)
    try:
        data.removeprefix(_UTF8_MARK).decode()
    except UnicodeDecodeError as error:
        found = dict(_readings(data[max(0, error.start - 200) :]))
        # A Mac's and Windows' letters are told apart by whoever reads them.
        for name in _ALWAYS_OFFERED:
            with suppress(UnicodeDecodeError):
                if name not in found:
                    found[name] = _strange_words(data.decode(name))
        return tuple((name, words) for name, words in found.items() if words)
    return ()


def _readings(data: bytes) -> list[tuple[str, str]]:
    """The best, with its first words that are not ASCII; two where both are as likely."""
    # Here, as only a file that cannot be read is worth the time to load it.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    matches = [match for match in from_bytes(data[:_SAMPLE], cp_isolation=_LIKELY) if match.encoding in _LIKELY]
    best = [m for m in matches if (m.chaos, -m.coherence) == (matches[0].chaos, -matches[0].coherence)]
    # Among equals the more common encoding is meant, not the one that comes first by name.
    by_rank = sorted(best, key=lambda match: _LIKELY.index(match.encoding), reverse=True)
    readings = {_strange_words(str(match)): match.encoding for match in by_rank}
    return [(name, words) for words, name in sorted(readings.items(), key=lambda item: _LIKELY.index(item[1]))[:2]]


def _advice(data: bytes) -> str:
    """What it probably is, with the first word that shows whether that is right."""
    likely = _readings(data)
    if not likely:
        return "Save it as UTF-8, or name its encoding with --encoding."
    shown = ", or ".join(f"{name} (it would read {quoted(words.partition(' ')[0])})" for name, words in likely)
    return f"It looks like {shown}. Save it as UTF-8, or add --encoding {likely[0][0]}."


def _strange_words(text: str) -> str:
    """The first three that are not ASCII."""
    words = (word for word in re.split(r"[\s,;|\"]+", text) if not word.isascii())
    return " ".join(shortened(word, 30) for word in islice(words, 3))


def _refused(file: str, message: str) -> ProgrammeRefused:
    return ProgrammeRefused([ImportProblem(file, 0, "", message)])
