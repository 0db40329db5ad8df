"""Images come with their files, are known again, and nothing of them stays where an import is refused."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from screenings.desk.export_tables import table_file
from screenings.importing.export_folder import export_programme
from screenings.importing.importer import import_programme
from screenings.importing.problems import ProgrammeRefused
from screenings.importing.rows import TABLES
from screenings.models import ExportedVersion, FilmImage
from tests.importing.random_festival import a_photo
from tests.importing.run_import import lines
from tests.importing.sample_programme import folder, zipped
from tests.importing.snapshots import looks

pytestmark = pytest.mark.django_db
RED, BLUE = (224, 0, 0), (0, 0, 224)
RED_LOOK, BLUE_LOOK = "[7, 0, 0]", "[0, 0, 7]"


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def programme(at: Path, images: str, **pictures: Any) -> Path:
    folder(at)
    (at / "images.csv").write_text(f"film,picture,caption\n{images}", encoding="utf-8")
    (at / "images").mkdir(exist_ok=True)
    for name, photo in pictures.items():
        (at / "images" / f"{name}.jpg").write_bytes(photo if isinstance(photo, bytes) else photo.read())
    return at


def stored(uploads: Path) -> list[str]:
    return sorted(file.name for file in uploads.rglob("*.*")) if uploads.exists() else []


def test_a_picture_comes_in_with_its_film_and_is_known_again(tmp_path: Path) -> None:
    given = programme(tmp_path / "in", "f1,images/a.jpg,One\nf1,,Two\n", a=a_photo(RED))
    import_programme(given)
    first, second = FilmImage.objects.order_by("pk")
    assert (first.caption, first.width, first.height, second.caption, second.file.name) == ("One", 60, 40, "Two", "")
    assert looks(first.file) == RED_LOOK

    assert lines(import_programme(given)) == []
    assert FilmImage.objects.get(caption="One").file.name == first.file.name


def test_another_caption_leaves_the_picture_at_its_address(tmp_path: Path) -> None:
    import_programme(programme(tmp_path / "in", "f1,images/a.jpg,One\n", a=a_photo(RED)))
    before = FilmImage.objects.get()
    again = import_programme(programme(tmp_path / "in", "f1,images/a.jpg,Two\n"))

    assert lines(again) == ['~ image f1 "One": caption "One" → "Two"']
    after = FilmImage.objects.get()
    assert (after.pk, after.file.name, after.caption) == (before.pk, before.file.name, "Two")


def test_another_picture_of_the_same_name_takes_its_place(tmp_path: Path) -> None:
    import_programme(programme(tmp_path / "in", "f1,images/a.jpg,One\n", a=a_photo(RED)))
    again = import_programme(programme(tmp_path / "in", "f1,images/a.jpg,One\n", a=a_photo(BLUE)))

    assert lines(again) == ['+ image f1 "One"', '- image f1 "One"']
    assert looks(FilmImage.objects.get().file) == BLUE_LOOK


def test_a_workbook_that_comes_again_leaves_the_images_that_came_in_without_their_pictures(tmp_path: Path) -> None:
    festival = import_programme(
        programme(tmp_path / "in", "f1,images/a.jpg,One\nf1,images/b.jpg,Two\n", a=a_photo(RED), b=a_photo(BLUE))
    ).festival
    book = tmp_path / "book.xlsx"
    book.write_bytes(table_file(festival, ("festival", *TABLES), "xlsx"))
    export_programme(festival, tmp_path / "out")
    ExportedVersion.objects.all().delete()  # as on another site
    FilmImage.objects.all().delete()
    assert lines(import_programme(book)) == ['+ image f1 "One"', '+ image f1 "Two"']
    first, second = FilmImage.objects.order_by("pk").values_list("pk", flat=True)

    assert lines(import_programme(book)) == []
    assert list(FilmImage.objects.order_by("pk").values_list("pk", "caption")) == [(first, "One"), (second, "Two")]
    import_programme(tmp_path / "out")
    assert [looks(image.file) for image in FilmImage.objects.order_by("caption")] == [RED_LOOK, BLUE_LOOK]


def test_what_went_out_is_known_here_and_elsewhere_in_a_folder_and_in_a_zip(tmp_path: Path) -> None:
    festival = import_programme(programme(tmp_path / "in", "f1,images/a.jpg,One\n", a=a_photo(RED))).festival
    festival.logo.save("logo.png", a_photo(BLUE, "PNG"))
    festival.save()
    export_programme(festival, tmp_path / "out")
    packed = zipped(tmp_path / "out", tmp_path / "out.zip")
    assert lines(import_programme(tmp_path / "out")) == lines(import_programme(packed)) == []

    ExportedVersion.objects.all().delete()  # as on another site
    FilmImage.objects.all().delete()
    festival.logo = ""
    festival.save()
    import_programme(packed)
    assert looks(FilmImage.objects.get().file) == RED_LOOK
    festival.refresh_from_db()
    assert looks(festival.logo) == BLUE_LOOK
    assert (festival.logo_width, festival.logo_height) == (60, 40)
    assert lines(import_programme(tmp_path / "out")) == []


@pytest.mark.parametrize(
    ("cell", "data", "message"),
    [
        ("images/a.jpg", None, 'there is no file "images/a.jpg" beside the tables. Put it there, or empty the cell.'),
        ("../a.jpg", None, '"../a.jpg" is no picture beside the tables. Write images/still.jpg.'),
        ("images/x/a.jpg", None, '"images/x/a.jpg" is no picture beside the tables. Write images/still.jpg.'),
        ("images/a.jpg", b"<svg/>", "An SVG can carry scripts, so none is taken."),
        ("images/a.jpg", b"no picture", "This is no picture that can be read here."),
    ],
)
def test_what_is_no_picture_is_refused_with_its_place(
    tmp_path: Path, uploads: Path, cell: str, data: bytes | None, message: str
) -> None:
    given = programme(tmp_path / "in", f"f1,{cell},One\n", **({"a": data} if data else {}))

    with pytest.raises(ProgrammeRefused) as refused:
        import_programme(given)
    assert str(refused.value).startswith(f"images.csv, line 2, picture: {message}")
    assert stored(uploads) == []


def test_a_picture_that_is_damaged_further_down_leaves_nothing_behind(tmp_path: Path, uploads: Path) -> None:
    whole = a_photo(RED).read()
    rows = "f1,images/a.jpg,One\nf1,images/b.jpg,Two\n"
    given = programme(tmp_path / "in", rows, a=a_photo(BLUE), b=whole[:-30])

    with pytest.raises(ProgrammeRefused, match=r"images\.csv, line 3, picture: This picture is damaged\."):
        import_programme(given)
    assert not FilmImage.objects.exists()
    assert stored(uploads) == []


def test_a_dry_run_stores_no_picture(tmp_path: Path, uploads: Path) -> None:
    result = import_programme(programme(tmp_path / "in", "f1,images/a.jpg,One\n", a=a_photo(RED)), dry_run=True)

    assert '+ image f1 "One"' in lines(result)
    assert stored(uploads) == []


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    given = programme(tmp_path / "in", "f1,images/a.jpg,One\n")
    (tmp_path / "secret.jpg").write_bytes(a_photo(RED).read())
    (given / "images" / "a.jpg").symlink_to(tmp_path / "secret.jpg")

    with pytest.raises(ProgrammeRefused, match="is a link that leads out of the folder"):
        import_programme(given)


def test_a_lost_file_goes_out_as_an_image_without_one(tmp_path: Path) -> None:
    festival = import_programme(programme(tmp_path / "in", "f1,images/a.jpg,One\n", a=a_photo(RED))).festival
    default_storage.delete(FilmImage.objects.get().file.name)
    export_programme(festival, tmp_path / "out")

    assert "f1,,One," in (tmp_path / "out" / "images.csv").read_text(encoding="utf-8")
