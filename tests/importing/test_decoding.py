"""UTF-8 is read, everything else is named and asked for; nothing is guessed in silence."""

import pytest

from screenings.importing.decoding import check_encoding, decode
from screenings.importing.problems import ProgrammeRefused

TEXT = "id,title\n1,Éternité à Göteborg\n"


def refusal(data: bytes, encoding: str | None = None) -> str:
    with pytest.raises(ProgrammeRefused) as refused:
        decode("films.csv", data, encoding)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_is_right_with_and_without_its_mark(encoding: str) -> None:
    assert decode("films.csv", TEXT.encode(encoding), None) == TEXT


@pytest.mark.parametrize(
    ("text", "encoding", "named", "word"),
    [
        (TEXT, "cp1252", "cp1252", "Éternité"),
        ("id,title\n1,Сталкер и Зеркало\n", "cp1251", "cp1251", "Сталкер"),
        ("id,title\n1,ドライブ・マイ・カー\n2,七人の侍\n", "shift_jis", "cp932", "ドライブ・マイ・カー"),
    ],
)
def test_another_encoding_is_named_with_a_word_to_know_it_by(text: str, encoding: str, named: str, word: str) -> None:
    message = refusal(text.encode(encoding))

    assert message.startswith("films.csv: it is not UTF-8 (line 2 holds the byte 0x")
    assert f'It looks like {named} (it would read "{word}")' in message
    assert message.endswith(f". Save it as UTF-8, or add --encoding {named}.")


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"), ("utf-32", "utf-32")],
)
def test_the_wide_encodings_are_known_by_their_bytes(encoding: str, named: str) -> None:
    assert refusal(TEXT.encode(encoding)) == (
        f"films.csv: it is {named}, not UTF-8. Save it as UTF-8, or add --encoding {named}."
    )


def test_japanese_mail_encoding_is_not_taken_for_ascii() -> None:
    assert "it is iso2022_jp" in refusal("id,title\n1,七人の侍\n".encode("iso2022_jp"))


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "mac_roman"])
def test_a_named_encoding_is_used(encoding: str) -> None:
    assert decode("films.csv", TEXT.encode(encoding), encoding) == TEXT


def test_a_file_that_can_only_be_utf8_is_read_so_beside_others_that_are_not() -> None:
    assert decode("halls.csv", TEXT.encode(), "cp1252") == TEXT


def test_half_a_file_in_another_encoding_is_refused() -> None:
    assert "line 3 holds the byte 0xc9" in refusal(TEXT.encode() + "2,Été".encode("cp1252"))


def test_a_wrong_named_encoding_is_said_to_be_wrong() -> None:
    assert refusal("id,title\n1,\x81".encode("latin-1"), "cp1252").startswith(
        "films.csv: it is not cp1252 (line 2 holds"
    )


@pytest.mark.parametrize("name", ["nonsense", "base64", "zip", "rot13", "\x00", "hex"])
def test_what_is_no_text_encoding_is_refused(name: str) -> None:
    with pytest.raises(ProgrammeRefused, match="is no encoding"):
        check_encoding(name)
