"""Images of films: found again by what they show, so that a picture whose caption changes keeps its address."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from screenings.importing.columns import columns_of, model_fields
from screenings.importing.detail_rows import ImageRow
from screenings.importing.diff_builder import field_changes
from screenings.importing.named_rows import NamedRows
from screenings.importing.pictures import NewPicture, Pictures, checked_picture, exported_name, is_same_picture
from screenings.importing.problems import InvalidValue
from screenings.importing.rows_from_models import stored_values
from screenings.importing.table_planner import TablePlanner
from screenings.models import Festival, Film, FilmImage
from screenings.models.pictures import PictureFile

_FIELDS = model_fields(ImageRow)


def image_rows(festival: Festival, names: NamedRows) -> list[tuple[ImageRow, FilmImage]]:
    """In the order in which they were made. One query."""
    images = FilmImage.objects.filter(film__festival=festival).order_by("pk")
    return [
        (
            ImageRow(
                film=names.name_of("film", image.film_id),
                picture=exported_name(picture_of(image)),
                **stored_values(ImageRow, image),
            ),
            image,
        )
        for image in images
    ]


def picture_of(image: FilmImage) -> PictureFile:
    picture: PictureFile = image.file  # type: ignore[assignment]  # what PictureField makes of it
    return picture


@dataclass
class ImagePlanner(TablePlanner):
    names: NamedRows
    pictures: Pictures

    def plan(self, rows: Sequence[ImageRow]) -> None:
        """The rows of a film are all its images. One query, and each file is read once."""
        if not rows:
            return
        waiting: defaultdict[str, list[tuple[ImageRow, FilmImage]]] = defaultdict(list)
        for old, image in image_rows(self.festival, self.names) if self.festival.pk else ():
            waiting[old.film].append((old, image))
        films = set()
        for row in rows:
            named = self.names.find("film", row.film)
            if named is None:
                self.changeset.problems.append(row.problem("film", self.names.missing("film", row.film)))
            elif isinstance(named[1], Film):
                films.add(named[0])
                self._plan_row(replace(row, film=named[0]), named[1], waiting[named[0]])
        for film in sorted(films):
            for old, image in waiting[film]:
                self.changeset.delete((image,))
                self.diff_builder.record_removed("image", film, old.caption or old.picture)

    def _plan_row(self, row: ImageRow, film: Film, waiting: list[tuple[ImageRow, FilmImage]]) -> None:
        try:
            data = checked_picture(self.pictures, row.picture) if row.picture else None
        except InvalidValue as error:
            self.changeset.problems.append(row.problem("picture", str(error)))
            return
        if row.picture and data is None:
            # One that came in without its picture is the same when the same workbook comes again.
            same = [pair for pair in waiting if pair[0].picture in (row.picture, "")]
        else:
            same = [pair for pair in waiting if is_same_picture(picture_of(pair[1]), row.picture, data)]
        # One with its picture rather than one without; of two that show the same, the one that also says the same.
        for pair in sorted(same, key=lambda pair: (not pair[0].picture, _texts(pair[0]) != _texts(row)))[:1]:
            waiting.remove(pair)
            self._change(row, *pair)
            return
        image = FilmImage(film=film, **{field: getattr(row, column) for column, field in _FIELDS.items()})
        self.changeset.add(image, row)
        self.diff_builder.record_added("image", row.film, row.caption or row.picture)
        if data is not None:
            self.changeset.add_picture(picture_of(image), NewPicture(self.pictures, row.picture), row, "picture")
        elif row.picture:
            message = (
                "the picture is not beside the workbook; the image is there without it. Import the folder or the .zip."
            )
            self.changeset.remarks.append(row.problem("picture", message))

    def _change(self, row: ImageRow, old: ImageRow, image: FilmImage) -> None:
        columns = [column for column in columns_of(ImageRow) if column in _FIELDS]
        changes = field_changes(old, row, columns, row.stated_columns, self.festival.zone)
        self.diff_builder.record_compared("image", row.film, old.caption or old.picture, changes)
        for change in changes:
            setattr(image, _FIELDS[change.column], getattr(row, change.column))
        if changes:
            self.changeset.update(image, [_FIELDS[change.column] for change in changes], row)


def _texts(row: ImageRow) -> tuple[str, str, int]:
    return row.caption, row.copyright, row.order
