"""The strands of a festival's programme."""

from django.db import models
from django.urls import reverse

from screenings.images.palette import distinct_colour
from screenings.models.festivals import Festival
from screenings.models.fields import ColourField, LineField, ProseField, WholeField
from screenings.models.slugs import ADDRESS_HELP, SLUG_LENGTH, fill_slug
from screenings.models.uniqueness import NameKeyField, UniqueWithMessage


class Section(models.Model):
    """A strand of the programme."""

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="sections")
    name = LineField(max_length=120)
    name_key = NameKeyField(longest=120)
    slug = models.SlugField("web address", max_length=SLUG_LENGTH, blank=True, help_text=ADDRESS_HELP)
    colour = ColourField(help_text="By its name, such as dark green. Empty: one that no other section has.")
    order = WholeField(default=0, high=32767)
    about = ProseField(blank=True)
    line_up_hold = LineField(
        "hold for new screenings",
        max_length=300,
        blank=True,
        help_text="While it gives a reason, screenings added later are on hold from the start. “Put on hold” in the "
        "list sets it, “Release from hold” ends it.",
    )

    class Meta:
        ordering = ("order", "name")
        constraints = (
            UniqueWithMessage(
                fields=("festival", "slug"),
                name="section_address_once",
                on="slug",
                says="%(other)s has this address already. Choose another.",
            ),
            UniqueWithMessage(
                fields=("festival", "name_key"),
                name="section_name_once",
                on="name",
                says="There is the section “%(other)s” already. Choose another name.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.festival.slug, self.slug])

    def clean(self) -> None:
        others = Section.objects.filter(festival=self.festival_id).exclude(pk=self.pk)
        fill_slug(self, self.name, festival=self.festival_id)
        if not self.colour and self.festival_id:
            self.colour = distinct_colour({self.festival.colour, *others.values_list("colour", flat=True)})
